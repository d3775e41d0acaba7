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
import data.domicile.law.sg.pdpa
import data.domicile.law.us.dsp
import data.domicile.lib.facts
import data.domicile.lib.verdict
import data.domicile.residency
import data.retention

findings := said | unreachable

said := union({
	completeness.findings, age.findings, residency.findings, pipl.findings, minors.findings, csl.findings,
	survey.findings, auto.findings, gdpr.findings, eprivacy.findings, pdpa.findings,
})

labels := union({
	pipl.labels, minors.labels, csl.labels, survey.labels, auto.labels, gdpr.labels, eprivacy.labels,
	dataact.labels, pdpa.labels, dsp.labels, other.labels,
})

deciding := verdict.deciding(findings)

held := {finding | some finding in verdict.deciding(said); finding.effect in {"QUARANTINE", "REFER"}}

# METADATA
# title: No place to hold the record
# custom:
#   id: R21.INGRESS
#   cite: [PIPL 9, GDPR 5(2)]
#   text:
#     en: The gateway's region is not known, so the record cannot be held anywhere.
#     zh: 入口所在区域未知，无法暂存该记录。
#     nl: De regio van de ingang is onbekend; het record kan nergens worden vastgehouden.
unreachable contains verdict.finding(rego.metadata.rule(), {"stage": 0, "effect": "DENY"}) if {
	count(held) > 0
	not hold_region
}

# Where a held record waits: where its rule says, else at the ingress.
hold_region := [place | some finding in held; place := finding.region][0]

hold_region := facts.ingress if {
	count([place | some finding in held; place := finding.region]) == 0
}

effect := [finding.effect | some finding in deciding][0]

effect := "ALLOW" if {
	count(deciding) == 0
	residency.region
}

decision := {
	"effect": "ALLOW",
	"region": residency.region,
	"obligations": sort(verdict.obligations(allowing) | flag),
	"labels": sort(labels),
	"counsel": count(flag) > 0,
	"retain_days": retain_days,
	"reasons": verdict.reasons(allowing),
} if {
	effect == "ALLOW"
}

allowing := findings | {crypto.sealed[residency.region]}

flag := {"COUNSEL" | verdict.counsel(allowing)}

decision := object.union(_stopped(deciding), {"region": hold_region, "retain_days": retention.hold_days}) if {
	effect in {"QUARANTINE", "REFER"}
}

decision := _stopped(deciding) if effect == "DENY"

decision := _stopped({verdict.silence}) if not effect

_stopped(stopping) := object.union(
	{
		"effect": [finding.effect | some finding in stopping][0],
		"obligations": sort(verdict.obligations(stopping | sealing(stopping))),
		"labels": sort(labels),
		"counsel": count({1 | verdict.counsel(stopping)}) > 0,
		"reasons": verdict.reasons(verdict.stops(findings) | stopping),
	},
	{"need": need | some need in array.slice(verdict.needs(stopping), 0, 1)},
)

# What is held is sealed; what is refused is not kept.
sealing(stopping) := {crypto.sealed[hold_region] | some finding in stopping; finding.effect != "DENY"}

# Days until the record is erased; a copy in transit goes within a day.
retain_days := retention.transit_days if residency.in_transit

retain_days := retention.days[residency.region][retention.class[facts.kind]] if not residency.in_transit
