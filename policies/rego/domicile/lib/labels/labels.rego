# METADATA
# description: What a record is in law (LAW 1.2), by all laws.
package domicile.lib.labels

import data.domicile.law.cn.auto
import data.domicile.law.cn.csl
import data.domicile.law.cn.minors
import data.domicile.law.cn.pipl
import data.domicile.law.cn.survey
import data.domicile.law.eu.dataact
import data.domicile.law.eu.eprivacy
import data.domicile.law.eu.gdpr
import data.domicile.law.other
import data.domicile.law.sg.pdpa
import data.domicile.law.us.dsp

all contains label if {
	some law in [
		pipl.labels, minors.labels, csl.labels, survey.labels, auto.labels, gdpr.labels, eprivacy.labels,
		dataact.labels, pdpa.labels, dsp.labels, other.labels,
	]
	some label in law
}
