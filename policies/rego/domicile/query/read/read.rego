# METADATA
# description: The query `read` - who may see a stored record, for what.
package domicile.query.read

import data.domicile.law.purpose
import data.domicile.lib.facts
import data.domicile.lib.territory
import data.domicile.lib.verdict

findings := said | purpose.findings

deciding := verdict.deciding(findings)

decision := verdict.allow(findings, {"need": "NONE"}) if count(deciding) == 0

decision := verdict.refuse(findings, deciding) if count(deciding) > 0

requester := facts.given.requester.country

in_region if {
	facts.given.src in {"CN", "NL", "SG"}
	requester == "in-region"
}

in_region if {
	facts.given.src in {"CN", "SG"}
	requester == facts.given.src
}

in_region if {
	facts.given.src == "NL"
	territory.eea(requester)
}

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
	"stage": 4, "effect": "ALLOW", "must": ["ACCESS.LOG", "LEAST.PRIV"],
}) if {
	in_region
}

# METADATA
# title: Reading from abroad is a transfer
# custom:
#   id: READ.ABROAD
#   cite: [PIPL 38, GDPR 44, PDPA 26]
#   text:
#     en: Reading from outside the record's region is a transfer and is not allowed here.
#     zh: 从记录所在区域之外查看属于数据出境，此处不予允许。
#     nl: Lezen van buiten de regio van het record is doorgifte en is hier niet toegestaan.
said contains verdict.finding(rego.metadata.rule(), {"stage": 4, "effect": "DENY"}) if not in_region

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
