# METADATA
# description: General Data Protection Regulation (EU) 2016/679.
package domicile.law.eu.gdpr

import data.domicile.lib.facts
import data.domicile.lib.regime
import data.domicile.lib.territory
import data.domicile.lib.verdict
import data.domicile.residency
import data.law.consent_age as limits

# GDPR 4(1)
labels contains "eu.pd" if {
	some home in facts.homes
	territory.eea(home)
}

labels contains "eu.pd" if {
	regime.european
	territory.eea(facts.collect)
}

# EDPB 01/2020 2.1.1
labels contains "eu.location_hr" if {
	regime.european
	facts.is.position
}

# GDPR 9(1), C-184/20, C-252/21: bodies and tracks from which it can be inferred
labels contains "eu.art9.candidate" if {
	regime.european
	facts.is.revealing
}

labels contains "eu.art9.candidate" if {
	regime.european
	facts.track
}

# GDPR 9(2)(a)
labels contains "eu.art9.confirmed" if {
	regime.european
	facts.kind == "ai.profile"
}

# GDPR 4(14), 9
labels contains "eu.biometric.voice" if {
	regime.european
	facts.kind == "msg.voice"
	facts.record.speaker_id == true
}

# GDPR 10
labels contains "eu.art10.candidate" if {
	regime.european
	facts.kind == "veh.telemetry"
}

# GDPR 8
labels contains "eu.child" if {
	regime.european
	some subject in facts.subjects
	territory.eea(subject.home)
	subject.age < object.get(limits.EU_member, subject.home, limits.EU_default)
}

# METADATA
# title: The person is told
# custom:
#   id: gdpr_13
#   cite: [GDPR 5(1), GDPR 6, GDPR 13]
#   text:
#     en: The record has a legal basis, a notice under article 13 and the shortest retention.
#     zh: 处理须有合法性基础，依第13条告知，并以最短期限保存。
#     nl: Het record heeft een rechtsgrond, een kennisgeving volgens artikel 13 en de kortste bewaartermijn.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 6, "must": ["BASIS.RECORD", "NOTICE.ART13", "RET"],
}) if {
	residency.region == "NL"
}

# METADATA
# title: Systematic location needs an impact assessment
# custom:
#   id: gdpr_35
#   cite: [GDPR 35, EDPB 01/2020]
#   text:
#     en: Live positions and tracks need a data protection impact assessment.
#     zh: 实时位置和轨迹须进行数据保护影响评估。
#     nl: Live posities en ritten vragen een gegevensbeschermingseffectbeoordeling.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["DPIA.EU"]}) if {
	residency.region == "NL"
	facts.track
}

# METADATA
# title: Position off by default
# custom:
#   id: gdpr_25
#   cite: [GDPR 5(1)(c), GDPR 25, EDPB 01/2020]
#   text:
#     en: Position is off by default and switched on by the user.
#     zh: 位置功能默认关闭，由用户自行开启。
#     nl: Positie staat standaard uit en wordt door de gebruiker aangezet.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["DEFAULT.OFF"]}) if {
	residency.region == "NL"
	facts.is.position
}

# METADATA
# title: Nothing about article 9 is inferred
# custom:
#   id: gdpr_9
#   cite: [GDPR 9(1)]
#   text:
#     en: Bodies and tracks can reveal special categories; nothing is inferred from them.
#     zh: 内容与轨迹可能透露特殊类别数据，不得据此作任何推断。
#     nl: Inhoud en ritten kunnen bijzondere categorieën verraden; er wordt niets uit afgeleid.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["NO_INFERENCE"]}) if {
	residency.region == "NL"
	"eu.art9.candidate" in labels
}
