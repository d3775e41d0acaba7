# METADATA
# description: Personal Information Protection Law of the People's Republic of China.
package domicile.law.cn.pipl

import data.domicile.lib.facts
import data.domicile.lib.regime
import data.domicile.lib.verdict
import data.domicile.residency
import data.law.consent_age as limits
import data.switches

# PIPL 3, 4, 73
labels contains "cn.pi" if {
	regime.mainland
	facts.kind
}

# PIPL 28, NDSMR 22(2), GB/T 45574 6.6
labels contains "cn.spi.track" if {
	regime.mainland
	facts.track
}

# TC260-PG-20244A, GB/T 45574 annex A
labels contains "cn.spi.precise" if {
	regime.mainland
	facts.precise
	not facts.is_aggregate
}

# TC260-PG-20244A: from IP, cell or city, or on a grid of 3 km
labels contains "cn.loc.coarse" if {
	regime.mainland
	facts.coarse
}

# PIPL 28, 31: everything about a child under 14
labels contains "cn.spi.minor14" if {
	regime.mainland
	facts.younger_than(limits.CN.guardian_below)
}

# GB/T 35273 annex B; counsel's switch 2
labels contains "cn.msg.body.spi" if {
	regime.mainland
	switches["cn.msg_body_counts_as_spi"]
	facts.is.body
	facts.given.purpose != "deliver_message"
}

# NDSMR 29, 37, 62(4)
labels contains "cn.important.notified" if facts.given.important_notified == true

# DSL 21
labels contains "cn.core" if facts.given.core == true

sensitive if count(labels & {"cn.spi.track", "cn.spi.precise", "cn.spi.minor14", "cn.msg.body.spi"}) > 0

# METADATA
# title: Core data is not taken
# custom:
#   id: dsl_21
#   cite: [DSL 21, DSL 45, NDSMR 63]
#   text:
#     en: Core data of the state is refused.
#     zh: 国家核心数据一律拒绝。
#     nl: Kerngegevens van de staat worden geweigerd.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 2, "effect": "DENY", "need": "PROHIBITED"}) if {
	"cn.core" in labels
}

# METADATA
# title: Sensitive personal information
# custom:
#   id: pipl_28
#   cite: [PIPL 28-30, PIPL 55(1), NDSMR 22(2)]
#   text:
#     en: Sensitive personal information needs separate consent, a notice of necessity and impact, and an impact assessment.
#     zh: 处理敏感个人信息须取得单独同意，告知必要性及影响，并进行个人信息保护影响评估。
#     nl: Gevoelige persoonsgegevens vragen aparte toestemming, een kennisgeving van noodzaak en gevolgen, en een effectbeoordeling.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 6, "must": ["CONSENT.SEP", "NOTICE.SPI", "PIA.CN"],
}) if {
	residency.region == "CN"
	sensitive
}

# METADATA
# title: Other personal information
# custom:
#   id: pipl_13
#   cite: [PIPL 13, PIPL 17]
#   text:
#     en: The record needs a legal basis, consent or contract, that is kept with it.
#     zh: 处理该记录须有同意或合同等合法性基础，并予以留存。
#     nl: Het record heeft een rechtsgrond nodig, toestemming of overeenkomst, die erbij wordt bewaard.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["BASIS.RECORD"]}) if {
	residency.region == "CN"
	not sensitive
}

# METADATA
# title: Shortest necessary retention
# custom:
#   id: pipl_19
#   cite: [PIPL 19, PIPL 47]
#   text:
#     en: The record is kept for the shortest time necessary and then erased.
#     zh: 记录仅在必要的最短期限内保存，期满删除。
#     nl: Het record wordt zo kort mogelijk bewaard en daarna gewist.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["RET"]}) if residency.region == "CN"
