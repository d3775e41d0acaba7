package domicile.query.erase_test

import data.domicile.query.erase

# No permit to destroy a key may hide behind a refusal that happens to outrank it.
test_the_permit_is_silent_where_the_record_stays[name] if {
	some name, facts in {
		"kept by law": {"region": "CN", "record_kind": "network_log", "age_days": 182},
		"under a hold": {"region": "NL", "record_kind": "message", "hold": true},
		"of an unknown kind": {"region": "SG", "record_kind": "cookie"},
		"of an unknown region": {"region": "US", "record_kind": "message"},
	}
	found := erase.findings with input as {"query": "erase", "facts": facts}
	count(found) > 0
	every finding in found {
		finding.effect == "DENY"
	}
}
