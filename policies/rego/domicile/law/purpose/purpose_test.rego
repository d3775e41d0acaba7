package domicile.law.purpose_test

import data.domicile.law.purpose

# A voice in the car is sensitive as vehicle data, whatever counsel decides about message bodies.
test_voices_in_the_car_are_sensitive_without_the_switch if {
	found := purpose.findings with input as {"query": "store", "facts": {
		"record": {"type": "msg.voice"}, "subjects": [{"home": "CN", "age": 34}], "collect": "CN",
		"via": "in_car", "tenant": {"est": "CN"}, "purpose": "rnd",
	}}
		with data.switches as {"cn.msg_body_counts_as_spi": false}
	"gbt_41871" in {finding.rule | some finding in found}
}
