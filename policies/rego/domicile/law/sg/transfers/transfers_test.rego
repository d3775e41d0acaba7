package domicile.law.sg.transfers_test

import data.domicile
import data.switches

test_counsel_can_open_mainland_support_by_contract if {
	question := {"query": "transfer", "facts": {
		"record": {"type": "msg.text"}, "subjects": [{"home": "SG", "age": 34}], "collect": "SG", "via": "phone",
		"tenant": {"est": "SG"}, "src": "SG", "dest": "CN", "purpose": "support", "mech": ["CONTRACT"],
	}}
	closed := domicile.decision with input as question
	closed.effect == "DENY"
	open := domicile.decision with input as question
		with data.switches as object.union(switches, {"sg.cn_support_by_contract": true})
	open.effect == "ALLOW"
	open.need == "S26"
}
