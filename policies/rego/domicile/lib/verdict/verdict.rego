# METADATA
# description: |
#   The one shape in which a law speaks (a finding) and the one way in which findings become an answer.
#   A finding says by whose METADATA it speaks, at which step of LAW 2.1 (`stage`), and what follows: `effect`,
#   `region`, `need`, `must` (obligations), `labels`, `counsel`.
package domicile.lib.verdict

finding(meta, says) := object.union(
	{"rule": meta.custom.id, "cite": meta.custom.cite, "text": meta.custom.text},
	says,
)

# In one step a refusal outranks a hold, and a hold a question to counsel.
severity := {"DENY": 0, "QUARANTINE": 1, "REFER": 2}

rank(finding) := (10 * finding.stage) + severity[finding.effect]

# Whatever speaks against the deed.
stops(findings) := {finding | some finding in findings; severity[finding.effect] >= 0}

# The stops that decide: the earliest step, and in it the most severe.
deciding(findings) := {finding |
	stopping := stops(findings)
	first := min({rank(stop) | some stop in stopping})
	some finding in stopping
	rank(finding) == first
}

permits(findings) := {finding | some finding in findings; finding.effect == "ALLOW"}

obligations(findings) := {duty | some finding in findings; some duty in finding.must}

labels(findings) := {label | some finding in findings; some label in finding.labels}

needs(findings) := sort([finding.need | some finding in findings])

# Findings in the order of evaluation, as the caller sees them; what only labels is no reason.
reasons(findings) := [{"rule": rule, "cite": finding.cite, "text": finding.text} |
	ordered := sort([[finding.stage, finding.rule] | some finding in findings; speaks(finding)])
	some [stage, rule] in ordered
	some finding in findings
	finding.rule == rule
	finding.stage == stage
]

speaks(finding) if finding.effect

speaks(finding) if finding.must

# The answer where nothing stops the deed and something permits it.
allow(findings, more) := object.union(
	{
		"effect": "ALLOW",
		"obligations": sort(obligations(findings) | flag(findings)),
		"labels": sort(labels(findings)),
		"counsel": flagged(findings),
		"reasons": reasons(findings),
	},
	more,
) if {
	count(permits(findings)) > 0
}

allow(findings, _) := refuse({silence}, {silence}) if count(permits(findings)) == 0

# The answer of those that decide against the deed, with all that speaks against it as reasons.
refuse(findings, stopping) := object.union(
	{
		"effect": [finding.effect | some finding in stopping][0],
		"obligations": sort(obligations(stopping)),
		"labels": sort(labels(findings)),
		"counsel": flagged(stopping),
		"reasons": reasons(stops(findings)),
	},
	{"need": need | some need in array.slice(needs(stopping), 0, 1)},
)

flag(findings) := {"COUNSEL" | flagged(findings)}

flagged(findings) := count([finding | some finding in findings; finding.counsel]) > 0

# METADATA
# title: Nothing is allowed that no rule allows
# custom:
#   id: DEFAULT.DENY
#   cite: [GDPR 5(2), PIPL 9]
#   text:
#     en: No rule of the law allows this.
#     zh: 没有任何规则允许此操作。
#     nl: Geen enkele regel staat dit toe.
silence := finding(rego.metadata.rule(), {"stage": 7, "effect": "DENY"})
