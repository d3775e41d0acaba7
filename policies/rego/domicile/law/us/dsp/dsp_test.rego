package domicile.law.us.dsp_test

import data.domicile.law.us.dsp
import data.switches

test_counsel_decides_whether_an_entity_is_a_covered_person if {
	count(findings(true)) == 1
	findings(false) == set()
}

findings(covered) := found if {
	found := dsp.findings with input as {"query": "read", "facts": {
		"record": {"type": "loc.point", "crs": "WGS84", "precision_m": 5}, "subjects": [{"home": "US", "age": 34}],
		"collect": "US", "src": "SG", "requester": {"country": "SG", "entity": "CN"}, "volume": {"us_devices": 1001},
	}}
		with data.switches as object.union(switches, {"us.dsp_entity_is_covered_person": covered})
}
