# METADATA
# description: Personal Data Protection Act 2012 of Singapore.
package domicile.law.sg.pdpa

import data.domicile.lib.facts
import data.domicile.lib.regime
import data.domicile.lib.verdict
import data.domicile.residency
import data.law.consent_age as limits

# PDPA 2
labels contains "sg.pd" if {
	regime.singaporean
	facts.kind
}

# S 64/2021 reg 3
labels contains "sg.s26b.deemed" if {
	regime.singaporean
	facts.kind == "sess.qr"
}

# PDPC children guidelines, 28 March 2024
labels contains "sg.child" if {
	regime.singaporean
	facts.younger_than(limits.SG.child_below)
}

# METADATA
# title: Notice and consent under the PDPA
# custom:
#   id: pdpa_20
#   cite: [PDPA 13, PDPA 18, PDPA 20, PDPA 25]
#   text:
#     en: The person was told the purpose and agreed to it; the record is not kept longer than it serves.
#     zh: 已向个人告知目的并取得同意；记录保存不超过目的所需期限。
#     nl: De persoon kent het doel en stemde in; het record blijft niet langer dan het dient.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 6, "must": ["BASIS.RECORD", "NOTICE.PDPA", "RET"],
}) if {
	residency.region == "SG"
}

# METADATA
# title: Children's positions are off by default
# custom:
#   id: pdpc_children
#   cite: [PDPC children guidelines 2024]
#   text:
#     en: The position of a person under 18 is off by default.
#     zh: 未满十八周岁者的位置功能默认关闭。
#     nl: De positie van iemand onder de 18 staat standaard uit.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["DEFAULT.OFF"]}) if {
	residency.region == "SG"
	"sg.child" in labels
	facts.is.position
}
