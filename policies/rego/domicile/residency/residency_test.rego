package domicile.residency_test

import data.domicile
import data.switches

test_counsel_can_open_direct_collection_of_positions if {
	question := {"query": "store", "facts": {
		"record": {"type": "loc.point", "crs": "GCJ02", "precision_m": 5},
		"subjects": [{"home": "DE", "age": 34}], "collect": "CN", "via": "phone", "tenant": {"est": "DE"}, "ingress": "EU",
	}}
	closed := domicile.decision with input as question
	"H1.POSITION" in {reason.rule | some reason in closed.reasons}
	open := domicile.decision with input as question
		with data.switches as object.union(switches, {"cn.direct_collection_by_nl": {"bodies": true, "positions": true}})
	not "H1.POSITION" in {reason.rule | some reason in open.reasons}
}
