# METADATA
# description: |
#   LAW 2.0 and row R21: what the law must know before it can answer. A missing or contradictory fact holds the
#   record at the ingress; nothing is guessed.
package domicile.completeness

import data.domicile.lib.facts
import data.domicile.lib.territory
import data.domicile.lib.verdict
import data.law.purposes

# `essential` is what reading at home needs, `record` what each other question needs besides, `gateway` what storing needs.
findings := record | gateway

record contains finding if some finding in essential

hold(meta) := verdict.finding(meta, {"stage": 0, "effect": "QUARANTINE", "must": ["HOLD"]})

# METADATA
# title: The type of the record is unknown
# custom:
#   id: R21.TYPE
#   cite: [PIPL 9, PIPL 51, GDPR 5(2)]
#   text:
#     en: The type of the record is missing or not on the closed list, so it is held at the ingress.
#     zh: 记录类型缺失或不在封闭清单内，故在入口处暂存。
#     nl: Het soort record ontbreekt of staat niet op de gesloten lijst; het wordt bij de ingang vastgehouden.
essential contains hold(rego.metadata.rule()) if not facts.kind

# METADATA
# title: The home of a subject is unknown
# custom:
#   id: R21.HOME
#   cite: [PIPL 9, GDPR 5(2)]
#   text:
#     en: The home of a person in the record is not known, so it is held at the ingress.
#     zh: 记录所涉个人的归属地未知，故在入口处暂存。
#     nl: De thuisregio van een persoon in het record is onbekend; het wordt bij de ingang vastgehouden.
essential contains hold(rego.metadata.rule()) if not homes_known

homes_known if {
	is_array(facts.subjects)
	count(facts.subjects) > 0
	every subject in facts.subjects {
		territory.known(subject.home)
	}
}

# METADATA
# title: The age of a subject is unknown
# custom:
#   id: R21.AGE
#   cite: [PIPL 28, PIPL 31, GDPR 8]
#   text:
#     en: The age of a person in the record is not known, so the rules for minors cannot be checked.
#     zh: 记录所涉个人的年龄未知，无法核对未成年人规则。
#     nl: De leeftijd van een persoon in het record is onbekend; de regels voor minderjarigen zijn niet te toetsen.
essential contains hold(rego.metadata.rule()) if not ages_known

ages_known if {
	every subject in facts.subjects {
		is_number(subject.age)
		subject.age >= 0
	}
}

# METADATA
# title: The place of collection is unknown
# custom:
#   id: R21.COLLECT
#   cite: [PIPL 3, GDPR 3]
#   text:
#     en: It is not known in which country the record was collected.
#     zh: 记录的收集国家或地区未知。
#     nl: Het is niet bekend in welk land het record is verzameld.
record contains hold(rego.metadata.rule()) if not facts.collect

# METADATA
# title: The establishment of the tenant is unknown
# custom:
#   id: R21.TENANT
#   cite: [GDPR 3(1), PIPL 3]
#   text:
#     en: It is not known where the tenant is established.
#     zh: 租户的设立地未知。
#     nl: Het is niet bekend waar de klant gevestigd is.
gateway contains hold(rego.metadata.rule()) if not facts.established

# METADATA
# title: The way into the car or telephone is unknown
# custom:
#   id: R21.VIA
#   cite: [Auto Prov. 3]
#   text:
#     en: The record came neither from a car nor from a telephone.
#     zh: 记录既非来自车载终端，也非来自手机。
#     nl: Het record komt niet uit een auto en niet van een telefoon.
record contains hold(rego.metadata.rule()) if {
	via := object.get(facts.given, "via", "phone")
	not via in {"in_car", "phone"}
}

# METADATA
# title: The way into the car or telephone is not said
# custom:
#   id: R21.VIA.MISSING
#   cite: [Auto Prov. 3]
#   text:
#     en: It is not said whether the record came from a car or from a telephone.
#     zh: 未说明记录来自车载终端还是手机。
#     nl: Er staat niet bij of het record uit een auto of van een telefoon komt.
gateway contains hold(rego.metadata.rule()) if object.get(facts.given, "via", null) == null

# METADATA
# title: The coordinate system is unknown
# custom:
#   id: R21.CRS
#   cite: [Surveying Law 8, Surveying Law 27]
#   text:
#     en: A precise position must name its coordinate system.
#     zh: 精确位置必须注明坐标系。
#     nl: Een nauwkeurige positie moet haar coördinatenstelsel noemen.
record contains hold(rego.metadata.rule()) if {
	pinpointed
	not known_crs
}

known_crs if facts.record.crs in {"WGS84", "GCJ02", "CGCS2000"}

# METADATA
# title: The precision of the position is unknown
# custom:
#   id: R21.PRECISION
#   cite: [PIPL 28, TC260-PG-20244A]
#   text:
#     en: A precise position must say how precise it is.
#     zh: 精确位置必须说明其精度。
#     nl: Een nauwkeurige positie moet haar precisie noemen.
record contains hold(rego.metadata.rule()) if {
	pinpointed
	not known_precision
}

known_precision if {
	is_number(facts.record.precision_m)
	facts.record.precision_m >= 0
}

pinpointed if {
	facts.is.pinpoint
	not facts.is_aggregate
}

# METADATA
# title: The territory of the coordinate is unknown
# custom:
#   id: R21.PLACE
#   cite: [Surveying Law 2]
#   text:
#     en: It is not known in which territory the coordinate lies.
#     zh: 坐标所在的地域未知。
#     nl: Het is niet bekend in welk gebied de coördinaat ligt.
record contains hold(rego.metadata.rule()) if {
	facts.collect
	not facts.place
}

# METADATA
# title: The coordinate contradicts the place of collection
# custom:
#   id: H18.PLACE
#   cite: [PIPL 3, Surveying Law 2]
#   text:
#     en: The coordinate and the declared place of collection disagree about the mainland.
#     zh: 坐标与所申报的收集地在是否位于中国大陆上相互矛盾。
#     nl: De coördinaat en de opgegeven plaats van verzameling spreken elkaar tegen over het vasteland van China.
record contains hold(rego.metadata.rule()) if {
	facts.is.territorial
	1 == count({in_mainland |
		some territory in {facts.place, facts.collect}
		in_mainland := territory == "CN"
		in_mainland
	})
	facts.place != facts.collect
	not chosen_abroad
}

# A place that a person in the mainland names need not be where he is.
chosen_abroad if {
	facts.is.chosen
	facts.mainland
}

# METADATA
# title: No place to hold the record
# custom:
#   id: R21.INGRESS
#   cite: [PIPL 9, GDPR 5(2)]
#   text:
#     en: The region of the gateway is not known, so the record cannot be held anywhere.
#     zh: 入口所在区域未知，无法暂存该记录。
#     nl: De regio van de ingang is onbekend; het record kan nergens worden vastgehouden.
gateway contains verdict.finding(rego.metadata.rule(), {"stage": 0, "effect": "DENY"}) if not facts.ingress

# METADATA
# title: The purpose is unknown
# custom:
#   id: R21.PURPOSE
#   cite: [PIPL 6, GDPR 5(1)(b), PDPA 18]
#   text:
#     en: The stated purpose is not one that the law was asked about.
#     zh: 所述目的不在已知目的范围内。
#     nl: Het opgegeven doel is niet een van de bekende doelen.
record contains hold(rego.metadata.rule()) if {
	purpose := object.get(facts.given, "purpose", null)
	purpose != null
	not purposes[purpose]
}
