# METADATA
# description: The query `store` - where one record is kept, and under which obligations.
package domicile.query.store

import data.domicile.completeness
import data.domicile.law.age
import data.domicile.law.cn.auto
import data.domicile.law.cn.csl
import data.domicile.law.cn.minors
import data.domicile.law.cn.pipl
import data.domicile.law.cn.survey
import data.domicile.law.crypto
import data.domicile.law.eu.dataact
import data.domicile.law.eu.eprivacy
import data.domicile.law.eu.gdpr
import data.domicile.law.other
import data.domicile.law.purpose
import data.domicile.law.sg.pdpa
import data.domicile.law.us.dsp
import data.domicile.lib.facts
import data.domicile.lib.verdict
import data.domicile.residency
import data.retention

findings := union({
	completeness.findings, age.findings, residency.findings, pipl.findings, minors.findings, csl.findings,
	survey.findings, auto.findings, gdpr.findings, eprivacy.findings, pdpa.findings, purpose.findings,
})

labels := union({
	pipl.labels, minors.labels, csl.labels, survey.labels, auto.labels, gdpr.labels, eprivacy.labels,
	dataact.labels, pdpa.labels, dsp.labels, other.labels,
})

deciding := verdict.deciding(findings)

# Where a held record waits: where its rule says, else at the ingress.
hold_region := hold_places[0]

hold_region := facts.ingress if count(hold_places) == 0

hold_places := [place | some finding in deciding; place := finding.region]

decision := verdict.allow(kept, {
	"region": residency.region,
	"labels": sort(labels),
	"retain_days": retain_days,
}) if {
	count(deciding) == 0
	residency.region
}

decision := verdict.refuse({verdict.silence}, {verdict.silence}) if {
	count(deciding) == 0
	not residency.region
}

decision := object.union(refusal, {"labels": sort(labels)}) if refusal.effect == "DENY"

decision := object.union(refusal, {
	"region": hold_region,
	"retain_days": retention.hold_days,
	"labels": sort(labels),
	"obligations": sort(verdict.obligations(deciding | {crypto.sealed[hold_region]})),
}) if {
	refusal.effect != "DENY"
}

refusal := verdict.refuse(findings, deciding) if count(deciding) > 0

kept := findings | {crypto.sealed[residency.region]}

# Days until the record is erased; a copy in transit goes within a day.
retain_days := retention.transit_days if residency.in_transit

retain_days := retention.days[residency.region][retention.class[facts.kind]] if not residency.in_transit
