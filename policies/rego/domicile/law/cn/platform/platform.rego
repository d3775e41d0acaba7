# METADATA
# description: Duties that grow with the number of persons - PIPL 52 and 54, NDSMR 28.
package domicile.law.cn.platform

import data.domicile.lib.facts
import data.domicile.lib.verdict
import data.domicile.residency
import data.law.cn_platform as limits

persons := facts.given.volume.total if {
	residency.region == "CN"
	is_number(facts.given.volume.total)
}

# METADATA
# title: A responsible officer
# custom:
#   id: pipl_52
#   cite: [PIPL 52]
#   text:
#     en: From 1,000,000 persons the tenant appoints an officer for personal information and files the name.
#     zh: 处理个人信息达到100万人以上的，应指定个人信息保护负责人并报送。
#     nl: Vanaf 1.000.000 personen stelt de klant een functionaris voor persoonsgegevens aan en meldt de naam.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["PI.OFFICER"]}) if {
	persons >= limits.pi_officer_from
}

# METADATA
# title: Audits and the duties for important data
# custom:
#   id: ndsmr_28
#   cite: [NDSMR 28, NDSMR 30, NDSMR 32, PIPL 54]
#   text:
#     en: From 10,000,000 persons the tenant is audited every two years and owes what holders of important data owe.
#     zh: 处理1000万人以上个人信息的，每两年进行合规审计，并履行重要数据处理者的义务。
#     nl: Vanaf 10.000.000 personen volgt elke twee jaar een audit en gelden de plichten voor belangrijke gegevens.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["AUDIT.2Y", "IMPORTANT.DUTIES"]}) if {
	persons >= limits.important_processor_duties_from
}
