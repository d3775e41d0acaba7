# METADATA
# description: Row R20 - below the age of consent nothing is stored without a guardian (LAW 3.1 consent age).
package domicile.law.age

import data.domicile.lib.facts
import data.domicile.lib.territory
import data.domicile.lib.verdict
import data.law.consent_age as limits

refuse(meta) := verdict.finding(meta, {
	"stage": 1, "effect": "DENY", "need": "CONSENT.GUARD", "must": ["CONSENT.GUARD"],
})

unguarded contains subject if {
	some subject in facts.subjects
	not facts.guarded(subject)
}

# METADATA
# title: R20 Children under 14 in the mainland
# custom:
#   id: R20.CN
#   cite: [PIPL 28, PIPL 31, NDSMR 22(3)]
#   text:
#     en: A child under 14 needs the consent of a guardian; nothing is stored without it.
#     zh: 处理不满十四周岁未成年人的个人信息须取得监护人同意，否则不予存储。
#     nl: Voor een kind onder de 14 is toestemming van een voogd nodig; zonder die wordt niets opgeslagen.
findings contains refuse(rego.metadata.rule()) if {
	some child in unguarded
	child.age < limits.CN.guardian_below
	under_pipl(child)
}

under_pipl(child) if child.home == "CN"

under_pipl(_) if facts.mainland

# METADATA
# title: R20 Children below the age of consent in Europe
# custom:
#   id: R20.EU
#   cite: [GDPR 8(1)]
#   text:
#     en: The child is below the age of consent of its country; nothing is stored without a holder of parental responsibility.
#     zh: 该儿童未达所在国的同意年龄，未经监护人同意不予存储。
#     nl: Het kind is jonger dan de toestemmingsleeftijd van zijn land; zonder ouder of voogd wordt niets opgeslagen.
findings contains refuse(rego.metadata.rule()) if {
	some child in unguarded
	some country in european(child)
	child.age < object.get(limits.EU_member, country, limits.EU_default)
}

# The European countries whose age counts: the child's own, and the one in which a European tenant collects.
european(child) := {country | some country in ({child.home} | collecting); protects(country)}

collecting contains facts.collect if territory.region(facts.established) == "NL"

protects(country) if territory.eea(country)

protects("CH")

# METADATA
# title: R20 Children under 13 in the United Kingdom
# custom:
#   id: R20.GB
#   cite: [UK GDPR 8(1), DPA 2018 9]
#   text:
#     en: A child under 13 in the United Kingdom needs a holder of parental responsibility.
#     zh: 英国不满十三周岁的儿童须取得监护人同意。
#     nl: Een kind onder de 13 in het Verenigd Koninkrijk heeft een ouder of voogd nodig.
findings contains refuse(rego.metadata.rule()) if {
	some child in unguarded
	child.home == "GB"
	child.age < limits.GB
}

# METADATA
# title: R20 Children under 13 in Singapore's store
# custom:
#   id: R20.SG
#   cite: [PDPA 13, PDPC children guidelines 2024]
#   text:
#     en: A child under 13 cannot validly consent; nothing is stored without a guardian.
#     zh: 不满十三周岁的儿童不能有效表示同意，未经监护人同意不予存储。
#     nl: Een kind onder de 13 kan niet geldig toestemmen; zonder voogd wordt niets opgeslagen.
findings contains refuse(rego.metadata.rule()) if {
	some child in unguarded
	territory.region(child.home) == "SG"
	child.home != "US"
	child.age < limits.SG.guardian_below
}

# METADATA
# title: R20 Children under 13 in the United States
# custom:
#   id: R20.US
#   cite: [15 USC 6502]
#   text:
#     en: A child under 13 in the United States needs verifiable parental consent.
#     zh: 美国不满十三周岁的儿童须取得可核实的父母同意。
#     nl: Een kind onder de 13 in de Verenigde Staten heeft controleerbare toestemming van een ouder nodig.
findings contains refuse(rego.metadata.rule()) if {
	some child in unguarded
	child.home == "US"
	child.age < limits.US
}
