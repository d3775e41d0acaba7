# METADATA
# description: Provisions on Automotive Data Security (Auto Prov.) and their standards.
package domicile.law.cn.auto

import data.domicile.lib.facts
import data.domicile.lib.regime
import data.domicile.lib.verdict
import data.domicile.residency
import data.law.cn_automotive as limits

in_scope if {
	regime.mainland
	facts.in_car
}

# Auto Prov. 3
labels contains "cn.auto.pi" if {
	in_scope
	facts.kind
}

# Auto Prov. 3: tracks, audio, images
labels contains "cn.auto.spi" if {
	in_scope
	facts.track
}

labels contains "cn.auto.spi" if {
	in_scope
	facts.kind in {"msg.voice", "msg.image"}
}

important := {label | some label in labels; startswith(label, "cn.auto.imp.")}

# Auto Prov. 3(1): sensitive areas, as aggregate or track
labels contains "cn.auto.imp.c1" if {
	in_scope
	facts.record.sensitive_area == true
	aggregate_or_track
}

aggregate_or_track if facts.track

aggregate_or_track if facts.is_aggregate

# Auto Prov. 3(2): traffic volume and logistics
labels contains "cn.auto.imp.c2" if {
	regime.mainland
	facts.record.aggregate in {"traffic", "traffic_volume", "traffic_flow", "logistics"}
}

# Auto Prov. 3(3): the charging network
labels contains "cn.auto.imp.c3" if {
	regime.mainland
	facts.record.aggregate == "charging_network"
}

# Auto Prov. 3(4): images from outside with faces or plates
labels contains "cn.auto.imp.c4" if {
	in_scope
	facts.kind == "msg.image"
	facts.record.camera == "outside"
}

# Auto Prov. 3(5): more than 100,000 subjects, the number itself not included
labels contains "cn.auto.imp.c5" if {
	in_scope
	facts.given.volume.total > limits.important_subjects_more_than
}

# Auto Prov. 3(6): other data that the authorities name
labels contains "cn.auto.imp.c6" if {
	in_scope
	facts.given.important_notified == true
}

# METADATA
# title: In-car data is off by default and announced
# custom:
#   id: auto_6
#   cite: [Auto Prov. 6, Auto Prov. 7]
#   text:
#     en: Collection in the car is off at the start of each drive and the person is told of it.
#     zh: 车内收集默认关闭（每次驾驶），并向个人告知。
#     nl: Verzamelen in de auto staat bij elke rit standaard uit en wordt gemeld.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["DEFAULT.OFF", "NOTICE.AUTO"]}) if {
	residency.region == "CN"
	facts.mainland
	"cn.auto.pi" in labels
}

# METADATA
# title: Sensitive vehicle data
# custom:
#   id: auto_9
#   cite: [Auto Prov. 9, GB/T 41871-2022]
#   text:
#     en: Tracks, voices and images from the car need separate consent with a term and are deleted on request in ten working days.
#     zh: 车辆行踪轨迹、音频、图像须取得附期限的单独同意，并在收到请求后十个工作日内删除。
#     nl: Ritten, stemmen en beelden uit de auto vragen aparte toestemming voor een termijn en worden op verzoek in tien werkdagen gewist.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 6, "must": ["CONSENT.SEP", "DELETE.10WD", "NOTICE.SPI", "PIA.CN"],
}) if {
	residency.region == "CN"
	"cn.auto.spi" in labels
}

# METADATA
# title: Important vehicle data is reported
# custom:
#   id: auto_13
#   cite: [Auto Prov. 3, Auto Prov. 10, Auto Prov. 11, Auto Prov. 13]
#   text:
#     en: Important vehicle data stays in the mainland, with a risk report and the annual report by 15 December.
#     zh: 汽车重要数据须存储于境内，开展风险评估并于12月15日前报送年度报告。
#     nl: Belangrijke voertuiggegevens blijven op het Chinese vasteland, met een risicorapport en het jaarverslag vóór 15 december.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["ANNUAL.AUTO", "RISK.REPORT"]}) if {
	residency.region == "CN"
	count(important) > 0
}
