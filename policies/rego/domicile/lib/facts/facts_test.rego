package domicile.lib.facts_test

import data.domicile.lib.facts

test_a_home_that_nobody_knows_is_no_home if {
	found := facts.homes with input as {"facts": {"subjects": [{"home": "?"}, {"home": null}, {"home": 7}, {"home": "SG"}]}}
	found == {"SG"}
}
