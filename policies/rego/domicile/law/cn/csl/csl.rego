# METADATA
# description: Cybersecurity Law (as renumbered on 1 January 2026) and Telecommunications Regulations.
package domicile.law.cn.csl

import data.domicile.lib.facts
import data.domicile.lib.regime
import data.domicile.lib.verdict
import data.domicile.residency

# Constitution 40, Telecom Regs 65
labels contains "cn.comms.secret" if {
	regime.mainland
	facts.is.message
}

# CSL(2025) 26
labels contains "cn.real_name" if {
	regime.mainland
	facts.kind == "id.real_name"
}

# METADATA
# title: Messages are secret
# custom:
#   id: telecom_65
#   cite: [Constitution 40, Telecom Regs 65]
#   text:
#     en: Nobody but the users reads the message; it is not scanned.
#     zh: 通信内容受保护，除用户外任何人不得查看，亦不得扫描。
#     nl: Niemand dan de gebruikers leest het bericht; het wordt niet gescand.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["NO_CONTENT_SCAN"]}) if {
	residency.region == "CN"
	facts.is.body
}

# METADATA
# title: Instant messaging needs a real name and a log
# custom:
#   id: csl_26
#   cite: [CSL(2025) 23, CSL(2025) 26]
#   text:
#     en: The account was verified by real name, and the network log is kept for six months.
#     zh: 账户须完成真实身份认证，网络日志留存不少于六个月。
#     nl: Het account is op echte naam gecontroleerd; het netwerklogboek blijft zes maanden bewaard.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["LOG.6M", "REAL_NAME"]}) if {
	residency.region == "CN"
	facts.is.message
}
