# METADATA
# description: The query `read` - who may see a stored record, for what.
package domicile.query.read

import data.domicile.lib.facts
import data.domicile.lib.territory
import data.domicile.lib.verdict

decision := {
	"effect": "ALLOW",
	"need": "NONE",
	"obligations": sort(verdict.obligations(permits)),
	"labels": [],
	"counsel": false,
	"reasons": verdict.reasons(permits),
} if {
	count(permits) > 0
}

decision := {
	"effect": "DENY",
	"obligations": [],
	"labels": [],
	"counsel": false,
	"reasons": verdict.reasons(refusals),
} if {
	count(permits) == 0
}

store := facts.given.src

requester := facts.given.requester.country

in_region if {
	store
	requester == "in-region"
}

in_region if {
	store == "CN"
	requester == "CN"
}

in_region if {
	store == "NL"
	territory.eea(requester)
}

in_region if {
	store == "SG"
	requester == "SG"
}

purposes := {"deliver_message", "navigation", "live_share", "support", "emergency"}

# METADATA
# title: Reading inside the region
# custom:
#   id: READ.IN_REGION
#   cite: [PIPL 51(4), GDPR 32, PDPA 24]
#   text:
#     en: A person in the record's own region may read it for this purpose, with least privilege, and the access is logged.
#     zh: 记录所在区域内的人员可为此目的查看，遵循最小权限并记录访问日志。
#     nl: Iemand in de eigen regio van het record mag het voor dit doel lezen, met zo min mogelijk rechten; de inzage wordt gelogd.
permits contains verdict.finding(rego.metadata.rule(), {
	"stage": 5, "effect": "ALLOW", "must": ["ACCESS.LOG", "LEAST.PRIV"],
}) if {
	in_region
	facts.given.purpose in purposes
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
refusals contains verdict.finding(rego.metadata.rule(), {"stage": 4, "effect": "DENY"}) if not in_region

# METADATA
# title: The purpose is not open
# custom:
#   id: READ.PURPOSE
#   cite: [PIPL 6, GDPR 5(1)(b), PDPA 18]
#   text:
#     en: The record may not be read for this purpose.
#     zh: 不得为此目的查看该记录。
#     nl: Het record mag niet voor dit doel worden gelezen.
refusals contains verdict.finding(rego.metadata.rule(), {"stage": 5, "effect": "DENY"}) if {
	not facts.given.purpose in purposes
}
