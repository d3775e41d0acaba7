package domicile.law.eu.transfers_test

import data.domicile
import data.switches

test_counsel_can_close_the_derogation_for_chat if {
	question := {"query": "transfer", "facts": {
		"record": {"type": "msg.text"}, "subjects": [{"home": "DE", "age": 34}], "collect": "DE", "via": "phone",
		"tenant": {"est": "DE"}, "src": "NL", "dest": "CN", "purpose": "deliver_message", "user_initiated": true,
	}}
	open := domicile.decision with input as question
	open.need == "ART49_1_B"
	closed := domicile.decision with input as question
		with data.switches as object.union(switches, {"eu.art49_for_chat_to_cn": "none"})
	closed.effect == "DENY"
	closed.need == "ART46_UNAVAILABLE"
}
