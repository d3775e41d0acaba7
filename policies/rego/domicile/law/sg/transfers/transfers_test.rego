package domicile.law.sg.transfers_test

import data.domicile
import data.domicile.law.sg.transfers
import data.switches

test_counsel_can_open_mainland_support_by_contract if {
	question := support("SG", ["CONTRACT"])
	closed := domicile.decision with input as question
	closed.effect == "DENY"
	open := domicile.decision with input as question
		with data.switches as object.union(switches, {"sg.cn_support_by_contract": true})
	open.effect == "ALLOW"
	open.need == "S26"
}

test_the_switch_needs_the_contract_and_opens_no_other_store if {
	bare := domicile.decision with input as support("SG", [])
		with data.switches as object.union(switches, {"sg.cn_support_by_contract": true})
	bare.effect == "DENY"
	found := transfers.findings with input as support("NL", ["CONTRACT"])
		with data.switches as object.union(switches, {"sg.cn_support_by_contract": true})
	found == set()
}

support(store, held) := {"query": "transfer", "facts": {
	"record": {"type": "msg.text"}, "subjects": [{"home": "SG", "age": 34}], "collect": "SG", "via": "phone",
	"tenant": {"est": "SG"}, "src": store, "dest": "CN", "purpose": "support", "mech": held,
}}
