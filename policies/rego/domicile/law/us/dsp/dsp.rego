# METADATA
# description: US Data Security Program, 28 CFR part 202.
package domicile.law.us.dsp

import data.domicile.lib.facts
import data.domicile.lib.verdict
import data.law.coarsening as limits
import data.law.us_dsp as program
import data.switches

# 28 CFR 202.242: a person or device within 1,000 m
labels contains "us.pgeo" if {
	american
	facts.is.us_precise
	facts.record.precision_m <= limits.us_pgeo_m
}

# 28 CFR 202.1401: one point in a listed area is enough
labels contains "us.grld" if {
	facts.record.grld == true
	facts.is.position
}

american if "US" in facts.homes

american if facts.collect == "US"

# METADATA
# title: S5 US positions and countries of concern
# custom:
#   id: S5
#   cite: [28 CFR 202.242, 28 CFR 202.1401, PADFAA 2024]
#   text:
#     en: Precise positions of more than 1,000 US devices, or one in a listed government area, do not go to a country of concern or its entities.
#     zh: 超过1000台美国设备的精确位置，或任一列明政府区域内的位置，不得提供给受关注国家及其实体。
#     nl: Nauwkeurige posities van meer dan 1.000 Amerikaanse toestellen, of één in een aangewezen overheidsgebied, gaan niet naar een "country of concern" of partijen daarvan.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 2, "effect": "DENY", "need": "US_DSP", "must": ["COARSEN.3KM"], "counsel": true,
}) if {
	of_concern
	barred
}

barred if "us.grld" in labels

# An unknown number of devices counts as too many.
barred if {
	"us.pgeo" in labels
	not few
}

few if facts.given.volume.us_devices <= program.pgeo_devices_more_than

of_concern if {
	facts.abroad
	program.countries[facts.target]
}

of_concern if facts.given.requester.covered_person == true

of_concern if {
	switches["us.dsp_entity_is_covered_person"]
	program.countries[facts.given.requester.entity]
}
