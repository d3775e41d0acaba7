# METADATA
# description: The query `audit` - what an audit entry may hold, and to whom a region's log may go (LAW 2.8 H11, H12).
package domicile.query.audit

import data.domicile.lib.facts
import data.domicile.lib.territory
import data.domicile.lib.verdict
import data.switches

region := facts.given.region if facts.given.region in {"CN", "NL", "SG"}

# The country of the regulator: where the log is to go, or who asks for it.
recipient := facts.target

recipient := facts.given.requester.country if {
	not facts.given.dest
	territory.known(facts.given.requester.country)
}

decision := verdict.answer([finding | some finding in findings], {"audit_entry": "commitment_only"})

# METADATA
# title: An entry of commitments
# custom:
#   id: AUDIT.ENTRY
#   cite: [GDPR 5(2), PIPL 54, CSL(2025) 23]
#   text:
#     en: The entry holds the decision and commitments, nothing that names a person, and may be logged.
#     zh: 该条目仅含决定与承诺值，不含可识别个人的内容，可写入日志。
#     nl: De regel bevat het besluit en verbintenissen, niets dat een persoon noemt, en mag in het logboek.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "effect": "ALLOW", "must": ["LOG.APPEND"]}) if {
	region
	facts.given.contains_plain_subject_id == false
}

# METADATA
# title: H11 No person in the tree
# custom:
#   id: AUDIT.PLAIN
#   cite: [GDPR 5(1)(c), GDPR 17, GDPR 25]
#   text:
#     en: An entry that cannot be erased may hold no subject id, body or coordinate in the clear.
#     zh: 不可删除的条目不得含有明文的个人标识、内容或坐标。
#     nl: Een regel die niet te wissen is, mag geen leesbare persoonsaanduiding, inhoud of coördinaat bevatten.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 2, "effect": "DENY", "need": "COMMITMENT", "must": ["AUDIT.COMMITMENT"],
}) if {
	some content in ["contains_plain_subject_id", "contains_body", "contains_coordinate"]
	object.get(facts.given, content, false) != false
}

# METADATA
# title: H12 The mainland's log for a foreign regulator
# custom:
#   id: H12
#   cite: [PIPL 41, DSL 36]
#   text:
#     en: The mainland's log goes to a foreign authority with the approval of the competent authority only.
#     zh: 未经主管机关批准，不得向境外机构提供大陆区域日志。
#     nl: Het logboek van het vasteland gaat alleen met goedkeuring van de bevoegde autoriteit naar een buitenlandse instantie.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 2, "effect": "DENY", "need": "PRC_APPROVAL", "counsel": true,
}) if {
	region == "CN"
	switches["audit.foreign_dpa_is_law_enforcement"]
	recipient != "CN"
	not facts.approved({"PRC_APPROVAL"})
}

# METADATA
# title: H12 A region's own regulator
# custom:
#   id: H12.OWN
#   cite: [PIPL 63, GDPR 58, PDPA 50]
#   text:
#     en: The regulator of the region gets the region's log with its proofs.
#     zh: 区域监管机构可取得该区域日志及其证明。
#     nl: De toezichthouder van de regio krijgt het logboek van de regio met de bewijzen.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "effect": "ALLOW", "must": ["LOG.EXPORT"]}) if {
	territory.region(recipient) == region
}

# METADATA
# title: H12 Another regulator gets the slice of his region
# custom:
#   id: H12.SLICE
#   cite: [GDPR 48, PDPA 26]
#   text:
#     en: A regulator elsewhere gets the slice of his own region and a proof of consistency, not this log.
#     zh: 其他地区监管机构可取得其本区域部分及一致性证明，而非本日志。
#     nl: Een toezichthouder elders krijgt het deel van zijn eigen regio en een consistentiebewijs, niet dit logboek.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 2, "effect": "REFER", "counsel": true}) if {
	region in {"NL", "SG"}
	territory.region(recipient) != region
}

# METADATA
# title: H12 An approved export
# custom:
#   id: H12.APPROVED
#   cite: [PIPL 41, DSL 36]
#   text:
#     en: The competent authority approved that the mainland's log goes abroad.
#     zh: 主管机关已批准向境外提供大陆区域日志。
#     nl: De bevoegde autoriteit keurde goed dat het logboek van het vasteland naar het buitenland gaat.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 6, "effect": "ALLOW", "must": ["LOG.EXPORT"], "counsel": true,
}) if {
	region == "CN"
	recipient != "CN"
	facts.approved({"PRC_APPROVAL"})
}
