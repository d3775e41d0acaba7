# METADATA
# description: Whose law a record is under - by where it lies or will lie, and by where it was collected.
package domicile.lib.regime

import data.domicile.lib.facts
import data.domicile.residency

# The store that holds the record or is about to.
store := facts.origin

store := residency.region if not facts.given.src

mainland if store == "CN"

mainland if facts.mainland

european if store == "NL"

singaporean if store == "SG"

singaporean if facts.collect == "SG"

singaporean if "SG" in facts.homes
