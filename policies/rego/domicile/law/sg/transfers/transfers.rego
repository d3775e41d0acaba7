# METADATA
# description: LAW 2.5 S1 to S4 - out of the Singapore store, PDPA section 26 and PDPR 10 to 12.
package domicile.law.sg.transfers

import data.domicile.lib.facts
import data.domicile.lib.territory
import data.domicile.lib.verdict
import data.switches

applies if {
	facts.origin == "SG"
	facts.abroad
}

permit(meta) := verdict.finding(meta, {"stage": 4, "effect": "ALLOW", "need": "S26", "must": ["LOG.TRANSFER"]})

# METADATA
# title: S2 The GDPR binds the recipient
# custom:
#   id: S2
#   cite: [PDPA 26, PDPR 11(1)(a)]
#   text:
#     en: A recipient in the EEA is bound by law to comparable protection.
#     zh: 欧洲经济区的接收方受具有同等保护水平的法律约束。
#     nl: Een ontvanger in de EER is door de wet tot vergelijkbare bescherming verplicht.
findings contains permit(rego.metadata.rule()) if {
	applies
	territory.eea(facts.target)
}

# METADATA
# title: S3 The person sends it himself
# custom:
#   id: S3
#   cite: [PDPA 15(3), PDPR 10(2)(b)]
#   text:
#     en: Delivering the person's own message is necessary for his contract, so he is deemed to consent.
#     zh: 传送本人消息属履行合同所必需，视为本人已同意。
#     nl: Het bezorgen van iemands eigen bericht is nodig voor zijn overeenkomst; hij wordt geacht in te stemmen.
findings contains permit(rego.metadata.rule()) if delivered

delivered if {
	applies
	facts.delivery
}

# METADATA
# title: S1 One evidence of comparable protection
# custom:
#   id: S1
#   cite: [PDPA 26, PDPR 10, PDPR 11, PDPR 12]
#   text:
#     en: The recipient is bound by law, contract, binding rules or certification, or the person agreed after a written summary.
#     zh: 接收方受法律、合同、约束性规则或认证约束，或个人在书面摘要后同意。
#     nl: De ontvanger is gebonden door wet, contract, bindende regels of certificering, of de persoon stemde in na een schriftelijke samenvatting.
findings contains permit(rego.metadata.rule()) if evidenced

evidenced if {
	applies
	facts.target != "CN"
	facts.held({"LAW", "CONTRACT", "BCR", "INSTRUMENT", "CBPR", "PRP", "CONSENT", "TRANSIT", "PUBLIC"})
}

evidenced if {
	applies
	switches["sg.cn_support_by_contract"]
	facts.held({"CONTRACT"})
}

evidenced if {
	applies
	facts.target == "CN"
	"HK" in facts.homes
	facts.held({"GBA_SC"})
}

# METADATA
# title: S4 Regional storage was promised
# custom:
#   id: S4
#   cite: [PDPA 18, PDPA 20, PDPA 26]
#   text:
#     en: Users were told that their records stay in the region; nothing but their own messages goes to mainland China.
#     zh: 已向用户承诺数据存储于本区域；除用户自己的消息外，不向中国大陆提供。
#     nl: Gebruikers is beloofd dat hun gegevens in de regio blijven; behalve hun eigen berichten gaat niets naar China.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 4, "effect": "DENY", "need": "S26", "counsel": true,
}) if {
	applies
	facts.target == "CN"
	not delivered
	not evidenced
}

# METADATA
# title: S1 No evidence of comparable protection
# custom:
#   id: S1.LACK
#   cite: [PDPA 26, PDPR 10(1), PDPR 11]
#   text:
#     en: Nothing in the register shows that the recipient gives comparable protection.
#     zh: 登记中没有证据表明接收方提供同等保护。
#     nl: Niets in het register toont dat de ontvanger vergelijkbare bescherming biedt.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 4, "effect": "DENY", "need": "S26"}) if {
	applies
	facts.target != "CN"
	not territory.eea(facts.target)
	not delivered
	not evidenced
}
