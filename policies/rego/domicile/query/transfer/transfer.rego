# METADATA
# description: The query `transfer` - whether a stored record may go to another country, and on what ground.
package domicile.query.transfer

import data.domicile.completeness
import data.domicile.law.age
import data.domicile.law.cn.outbound
import data.domicile.law.eu.transfers as european
import data.domicile.law.other
import data.domicile.law.purpose
import data.domicile.law.sg.transfers as singaporean
import data.domicile.law.us.dsp
import data.domicile.lib.facts
import data.domicile.lib.labels
import data.domicile.lib.verdict

findings := [finding |
	some law in [
		completeness.record, age.findings, said, outbound.findings, european.findings, singaporean.findings,
		dsp.findings, other.findings, purpose.findings,
	]
	some finding in law
]

decision := verdict.answer(findings, {"labels": sort(labels.all)})

# METADATA
# title: The way is unknown
# custom:
#   id: ROUTE.UNKNOWN
#   cite: [PIPL 38, GDPR 44, PDPA 26]
#   text:
#     en: It is not known from where to where the record is to go.
#     zh: 记录的出发地或目的地未知。
#     nl: Het is niet bekend van waar naar waar het record moet gaan.
said contains verdict.finding(rego.metadata.rule(), {"stage": 0, "effect": "DENY"}) if not routed

routed if {
	facts.origin
	facts.target
}

# METADATA
# title: C0, E0 No border is crossed
# custom:
#   id: ROUTE.DOMESTIC
#   cite: [PIPL 38, GDPR 44, PDPA 26]
#   text:
#     en: The record stays under the law of its store; this is no transfer abroad.
#     zh: 记录仍处于其存储地法律之下，不构成出境。
#     nl: Het record blijft onder het recht van zijn opslag; dit is geen doorgifte naar het buitenland.
said contains verdict.finding(rego.metadata.rule(), {
	"stage": 4, "effect": "ALLOW", "need": "NONE", "must": ["ACCESS.LOG"],
}) if {
	facts.domestic
}

# METADATA
# title: H16 Licensed lines
# custom:
#   id: telecom_64
#   cite: [Telecom Regs 64]
#   text:
#     en: What crosses the border of the mainland, to Hong Kong, Macao and Taiwan too, runs over a licensed line, as the tenant attests.
#     zh: 跨境（含港澳台）通信须经依法批准的国际通信出入口专线，由租户声明。
#     nl: Wat de grens van het vasteland passeert, ook naar Hongkong, Macau en Taiwan, loopt over een vergunde lijn; de klant verklaart dat.
said contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["LINE.LICENSED"]}) if {
	facts.abroad
	"CN" in {facts.origin, facts.target}
}

# METADATA
# title: No transfer without a purpose
# custom:
#   id: ROUTE.PURPOSE
#   cite: [PIPL 6, GDPR 5(1)(b), PDPA 18]
#   text:
#     en: A record does not move without a known purpose.
#     zh: 未注明已知目的，记录不得转移。
#     nl: Een record gaat niet weg zonder bekend doel.
said contains verdict.finding(rego.metadata.rule(), {"stage": 5, "effect": "DENY", "need": "PURPOSE"}) if {
	not purpose.purpose
}
