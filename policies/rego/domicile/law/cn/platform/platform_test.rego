package domicile.law.cn.platform_test

import data.domicile.law.cn.platform

# Rego orders every text and list after all numbers.
test_what_is_no_number_is_no_large_one[total] if {
	some total in ["many", [1], {"persons": 1}, null, true]
	found := platform.findings with input as {"query": "store", "facts": {
		"record": {"type": "msg.text"}, "subjects": [{"home": "CN", "age": 34}], "collect": "CN",
		"via": "phone", "tenant": {"est": "CN"}, "volume": {"total": total},
	}}
	found == set()
}
