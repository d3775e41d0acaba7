package checks.negation_test

import data.checks.negation

at := {"file": "law.rego", "row": 7}

risk := {"type": "ref", "value": [{"value": "facts"}, {"value": "given"}, {"value": "risk"}]}

modules(expression) := {"modules": [{"rules": [{"body": [object.union({"location": at}, expression)]}]}]}

test_a_call_on_what_may_be_absent_is_named if {
	negation.complaints == {at} with input as modules({"negated": true, "terms": [{"value": "in"}, risk]})
}

test_a_plain_absence_passes if {
	negation.complaints == set() with input as modules({"negated": true, "terms": risk})
}

test_without_not_it_passes if {
	negation.complaints == set() with input as modules({"terms": [{"value": "in"}, risk]})
}
