# METADATA
# description: LAW 2.6 - what a record may be used for, by the store that holds it.
package domicile.law.purpose

import data.domicile.law.cn.auto
import data.domicile.law.cn.pipl
import data.domicile.lib.facts
import data.domicile.lib.regime
import data.domicile.lib.verdict
import data.law.cn_automotive as limits
import data.law.purposes

secondary := {purpose | some purpose in limits.spi_purposes_forbidden}

purpose := facts.given.purpose if purposes[facts.given.purpose]

refuse(meta) := verdict.finding(meta, {"stage": 5, "effect": "DENY", "need": "PURPOSE"})

oblige(meta, must) := verdict.finding(meta, {"stage": 5, "must": must})

# METADATA
# title: Sensitive data of the car serves the drive alone
# custom:
#   id: gbt_41871
#   cite: [GB/T 41871-2022, Auto Prov. 9, PIPL 6]
#   text:
#     en: Sensitive data from the car may not be used for analytics, product improvement, research or user experience.
#     zh: 车内敏感个人信息不得用于分析、产品改进、研发或改善用户体验。
#     nl: Gevoelige gegevens uit de auto mogen niet dienen voor analyse, productverbetering, onderzoek of gebruikservaring.
findings contains refuse(rego.metadata.rule()) if {
	regime.store == "CN"
	facts.in_car
	purpose in secondary
	sensitive
	not facts.is_aggregate
}

sensitive if pipl.sensitive

sensitive if "cn.auto.spi" in auto.labels

# METADATA
# title: Aggregates only
# custom:
#   id: gdpr_5_1_b
#   cite: [GDPR 5(1)(b), GDPR 6(4), GDPR 9]
#   text:
#     en: In Europe only aggregates may be analysed, never messages or tracks of a person.
#     zh: 在欧洲仅可分析聚合数据，不得分析个人的消息或轨迹。
#     nl: In Europa mogen alleen aggregaten worden geanalyseerd, nooit berichten of ritten van een persoon.
findings contains refuse(rego.metadata.rule()) if {
	regime.store == "NL"
	purpose in secondary
	not facts.is_aggregate
}

# METADATA
# title: No marketing with positions and messages
# custom:
#   id: gdpr_21
#   cite: [GDPR 6, GDPR 21, ePD 5(1), ePD 9]
#   text:
#     en: In Europe positions and messages are not used for marketing.
#     zh: 在欧洲不得将位置和消息用于营销。
#     nl: In Europa worden posities en berichten niet voor marketing gebruikt.
findings contains refuse(rego.metadata.rule()) if {
	regime.store == "NL"
	purpose == "marketing"
	position_or_message
}

position_or_message if facts.is.position

position_or_message if facts.is.message

# METADATA
# title: Recommendations need explicit consent in Europe
# custom:
#   id: gdpr_22
#   cite: [GDPR 9(2)(a), GDPR 22]
#   text:
#     en: A recommendation by AI needs the person's explicit consent.
#     zh: 人工智能推荐须取得个人的明示同意。
#     nl: Een aanbeveling door AI vraagt de uitdrukkelijke toestemming van de persoon.
findings contains refuse(rego.metadata.rule()) if {
	regime.store == "NL"
	purpose == "ai_recommend"
	not "CONSENT.EXPLICIT" in facts.consents
}

# METADATA
# title: Other uses need consent of their own
# custom:
#   id: pipl_14
#   cite: [PIPL 14, PDPA 13, PDPA 17]
#   text:
#     en: Use for analysis or marketing needs a consent of its own.
#     zh: 用于分析或营销须另行取得同意。
#     nl: Gebruik voor analyse of marketing vraagt een eigen toestemming.
findings contains oblige(rego.metadata.rule(), ["CONSENT.PURPOSE"]) if {
	regime.store in {"CN", "SG"}
	purpose in (secondary | {"marketing"})
}

# METADATA
# title: Recommendations can be refused
# custom:
#   id: pipl_24
#   cite: [PIPL 24, PIPL 55(2), NDSMR 42]
#   text:
#     en: Recommendations come with an option that is not personal, an easy refusal and an impact assessment.
#     zh: 自动化推荐须提供非个性化选项和便捷的拒绝方式，并进行影响评估。
#     nl: Aanbevelingen komen met een niet-persoonlijke keuze, een eenvoudige weigering en een effectbeoordeling.
findings contains oblige(rego.metadata.rule(), ["AI.OPTOUT", "PIA.CN"]) if {
	regime.store == "CN"
	purpose == "ai_recommend"
}

# METADATA
# title: Recommendations in Singapore
# custom:
#   id: pdpa_14
#   cite: [PDPA 14, PDPA 18]
#   text:
#     en: A recommendation by AI needs consent to that purpose.
#     zh: 人工智能推荐须就该目的取得同意。
#     nl: Een aanbeveling door AI vraagt toestemming voor dat doel.
findings contains oblige(rego.metadata.rule(), ["CONSENT.PURPOSE"]) if {
	regime.store == "SG"
	purpose == "ai_recommend"
}

# METADATA
# title: Live sharing ends
# custom:
#   id: live_share
#   cite: [PIPL 29, ePD 9, PDPA 13]
#   text:
#     en: A live share needs the person's consent each time and has an end.
#     zh: 每次实时共享均须取得个人同意，并设定结束时间。
#     nl: Live delen vraagt elke keer toestemming en heeft een einde.
findings contains oblige(rego.metadata.rule(), ["CONSENT.SHARE", "LIVE.END"]) if purpose == "live_share"

# METADATA
# title: Emergencies are told afterwards
# custom:
#   id: pipl_18
#   cite: [PIPL 13(4), PIPL 18, GDPR 6(1)(d), PDPA First Sch.]
#   text:
#     en: In an emergency the record may be used at once; the person is told afterwards.
#     zh: 紧急情况下可立即使用该记录，事后告知个人。
#     nl: In een noodgeval mag het record meteen worden gebruikt; de persoon hoort het achteraf.
findings contains oblige(rego.metadata.rule(), ["TELL.AFTER"]) if purpose == "emergency"

# METADATA
# title: Mainland backups stay in the mainland
# custom:
#   id: backup_cn
#   cite: [PIPL 40, CSL(2025) 23, NDSMR 9]
#   text:
#     en: The second site of a mainland backup is in the mainland.
#     zh: 大陆数据的备份站点须设于中国大陆境内。
#     nl: De tweede plaats van een reservekopie van het vasteland ligt op het vasteland.
findings contains refuse(rego.metadata.rule()) if {
	regime.store == "CN"
	purpose == "backup"
	facts.abroad
}

# METADATA
# title: Nothing is recommended from chat
# custom:
#   id: gdpr_9_infer
#   cite: [GDPR 9(1), ePD 5(1)]
#   text:
#     en: In Europe nothing is inferred from messages, whatever the person agreed to.
#     zh: 在欧洲，无论个人是否同意，均不得从消息中作推断。
#     nl: In Europa wordt uit berichten niets afgeleid, waarmee iemand ook instemde.
findings contains refuse(rego.metadata.rule()) if {
	regime.store == "NL"
	purpose == "ai_recommend"
	facts.is.conversation
}
