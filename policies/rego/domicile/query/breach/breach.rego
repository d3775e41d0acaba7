# METADATA
# description: |
#   The query `breach` - who must be told, and in how many hours (LAW 3.1). Facts: `region`, the store; `affected`, persons;
#   `risk` (`none`, `low`, `high`); `significant_harm`; `harm_avoided`; `unintelligible` (the keys were safe); `minors`;
#   `tenant.ciio`. What is not known counts against us.
package domicile.query.breach

import data.domicile.lib.facts
import data.domicile.lib.verdict
import data.law.breach as limits
import data.switches

region := facts.given.region if facts.given.region in {"CN", "NL", "SG"}

affected := facts.given.affected if is_number(facts.given.affected)

unlikely if facts.given.risk == "none"

decision := verdict.answer([finding | some finding in findings], object.union(
	{"notices": {"authority": told_authority, "controller": true, "guardian": told_guardian, "subjects": told_subjects}},
	{"deadline_h": hours | hours := deadline},
))

default told_authority := false

told_authority if region == "CN"

told_authority if {
	region == "NL"
	not unlikely
}

told_authority if {
	region == "SG"
	notifiable
}

default told_subjects := false

told_subjects if {
	region == "CN"
	not facts.given.harm_avoided
}

told_subjects if {
	region == "NL"
	not tolerable
	not facts.given.unintelligible
}

told_subjects if {
	region == "SG"
	harmful
	not facts.given.unintelligible
}

tolerable if facts.given.risk in {"none", "low"}

default told_guardian := false

told_guardian if {
	told_subjects
	facts.given.minors == true
}

notifiable if harmful

notifiable if not small

small if affected < limits.pdpa_trigger

harmful if facts.given.significant_harm == true

larger if not smaller

smaller if affected < limits.cn_larger_from

deadline := limits.cn_cii if {
	region == "CN"
	larger
	facts.tenant.ciio == true
}

deadline := limits.cn_other if {
	region == "CN"
	larger
	not facts.tenant.ciio
}

deadline := 0 if {
	region == "CN"
	smaller
}

deadline := european if {
	region == "NL"
	not unlikely
}

european := limits.gdpr33 if not switches["eu.omnibus_96h"]

european := limits.omnibus if switches["eu.omnibus_96h"]

deadline := 24 * limits.pdpa26d_days if {
	region == "SG"
	notifiable
}

tell(meta, must) := verdict.finding(meta, {"stage": 6, "effect": "ALLOW", "must": must})

# METADATA
# title: Breaches in the mainland store
# custom:
#   id: BREACH.CN
#   cite: [PIPL 57, DSL 29, CSL(2025) 44, CN Incident Reporting Measures 4]
#   text:
#     en: The authority is told at once, from the class larger within four hours, for critical infrastructure within one; subjects too unless harm was avoided.
#     zh: 应立即通知主管部门；较大以上事件四小时内报告，关键信息基础设施一小时内报告；未能有效避免危害的还应通知个人。
#     nl: De autoriteit hoort het meteen, bij grotere incidenten binnen vier uur, bij vitale infrastructuur binnen één; betrokkenen ook, tenzij schade is voorkomen.
findings contains tell(rego.metadata.rule(), ["BREACH.RECORD", "NOTICE.CONTROLLER"]) if region == "CN"

# The class of an incident by persons; an unknown number is the highest.
default class := "INCIDENT.EXTREME"

class := "INCIDENT.LARGER" if affected < limits.cn_major_from

class := "INCIDENT.MAJOR" if {
	affected >= limits.cn_major_from
	affected < limits.cn_extreme_from
}

# METADATA
# title: Larger incidents in the mainland
# custom:
#   id: BREACH.CN.CLASS
#   cite: [CN Incident Reporting Measures]
#   text:
#     en: From 1,000,000 persons the incident is of the class larger, from 10,000,000 major, from 100,000,000 extreme; its closing summary follows within 30 days.
#     zh: 涉及100万人以上为较大事件，1000万人以上为重大事件，1亿人以上为特别重大事件；处置结束后30日内提交总结报告。
#     nl: Vanaf 1.000.000 personen is het incident groter, vanaf 10.000.000 ernstig, vanaf 100.000.000 uiterst ernstig; het slotverslag volgt binnen 30 dagen.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": [class, "INCIDENT.SUMMARY.30D"]}) if {
	region == "CN"
	larger
}

# METADATA
# title: Breaches in the European store
# custom:
#   id: BREACH.NL
#   cite: [GDPR 33, GDPR 34]
#   text:
#     en: The supervisory authority is told within 72 hours unless risk is unlikely, the subjects where the risk is high and the data was readable.
#     zh: 除非不太可能造成风险，应在72小时内通知监管机构；高风险且数据可读的，还应通知数据主体。
#     nl: De toezichthouder hoort het binnen 72 uur tenzij een risico onwaarschijnlijk is, de betrokkenen bij een hoog risico en leesbare gegevens.
findings contains tell(rego.metadata.rule(), ["BREACH.RECORD", "NOTICE.CONTROLLER"]) if region == "NL"

# METADATA
# title: Warning clocks of communications providers
# custom:
#   id: BREACH.NL.COMMS
#   cite: [Reg 611/2013, NIS2 23]
#   text:
#     en: A messaging provider may owe a first report within 24 hours; counsel decides.
#     zh: 通信服务提供者可能须在24小时内作首次报告，由法律顾问决定。
#     nl: Een berichtendienst is mogelijk binnen 24 uur een eerste melding schuldig; de jurist beslist.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["WARN.24H"], "counsel": true}) if {
	region == "NL"
	true in {switches["eu.reg611_24h"], switches["eu.nis2_provider"]}
}

# METADATA
# title: Breaches in the Singapore store
# custom:
#   id: BREACH.SG
#   cite: [PDPA 26B, PDPA 26C, PDPA 26D]
#   text:
#     en: The commission is told within three calendar days of the assessment from 500 persons on or where significant harm is likely, the persons where it is and the data was readable.
#     zh: 涉及500人以上或可能造成重大伤害的，应在评估后三个日历日内通知委员会；可能造成重大伤害且数据可读的，还应通知个人。
#     nl: De commissie hoort het binnen drie kalenderdagen na de beoordeling vanaf 500 personen of bij aanzienlijke schade, de personen bij schade en leesbare gegevens.
findings contains tell(rego.metadata.rule(), ["BREACH.ASSESS.30D", "BREACH.RECORD", "NOTICE.CONTROLLER"]) if region == "SG"

# METADATA
# title: Guardians of minors
# custom:
#   id: BREACH.MINORS
#   cite: [Minors Net Regs 35]
#   text:
#     en: Where minors are among the subjects, their guardians are told too.
#     zh: 涉及未成年人的，还应通知其监护人。
#     nl: Zijn er minderjarigen bij, dan horen ook hun voogden het.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["NOTICE.GUARDIAN"]}) if told_guardian

# METADATA
# title: The store is unknown
# custom:
#   id: BREACH.UNKNOWN
#   cite: [GDPR 33, PIPL 57, PDPA 26C]
#   text:
#     en: It is not known which store was breached.
#     zh: 发生泄露的存储区域未知。
#     nl: Het is niet bekend in welke opslag het lek was.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 0, "effect": "DENY"}) if not region
