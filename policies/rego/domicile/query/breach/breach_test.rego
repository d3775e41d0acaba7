package domicile.query.breach_test

import data.domicile
import data.switches

question := {"query": "breach", "facts": {"region": "NL", "affected": 1, "risk": "high"}}

test_the_omnibus_is_off_until_it_is_law if {
	now := domicile.decision with input as question
	now.deadline_h == 72
	later := domicile.decision with input as question
		with data.switches as object.union(switches, {"eu.omnibus_96h": true})
	later.deadline_h == 96
}

test_warning_clocks_can_be_off if {
	answer := domicile.decision with input as question
		with data.switches as object.union(switches, {"eu.reg611_24h": false, "eu.nis2_provider": false})
	not "WARN.24H" in answer.obligations
}
