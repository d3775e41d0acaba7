package checks_test

import data.checks

module := {"rules": [{
	"head": {"location": {"file": "law.rego", "row": 7}, "key": [{
		"type": "ref",
		"value": [{"value": "rego"}, {"value": "metadata"}, {"value": "rule"}],
	}]},
	"body": [],
}]}

whole := {"title": "t", "custom": {"id": "a_1", "cite": ["A 1"], "text": {"en": "e", "zh": "z", "nl": "n"}}}

annotation(at, content) := {"annotations": content, "location": {"file": "law.rego", "row": at}}

test_whole_metadata_passes if {
	checks.complaints == set() with input as {"modules": [module], "inspect": {"annotations": [annotation(7, whole)]}}
}

test_missing_metadata_is_named if {
	checks.complaints == {{"rule": {"file": "law.rego", "row": 7}, "lacks": "METADATA"}} with input as {
		"modules": [module], "inspect": {"annotations": []},
	}
}

test_missing_parts_are_named[part] if {
	some part, path in {
		"title": "/title", "custom.id": "/custom/id", "custom.cite": "/custom/cite",
		"custom.text.en": "/custom/text/en", "custom.text.zh": "/custom/text/zh", "custom.text.nl": "/custom/text/nl",
	}
	found := checks.complaints with input as {
		"modules": [module], "inspect": {"annotations": [annotation(7, json.remove(whole, [path]))]},
	}
	found == {{"rule": {"file": "law.rego", "row": 7}, "lacks": part}}
}

test_citations_are_texts if {
	found := checks.complaints with input as {
		"modules": [module],
		"inspect": {"annotations": [annotation(7, object.union(whole, {"custom": {"cite": [""]}}))]},
	}
	count(found) == 1
}

test_ids_are_used_once if {
	found := checks.complaints with input as {
		"modules": [module, {"rules": [json.patch(module.rules[0], [{
			"op": "replace", "path": "/head/location/row", "value": 9,
		}])]}],
		"inspect": {"annotations": [annotation(7, whole), annotation(9, whole)]},
	}
	count(found) == 2
}

test_silence_is_no_success if {
	count(checks.complaints) == 1 with input as {"modules": [], "inspect": {"annotations": []}}
}
