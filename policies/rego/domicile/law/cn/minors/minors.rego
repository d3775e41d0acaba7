# METADATA
# description: Regulations on the Protection of Minors in Cyberspace.
package domicile.law.cn.minors

import data.domicile.lib.facts
import data.domicile.lib.regime
import data.domicile.lib.verdict
import data.domicile.residency
import data.law.consent_age as limits

# Minors Net Regs 31-38
labels contains "cn.minor18" if {
	regime.mainland
	facts.younger_than(limits.CN.minor_below)
}

# METADATA
# title: Minors under 18
# custom:
#   id: minors_36
#   cite: [Minors Net Regs 31, Minors Net Regs 36, Minors Net Regs 37]
#   text:
#     en: Records of minors are read by staff only with approval and are audited every year.
#     zh: 工作人员访问未成年人信息须经审批，并每年进行合规审计。
#     nl: Medewerkers zien gegevens van minderjarigen alleen met goedkeuring; er is een jaarlijkse audit.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 6, "must": ["ACCESS.APPROVAL", "MINOR.AUDIT"],
}) if {
	residency.region == "CN"
	"cn.minor18" in labels
}

# METADATA
# title: Children under 14
# custom:
#   id: pipl_31
#   cite: [PIPL 31, Minors Net Regs 31]
#   text:
#     en: A child's records follow special rules and rest on the consent of a guardian.
#     zh: 不满十四周岁未成年人的信息适用专门的处理规则，并以监护人同意为基础。
#     nl: Voor gegevens van een kind gelden bijzondere regels en de toestemming van een voogd.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 6, "must": ["CONSENT.GUARD", "MINOR.RULES"],
}) if {
	residency.region == "CN"
	facts.younger_than(limits.CN.guardian_below)
}

# METADATA
# title: No live sharing by minors without asking
# custom:
#   id: minors_live
#   cite: [Minors Net Regs 32-38]
#   text:
#     en: A minor's position is not shared live by default.
#     zh: 默认不实时共享未成年人的位置。
#     nl: De positie van een minderjarige wordt niet standaard live gedeeld.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["DEFAULT.OFF"]}) if {
	residency.region == "CN"
	"cn.minor18" in labels
	facts.is.position
}
