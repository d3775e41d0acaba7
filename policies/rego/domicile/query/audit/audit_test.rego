package domicile.query.audit_test

import data.domicile
import data.switches

# Where a data protection authority is no law enforcement, H12 is silent, and still no rule lets the log go.
test_counsel_decides_what_a_foreign_regulator_is if {
	{"H12"} == rules(true)
	{"DEFAULT.DENY"} == rules(false)
}

rules(enforcing) := {reason.rule | some reason in answer.reasons} if {
	answer := domicile.decision with input as {"query": "audit", "facts": {"region": "CN", "dest": "DE"}}
		with data.switches as object.union(switches, {"audit.foreign_dpa_is_law_enforcement": enforcing})
	answer.effect == "DENY"
}
