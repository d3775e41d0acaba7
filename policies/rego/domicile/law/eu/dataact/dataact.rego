# METADATA
# description: Data Act, Regulation (EU) 2023/2854.
package domicile.law.eu.dataact

import data.domicile.lib.facts
import data.domicile.lib.regime

# Data Act 2, 4, 5: what the use of the car generates; content that the user transmits is out
labels contains "eu.dataact.product" if {
	regime.european
	facts.is.product
}

# Data Act 32
labels contains "eu.dataact.nonpersonal" if {
	regime.european
	facts.is_aggregate
}
