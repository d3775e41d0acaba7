# METADATA
# description: The query `store` - where one record is kept, and under which obligations.
package domicile.query.store

import data.domicile.completeness
import data.domicile.law.age
import data.domicile.law.cn.auto
import data.domicile.law.cn.csl
import data.domicile.law.cn.minors
import data.domicile.law.cn.pipl
import data.domicile.law.cn.platform
import data.domicile.law.cn.survey
import data.domicile.law.crypto
import data.domicile.law.eu.eprivacy
import data.domicile.law.eu.gdpr
import data.domicile.law.purpose
import data.domicile.law.sg.pdpa
import data.domicile.lib.facts
import data.domicile.lib.labels
import data.domicile.lib.verdict
import data.domicile.residency
import data.retention

findings := [finding |
	some law in [
		completeness.findings, age.findings, residency.findings, pipl.findings, minors.findings, csl.findings,
		survey.findings, auto.findings, gdpr.findings, eprivacy.findings, pdpa.findings, purpose.findings, platform.findings,
	]
	some finding in law
]

deciding := verdict.deciding(findings)

# Where a held record waits: where its rule says, else at the ingress.
hold_region := hold_places[0]

hold_region := facts.ingress if count(hold_places) == 0

hold_places := [place | some finding in deciding; place := finding.region]

decision := verdict.allow(array.concat(findings, [crypto.sealed[residency.region]]), {
	"region": residency.region,
	"labels": sort(labels.all),
	"retain_days": retain_days,
}) if {
	count(deciding) == 0
	residency.region
}

decision := verdict.allow([], {"labels": sort(labels.all)}) if {
	count(deciding) == 0
	not residency.region
}

decision := verdict.refuse(findings, deciding, {"labels": sort(labels.all)}) if deciding[0].effect == "DENY"

decision := verdict.refuse(findings, deciding, {
	"region": hold_region,
	"retain_days": retention.hold_days,
	"labels": sort(labels.all),
	"obligations": sort(verdict.obligations(array.concat(deciding, [crypto.sealed[hold_region]])) | verdict.flag(deciding)),
}) if {
	deciding[0].effect in {"QUARANTINE", "REFER"}
}

# Days until the record is erased; a copy in transit goes within a day.
retain_days := retention.transit_days if residency.in_transit

retain_days := retention.days[residency.region][retention.class[facts.kind]] if not residency.in_transit
