# METADATA
# description: US Data Security Program, 28 CFR part 202.
package domicile.law.us.dsp

import data.domicile.lib.facts
import data.domicile.lib.kinds
import data.law.coarsening as limits

# 28 CFR 202.242: a person or device within 1,000 m
labels contains "us.pgeo" if {
	american
	facts.kind in (kinds.pinpoints - {"loc.charge"})
	facts.record.precision_m <= limits.us_pgeo_m
}

# 28 CFR 202.1401: one point in a listed area is enough
labels contains "us.grld" if {
	facts.record.grld == true
	facts.kind in kinds.positions
}

american if "US" in facts.homes

american if facts.collect == "US"
