package domicile.law.cn.survey_test

import data.domicile.law.cn.survey

facts(crs, collect) := {"query": "store", "facts": {
	"record": {"type": "loc.point", "crs": crs, "precision_m": 5},
	"subjects": [{"home": "CN", "age": 34}], "collect": collect, "tenant": {"est": "CN"},
}}

test_true_coordinates_of_the_mainland_are_geodata[crs] if {
	some crs, expected in {"WGS84": {"cn.geo.survey"}, "CGCS2000": {"cn.geo.survey"}, "GCJ02": set()}
	found := survey.labels with input as facts(crs, "CN")
	found == expected
}

test_coordinates_elsewhere_are_not[place] if {
	some place in {"HK", "MO", "TW", "SG", "DE"}
	found := survey.labels with input as facts("WGS84", place)
	found == set()
}

test_counsel_decides_whether_one_shared_point_is_geodata if {
	found := survey.labels with input as facts("GCJ02", "CN")
		with data.switches as {"cn.single_user_point_is_geodata": {"WGS84": true, "GCJ02": true}}
	found == {"cn.geo.survey"}
}
