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
import data.domicile.query.audit
import data.domicile.query.authority
import data.domicile.query.breach
import data.domicile.query.crypto
import data.domicile.query.due
import data.domicile.query.erase
import data.domicile.query.fanout
import data.domicile.query.read
import data.domicile.query.replicate
import data.domicile.query.store
import data.domicile.query.transfer

# METADATA
# title: The answer
# entrypoint: true
default decision := {"effect": "DENY", "obligations": [], "labels": [], "counsel": false, "reasons": []}

decision := answers[input.query]

decision := verdict.refuse([unsupported], [unsupported], {})

answers["audit"] := audit.decision if input.query == "audit"

answers["authority"] := authority.decision if input.query == "authority"

answers["breach"] := breach.decision if input.query == "breach"

answers["crypto"] := crypto.decision if input.query == "crypto"

answers["due"] := due.decision if input.query == "due"

answers["erase"] := erase.decision if input.query == "erase"

answers["fanout"] := fanout.decision if input.query == "fanout"

answers["read"] := read.decision if input.query == "read"

answers["replicate"] := replicate.decision if input.query == "replicate"

answers["store"] := store.decision if input.query == "store"

answers["transfer"] := transfer.decision if input.query == "transfer"

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
unsupported := verdict.finding(rego.metadata.rule(), {"stage": 7, "effect": "DENY"}) if {
	not answered
}
