# METADATA
# description: |
#   The query `erase` - what erasure does to a record (LAW 2.8 H10, H11): destroy its key, or restrict it until a duty to
#   keep it has run out, which `retain_days` names, counted from the day the record was made. The audit log keeps a
#   commitment alone.
package domicile.query.erase

import data.domicile.lib.facts
import data.domicile.lib.verdict
import data.law

region := facts.given.region if facts.given.region in {"CN", "NL", "SG"}

kind := facts.given.record_kind if facts.given.record_kind in known

known := {kind | some kind, _ in law.erasable} | {kind | some _, kinds in law.keep_at_least; some kind, _ in kinds}

age := facts.given.age_days if is_number(facts.given.age_days)

floor_days := law.keep_at_least[region][kind].days

kept if {
	floor_days
	not past
}

past if age >= floor_days

kept if held

held if facts.given.hold == true

erasing if {
	region
	kind
	not kept
}

decision := verdict.answer([finding | some finding in findings], outcome)

outcome := {"shred": true, "restrict": false, "audit_entry": "commitment_only"} if erasing

# Under a hold no last day is known.
outcome := object.union(
	{"shred": false, "restrict": true, "audit_entry": "commitment_only"},
	{"retain_days": floor_days | not held},
) if {
	not erasing
}

# METADATA
# title: Erasure destroys the key
# custom:
#   id: H10
#   cite: [PIPL 47, NDSMR 24, GDPR 17, PDPA 25]
#   text:
#     en: The key of the record is destroyed, and all copies with it; the certificate says so.
#     zh: 销毁记录密钥及其全部副本，并出具删除证明。
#     nl: De sleutel van het record wordt vernietigd en daarmee alle kopieën; het certificaat zegt dat.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 6, "effect": "ALLOW", "must": ["CERTIFICATE", "ERASE.COPIES"],
}) if {
	erasing
}

# METADATA
# title: The mainland asks for restriction besides
# custom:
#   id: H10.CN
#   cite: [PIPL 47]
#   text:
#     en: In the mainland the remaining ciphertext is restricted until it is overwritten.
#     zh: 在中国大陆，剩余密文在覆写前仅作存储，不作其他处理。
#     nl: Op het vasteland wordt de overgebleven versleutelde tekst beperkt tot zij is overschreven.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 6, "must": ["RESTRICT.CIPHERTEXT"], "counsel": true,
}) if {
	erasing
	region == "CN"
}

# METADATA
# title: A duty to keep restricts
# custom:
#   id: H10.KEEP
#   cite: [CSL(2025) 23(3), PIPL 47, PIPL 56, NDSMR 12, NDSMR 24]
#   text:
#     en: The law demands that the record be kept for now; it is restricted and erased when the term has run out.
#     zh: 法律要求现阶段保存该记录；在期限届满前仅作存储，届满后删除。
#     nl: De wet eist dat het record nog blijft; het wordt beperkt en na afloop van de termijn gewist.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 2, "effect": "DENY", "need": "RETENTION", "must": ["ERASE.LATER", "RESTRICT"],
}) if {
	kept
}

# METADATA
# title: What is to be erased is unknown
# custom:
#   id: H10.UNKNOWN
#   cite: [PIPL 47, GDPR 5(2)]
#   text:
#     en: The region or the kind of the record is not known, so it is restricted until a person decides.
#     zh: 记录的区域或类别未知，在人工决定前予以限制。
#     nl: De regio of het soort record is onbekend; het wordt beperkt tot iemand beslist.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 0, "effect": "DENY", "must": ["RESTRICT"]}) if {
	not recognised
}

recognised if {
	region
	kind
}

# METADATA
# title: H11 The log keeps a commitment
# custom:
#   id: H11
#   cite: [GDPR 17, GDPR 25]
#   text:
#     en: The audit entry is a salted commitment whose key is destroyed with the record; the log still verifies.
#     zh: 审计条目为加盐承诺，其密钥随记录销毁，日志仍可验证。
#     nl: De auditregel is een gezouten verbintenis waarvan de sleutel met het record vergaat; het logboek blijft te controleren.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["AUDIT.COMMITMENT"]}) if erasing
