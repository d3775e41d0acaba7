# METADATA
# description: Countries and what the laws make of them. The mainland is `CN`; HK, MO and TW are outside it.
package domicile.lib.territory

import data.territory

known(code) if territory.codes[code]

eea(code) if territory.eea[code]

# The region that keeps the records of a home.
region(code) := object.get(territory.home_region, code, territory.elsewhere) if known(code)
