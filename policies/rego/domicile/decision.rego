# METADATA
# title: Domicile
# description: |
#   The law's answer to one question, `{"query": …, "facts": {…}}`. What no rule allows is refused, and what no rule
#   knows is refused.
# scope: subpackages
# schemas:
#   - input: schema.input
package domicile

import data.domicile.lib.verdict
import data.domicile.query.read
import data.domicile.query.store

# METADATA
# title: The answer
# entrypoint: true
default decision := {"effect": "DENY", "obligations": [], "labels": [], "counsel": false, "reasons": []}

decision := answers[input.query]

decision := verdict.refuse(unsupported, unsupported) if count(unsupported) > 0

answers["store"] := store.decision if input.query == "store"

answers["read"] := read.decision if input.query == "read"

answered if answers[input.query]

# METADATA
# title: Unknown queries are refused
# custom:
#   id: QUERY.UNSUPPORTED
#   cite: [GDPR 5(2), PIPL 9]
#   text:
#     en: This question is not one that the policies can answer.
#     zh: 策略无法回答此类查询。
#     nl: Op deze vraag kunnen de regels geen antwoord geven.
unsupported contains verdict.finding(rego.metadata.rule(), {"stage": 7, "effect": "DENY"}) if {
	not answered
}
