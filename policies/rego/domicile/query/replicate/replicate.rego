# METADATA
# description: |
#   The query `replicate` - whether a copy, encrypted or not, may rest at another site. Ciphertext is still personal data
#   (PIPL 4, 73; GDPR 4), so the laws of transfer decide; Europe also asks where the keys are.
package domicile.query.replicate

import data.domicile.lib.facts
import data.domicile.lib.labels
import data.domicile.lib.territory
import data.domicile.lib.verdict
import data.domicile.query.transfer

backup := {"query": "transfer", "facts": object.union(facts.given, {"purpose": "backup", "user_initiated": false})}

going := found if found := transfer.findings with input as backup

findings := array.concat(going, [finding | some finding in said])

decision := verdict.answer(findings, {"labels": sort(borne)})

borne := found if found := labels.all with input as backup

# METADATA
# title: E6 Keys stay in the EEA
# custom:
#   id: E6
#   cite: [GDPR 46, EDPB Rec 01/2020]
#   text:
#     en: A backup outside the EEA is ciphertext whose keys exist in the EEA only.
#     zh: 欧洲经济区以外的备份须为密文，且密钥仅存于欧洲经济区内。
#     nl: Een reservekopie buiten de EER is versleuteld met sleutels die alleen in de EER bestaan.
said contains verdict.finding(rego.metadata.rule(), {"stage": 4, "effect": "DENY", "need": "KEYS.EEA"}) if {
	facts.origin == "NL"
	facts.abroad
	not keys_at_home
}

keys_at_home if {
	count(facts.given.keys_in) > 0
	every place in facts.given.keys_in {
		territory.eea(place)
	}
}

# METADATA
# title: E6 A backup under European keys
# custom:
#   id: E6.OK
#   cite: [EDPB Rec 01/2020]
#   text:
#     en: The copy is ciphertext; nobody at the other site can open it.
#     zh: 副本为密文，备份地任何人均无法解密。
#     nl: De kopie is versleuteld; niemand op de andere plaats kan haar openen.
said contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["ENC.AES", "KEY.LOCAL"]}) if {
	facts.origin == "NL"
	facts.abroad
	keys_at_home
}
