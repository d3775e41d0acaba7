# METADATA
# description: Duties of large processors and of holders of important data - PIPL 52, 54 and 58, NDSMR 28 to 33.
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

# METADATA
# title: The duties of the largest platforms
# custom:
#   id: pipl_58
#   cite: [PIPL 58, NDSMR 62(8)]
#   text:
#     en: From 50,000,000 registered persons the tenant owes the duties of a large platform.
#     zh: 注册用户5000万以上的大型网络平台须履行相应的平台义务。
#     nl: Vanaf 50.000.000 ingeschreven personen gelden de plichten van een groot platform.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["PLATFORM.DUTIES"]}) if {
	persons >= limits.large_platform_registered_from
}

# METADATA
# title: Important data that an authority named
# custom:
#   id: ndsmr_33
#   cite: [NDSMR 29, NDSMR 30, NDSMR 33]
#   text:
#     en: Who holds important data that an authority notified or published assesses the risk every year and reports it.
#     zh: 处理经告知或公布的重要数据的，应每年开展风险评估并报送报告。
#     nl: Wie belangrijke gegevens houdt die een autoriteit heeft aangewezen, beoordeelt elk jaar het risico en meldt het.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["IMPORTANT.DUTIES", "RISK.REPORT"]}) if {
	residency.region == "CN"
	facts.given.important_notified == true
}
