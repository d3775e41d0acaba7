# METADATA
# description: |
#   The query `read` - who may see a stored record, for what. Reading from abroad is a transfer (LAW 0.7, C0, H8, H9).
package domicile.query.read

import data.domicile.completeness
import data.domicile.law.purpose
import data.domicile.law.us.dsp
import data.domicile.lib.facts
import data.domicile.lib.labels
import data.domicile.lib.territory
import data.domicile.lib.verdict
import data.domicile.query.transfer

requester := facts.given.requester.country

in_region if {
	facts.given.src in {"CN", "NL", "SG"}
	requester == "in-region"
}

in_region if {
	facts.origin in {"CN", "SG"}
	requester == facts.origin
}

in_region if {
	facts.origin == "NL"
	territory.eea(requester)
}

findings := [finding |
	some law in [completeness.essential, said, dsp.findings, purpose.findings]
	some finding in law
] if {
	in_region
}

findings := array.concat([finding | some finding in said], abroad) if not in_region

# What the laws of transfer say if the record went to where the reader is; the reader is not its sender.
abroad := found if {
	found := transfer.findings with input as {"query": "transfer", "facts": object.union(facts.given, {
		"dest": object.get(facts.given, ["requester", "country"], "?"),
		"user_initiated": false,
	})}
}

decision := object.remove(
	verdict.answer(findings, object.union(
		{"labels": sort(labels.all)},
		{"effect": "DENY" | some finding in verdict.deciding(findings)},
	)),
	["region"],
)

# METADATA
# title: Reading inside the region
# custom:
#   id: READ.IN_REGION
#   cite: [PIPL 51(4), GDPR 32, PDPA 24]
#   text:
#     en: Who works in the record's own region may read it for this purpose, with least privilege, and the access is logged.
#     zh: 记录所在区域内的人员可为此目的查看，遵循最小权限并记录访问日志。
#     nl: Wie in de eigen regio van het record werkt, mag het voor dit doel lezen, met zo min mogelijk rechten; de inzage wordt gelogd.
said contains verdict.finding(rego.metadata.rule(), {
	"stage": 4, "effect": "ALLOW", "need": "NONE", "must": ["ACCESS.LOG", "LEAST.PRIV"],
}) if {
	in_region
}

# METADATA
# title: Minors' records are read with approval
# custom:
#   id: READ.MINOR
#   cite: [Minors Net Regs 36]
#   text:
#     en: Staff read the records of a minor in the mainland with a manager's approval only.
#     zh: 工作人员访问未成年人信息须经负责人批准。
#     nl: Medewerkers zien gegevens van een minderjarige op het vasteland alleen met goedkeuring van een leidinggevende.
said contains verdict.finding(rego.metadata.rule(), {"stage": 5, "must": ["ACCESS.APPROVAL", "MINOR.AUDIT"]}) if {
	facts.origin == "CN"
	"cn.minor18" in labels.all
}

# METADATA
# title: Staff reads break the glass
# custom:
#   id: READ.SUPPORT
#   cite: [GDPR 32(4), GDPR 29]
#   text:
#     en: Support staff in the EEA give a reason code for each record they open.
#     zh: 欧洲经济区支持人员每次打开记录须填写理由代码。
#     nl: Ondersteuners in de EER geven voor elk record dat zij openen een reden op.
said contains verdict.finding(rego.metadata.rule(), {"stage": 5, "must": ["BREAK.GLASS"]}) if {
	in_region
	facts.origin == "NL"
	facts.given.purpose == "support"
}

# METADATA
# title: Reading from abroad is a transfer
# custom:
#   id: READ.ABROAD
#   cite: [PIPL 38, Automotive export guidelines 2026, "[2026] IEHC 347", PDPA 26]
#   text:
#     en: Reading from outside the record's region is a transfer; where one is lawful, the view is masked, short, counted and not copied.
#     zh: 在记录所在区域之外查看即构成出境；合法时仅可限时脱敏查看、计数且不得复制。
#     nl: Lezen van buiten de regio van het record is doorgifte; waar dat mag, is de weergave gemaskeerd, kort, geteld en niet te kopiëren.
said contains verdict.finding(rego.metadata.rule(), {
	"stage": 5, "must": ["ACCESS.LOG", "LEAST.PRIV", "MASK", "NO_COPY", "TTL.15MIN", "VOL.COUNT"],
}) if {
	not in_region
}

# METADATA
# title: The purpose is not open
# custom:
#   id: READ.PURPOSE
#   cite: [PIPL 6, GDPR 5(1)(b), PDPA 18]
#   text:
#     en: The record may not be read without a known purpose.
#     zh: 未注明已知目的，不得查看该记录。
#     nl: Zonder bekend doel mag het record niet worden gelezen.
said contains verdict.finding(rego.metadata.rule(), {"stage": 5, "effect": "DENY", "need": "PURPOSE"}) if {
	not purpose.purpose
}

# METADATA
# title: Authorities ask another question
# custom:
#   id: READ.AUTHORITY
#   cite: [PIPL 41, GDPR 48, DSL 35]
#   text:
#     en: A court or authority is not served by reading; its demand is decided by the query authority.
#     zh: 司法或执法机构的调取须经 authority 查询决定，不得直接查看。
#     nl: Een rechter of instantie leest niet mee; over haar vordering beslist de vraag authority.
said contains verdict.finding(rego.metadata.rule(), {"stage": 2, "effect": "DENY", "need": "AUTHORITY"}) if {
	facts.given.requester.role == "authority"
}
