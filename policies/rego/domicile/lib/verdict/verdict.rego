# METADATA
# description: |
#   The one shape in which a law speaks (a finding) and the one way in which findings become an answer.
#   A finding says by whose METADATA it speaks, at which step of LAW 2.1 (`stage`), and what follows: `effect`,
#   `region`, `need`, `must` (obligations), `counsel`.
package domicile.lib.verdict

finding(meta, says) := object.union(
	{"rule": meta.custom.id, "cite": meta.custom.cite, "text": meta.custom.text},
	says,
)

# In one step a refusal outranks a hold, and a hold a question to counsel.
severity := {"DENY": 0, "QUARANTINE": 1, "REFER": 2}

rank(finding) := (10 * finding.stage) + severity[finding.effect]

# Whatever speaks against the deed.
stops(findings) := [finding | some finding in findings; severity[finding.effect] >= 0]

# The stops that decide: the earliest step, and in it the most severe.
deciding(findings) := [stop |
	stopping := stops(findings)
	first := min([rank(stop) | some stop in stopping])
	some stop in stopping
	rank(stop) == first
]

permits(findings) := [finding | some finding in findings; finding.effect == "ALLOW"]

obligations(findings) := {duty | some finding in findings; some duty in finding.must}

# Findings in the order of evaluation, as the caller sees them.
reasons(findings) := [{"rule": finding.rule, "cite": finding.cite, "text": finding.text} |
	some key in sort([[finding.stage, finding.rule, at] | some at, finding in findings])
	finding := findings[key[2]]
]

# The answer where nothing stops the deed and something permits it.
allow(findings, more) := object.union(
	{
		"effect": "ALLOW",
		"obligations": sort(obligations(findings) | flag(findings)),
		"labels": [],
		"counsel": flagged(findings),
		"reasons": reasons(findings),
	},
	object.union(first_need(permits(findings)), more),
) if {
	count(permits(findings)) > 0
}

allow(findings, more) := refuse([silence], [silence], object.filter(more, ["labels"])) if {
	count(permits(findings)) == 0
}

# The answer of those that decide against the deed, with all that speaks against it as reasons.
refuse(findings, stopping, more) := object.union_n([
	{
		"effect": stopping[0].effect,
		"obligations": sort(obligations(stopping) | flag(stopping)),
		"labels": [],
		"counsel": flagged(stopping),
		"reasons": reasons(stops(findings)),
	},
	first_need(stopping),
	more,
])

first_need(findings) := {"need": need |
	some need in array.slice(sort([finding.need | some finding in findings]), 0, 1)
}

# The answer to a question, from all that the laws find about it.
answer(findings, more) := allow(findings, more) if count(deciding(findings)) == 0

answer(findings, more) := refuse(findings, deciding(findings), more) if count(deciding(findings)) != 0

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
