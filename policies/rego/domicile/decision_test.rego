package domicile_test

import data.domicile
import data.domicile.completeness
import data.domicile.lib.verdict
import data.domicile.query.store

# The tables of `policies/cases`, by query.
test_cases[name] if {
	some query, table in data.cases
	some tc in table
	name := concat(": ", [query, tc.name])
	answer := domicile.decision with input as {"query": query, "facts": tc.facts}
	complaints(answer, tc.expect) == set()
}

complaints(answer, expect) := ((((({field |
	some field, value in object.remove(expect, listed)
	object.get(answer, field, null) != value
} | {duty | some duty in expect.must; not duty in answer.obligations}) | {duty | some duty in expect.mustnot; duty in answer.obligations}) | {label | some label in expect.labels; not label in answer.labels}) | {label | some label in expect.nolabels; label in answer.labels}) | {rule | some rule in expect.rules; not rule in {reason.rule | some reason in answer.reasons}}) | {member | some member in expect.absent; member in object.keys(answer)}

listed := {"must", "mustnot", "labels", "nolabels", "rules", "absent"}

test_unknown_query_is_refused_with_a_reason if {
	answer := domicile.decision with input as {"query": "sell", "facts": {}}
	answer.effect == "DENY"
	[reason.rule | some reason in answer.reasons] == ["QUERY.UNSUPPORTED"]
}

test_no_question_is_refused if {
	every question in [null, 7, "store", [], {}, {"query": "store"}, {"query": "read", "facts": "all"}] {
		answer := domicile.decision with input as question
		answer.effect == "DENY"
	}
}

test_a_date_that_is_a_number_is_no_date if {
	facts := {"clock": "gdpr12_3", "received": 20261120}
	answer := domicile.decision with input as {"query": "due", "facts": facts}
	answer.effect == "DENY"
}

# What is not known counts as the most.
test_a_count_that_is_no_number_needs_the_assessment if {
	answer := domicile.decision with input as {"query": "transfer", "facts": {
		"record": {"type": "loc.point", "crs": "GCJ02", "precision_m": 5},
		"subjects": [{"home": "CN", "age": 34}],
		"collect": "CN",
		"via": "phone",
		"tenant": {"est": "CN"},
		"src": "CN",
		"dest": "SG",
		"purpose": "analytics",
		"volume": {"spi_ytd": "few"},
		"sep_consent": true,
		"mech": ["SC"],
	}}
	answer.effect == "DENY"
	answer.need == "SA"
}

# Without a fact that the law needs nothing is allowed, whichever it is.
test_each_needed_fact_is_needed[missing] if {
	some missing in [
		"/record", "/record/type", "/record/crs", "/record/precision_m", "/subjects", "/subjects/0/home",
		"/subjects/0/age", "/collect", "/via", "/tenant", "/tenant/est",
	]
	whole := {
		"record": {"type": "loc.point", "crs": "GCJ02", "precision_m": 5},
		"subjects": [{"home": "CN", "age": 34}], "collect": "CN", "ingress": "CN", "via": "phone", "tenant": {"est": "CN"},
	}
	complete := domicile.decision with input as {"query": "store", "facts": whole}
	complete.effect == "ALLOW"
	answer := domicile.decision with input as {"query": "store", "facts": json.remove(whole, [missing])}
	answer.effect == "QUARANTINE"
	answer.region == "CN"
}

# A fact of another kind is as good as none.
test_each_needed_fact_has_its_kind[path] if {
	some path in [
		"/record", "/record/type", "/record/crs", "/record/precision_m", "/subjects", "/subjects/0/home",
		"/subjects/0/age", "/collect", "/via", "/tenant", "/tenant/est",
	]
	whole := {
		"record": {"type": "loc.point", "crs": "GCJ02", "precision_m": 5},
		"subjects": [{"home": "CN", "age": 34}], "collect": "CN", "ingress": "CN", "via": "phone", "tenant": {"est": "CN"},
	}
	every wrong in [null, true, "", [], {}, "null"] {
		answer := domicile.decision with input as {
			"query": "store",
			"facts": json.patch(whole, [{"op": "replace", "path": path, "value": wrong}]),
		}
		answer.effect == "QUARANTINE"
	}
}

test_people_are_a_list if {
	answer := domicile.decision with input as {"query": "store", "facts": {
		"record": {"type": "msg.text"}, "subjects": {"author": {"home": "DE", "age": 34}},
		"collect": "DE", "via": "phone", "tenant": {"est": "DE"},
	}}
	answer.effect == "QUARANTINE"
}

test_members_are_a_list if {
	answer := domicile.decision with input as {"query": "fanout", "facts": {
		"record": {"type": "msg.text"}, "collect": "DE", "sender": {"home": "DE", "age": 34},
		"members": {"friend": {"home": "FR", "age": 34}},
	}}
	answer.effect == "DENY"
	answer.need == "HOME"
}

test_silence_of_the_law_is_refusal if {
	answer := store.decision with input as {"query": "store", "facts": {}} with completeness.findings as set()
	answer.effect == "DENY"
	[reason.rule | some reason in answer.reasons] == ["DEFAULT.DENY"]
	verdict.allow([], {}).effect == "DENY"
}

test_an_undefined_answer_is_refusal if {
	answer := domicile.decision with input as {} with domicile.unsupported as {}
	answer.effect == "DENY"
}
