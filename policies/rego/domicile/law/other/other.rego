# METADATA
# description: |
#   The United Kingdom, Switzerland and Hong Kong - their own names for personal data - and LAW 2.5 S8 to S10, what
#   Hong Kong, Macao and Taiwan ask of a transfer.
package domicile.law.other

import data.domicile.lib.facts
import data.domicile.lib.verdict

names := {"GB": "uk.pd", "CH": "ch.pd", "HK": "hk.pd"}

# UK GDPR 4, FADP 5, PDPO 2
labels contains names[home] if some home in facts.homes

leaving(home) if {
	facts.abroad
	home in facts.homes
	facts.target != home
}

# METADATA
# title: S8 Hong Kong records to the mainland
# custom:
#   id: S8
#   cite: [PDPO DPP 3, PDPO DPP 4, GBA SC guidelines]
#   text:
#     en: A Hong Kong record goes to the mainland by the Greater Bay Area contract or by the person's own message only.
#     zh: 香港记录仅可依大湾区标准合同或因本人发送消息而提供至内地。
#     nl: Een record uit Hongkong gaat alleen met het contract van de Greater Bay Area of als eigen bericht naar het vasteland.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 4, "effect": "DENY", "need": "GBA_SC"}) if {
	leaving("HK")
	facts.target == "CN"
	not facts.delivery
	not facts.held({"GBA_SC"})
}

# METADATA
# title: S8 Hong Kong records by the Greater Bay Area contract
# custom:
#   id: S8.OK
#   cite: [PDPO DPP 3, PDPO DPP 4, GBA SC guidelines]
#   text:
#     en: The Greater Bay Area contract lets a Hong Kong record go to the mainland, and no further.
#     zh: 依大湾区标准合同，香港记录可提供至内地，但不得再转移。
#     nl: Met het contract van de Greater Bay Area mag een record uit Hongkong naar het vasteland, en niet verder.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 4, "effect": "ALLOW", "need": "GBA_SC", "must": ["LOG.TRANSFER", "NO_ONWARD.GBA"],
}) if {
	leaving("HK")
	facts.target == "CN"
	facts.held({"GBA_SC"})
}

# METADATA
# title: S9 Macao records
# custom:
#   id: S9
#   cite: [Macao Law 8/2005 19-20]
#   text:
#     en: A Macao record needs adequacy, notice or authorisation to leave; counsel decides.
#     zh: 澳门记录转移须符合适当保护、通知或许可要求，由法律顾问决定。
#     nl: Een record uit Macau vraagt passendheid, melding of vergunning om weg te gaan; de jurist beslist.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 3, "effect": "REFER", "counsel": true}) if leaving("MO")

# METADATA
# title: S10 Taiwan records and the mainland
# custom:
#   id: S10
#   cite: [TW PDPA 21]
#   text:
#     en: A Taiwan record does not go to the mainland.
#     zh: 台湾记录不得传输至中国大陆。
#     nl: Een record uit Taiwan gaat niet naar het vasteland van China.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 2, "effect": "DENY", "need": "TW21"}) if {
	leaving("TW")
	facts.target == "CN"
}
