# METADATA
# description: The United Kingdom, Switzerland and Hong Kong - their own names for personal data.
package domicile.law.other

import data.domicile.lib.facts

names := {"GB": "uk.pd", "CH": "ch.pd", "HK": "hk.pd"}

# UK GDPR 4, FADP 5, PDPO 2
labels contains names[home] if some home in facts.homes
