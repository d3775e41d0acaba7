# METADATA
# description: ePrivacy Directive 2002/58/EC.
package domicile.law.eu.eprivacy

import data.domicile.lib.facts
import data.domicile.lib.regime
import data.domicile.lib.verdict
import data.domicile.residency

# ePD 5(3), EDPB 01/2020 10-14
labels contains "eu.epriv.terminal" if {
	regime.european
	facts.in_car
}

# ePD 5(1)
labels contains "eu.epriv.content" if {
	regime.european
	facts.is.conversation
}

# ePD 6
labels contains "eu.epriv.traffic" if {
	regime.european
	facts.kind in {"msg.meta", "msg.roster"}
}

# ePD 9
labels contains "eu.epriv.location" if {
	regime.european
	facts.is.position
}

# METADATA
# title: Consent for what is read from the terminal
# custom:
#   id: epd_5_3
#   cite: [ePD 5(3), ePD 9, EDPB 01/2020 10-14]
#   text:
#     en: Reading from the car, or the position of a device, needs the user's consent unless strictly necessary for what he asked.
#     zh: 从车辆读取数据或处理终端位置须取得用户同意，除非为其所请求的服务所严格必需。
#     nl: Uitlezen van de auto of de positie van een toestel vraagt toestemming, tenzij strikt noodzakelijk voor wat de gebruiker vroeg.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["CONSENT.EPRIV"]}) if {
	residency.region == "NL"
	count(labels & {"eu.epriv.terminal", "eu.epriv.location"}) > 0
}

# METADATA
# title: Content is confidential
# custom:
#   id: epd_5_1
#   cite: [ePD 5(1)]
#   text:
#     en: Nobody listens to, stores or scans the message but for conveying it.
#     zh: 除传送所必需外，任何人不得监听、存储或扫描消息内容。
#     nl: Niemand beluistert, bewaart of scant het bericht, behalve om het over te brengen.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["NO_CONTENT_SCAN"]}) if {
	residency.region == "NL"
	"eu.epriv.content" in labels
}
