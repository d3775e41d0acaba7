# METADATA
# description: |
#   Refuses rules that speak without saying by what right. Input: `inspect`, what `opa inspect -a` says of `rego/`, and
#   `modules`, what `opa parse --json-include locations` says of each file.
package checks

# A rule that takes its id, citation and text from METADATA, by its place.
speaking contains {"file": head.location.file, "row": head.location.row} if {
	some module in input.modules
	some rule in module.rules
	head := rule.head
	walk(rule, [_, node])
	node.type == "ref"
	[part.value | some part in node.value] == ["rego", "metadata", "rule"]
}

annotated[place] contains annotation.annotations if {
	some annotation in input.inspect.annotations
	place := {"file": annotation.location.file, "row": annotation.location.row}
}

complaints contains {"rule": place, "lacks": "METADATA"} if {
	some place in speaking
	not annotated[place]
}

complaints contains {"rule": place, "lacks": part} if {
	some place in speaking
	some annotation in annotated[place]
	some part in lacking(annotation)
}

complaints contains {"rule": place, "lacks": "an id of its own"} if {
	some place in speaking
	some annotation in annotated[place]
	some other in speaking
	other != place
	some twin in annotated[other]
	twin.custom.id == annotation.custom.id
}

# Where nothing speaks, the check itself is broken.
complaints contains {"lacks": "rules"} if count(speaking) == 0

lacking(annotation) := {part |
	some part, present in {
		"title": is_text(object.get(annotation, "title", "")),
		"custom.id": is_text(object.get(annotation, ["custom", "id"], "")),
		"custom.cite": is_list(object.get(annotation, ["custom", "cite"], [])),
		"custom.text.en": is_text(object.get(annotation, ["custom", "text", "en"], "")),
		"custom.text.zh": is_text(object.get(annotation, ["custom", "text", "zh"], "")),
		"custom.text.nl": is_text(object.get(annotation, ["custom", "text", "nl"], "")),
	}
	not present
}

is_text(value) := is_string(value) if {
	count(value) > 0
} else := false

is_list(value) if {
	count(value) > 0
	every item in value {
		is_text(item)
	}
} else := false
