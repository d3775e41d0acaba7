# METADATA
# description: |
#   The query `replicate` - whether a copy, encrypted or not, may rest at another site. Ciphertext is still personal data
#   (PIPL 4, 73; GDPR 4), so the laws of transfer decide, for the purpose `backup`.
package domicile.query.replicate

import data.domicile.lib.facts
import data.domicile.lib.labels
import data.domicile.lib.verdict
import data.domicile.query.transfer

backup := {"query": "transfer", "facts": object.union(facts.given, {"purpose": "backup", "user_initiated": false})}

findings := found if found := transfer.findings with input as backup

decision := verdict.answer(findings, {"labels": sort(borne)})

borne := found if found := labels.all with input as backup
