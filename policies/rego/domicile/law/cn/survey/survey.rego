# METADATA
# description: Surveying and Mapping Law, and the notices of the Ministry of Natural Resources of 2022 and 2024.
package domicile.law.cn.survey

import data.domicile.lib.facts
import data.domicile.lib.verdict
import data.domicile.residency
import data.switches

# Surveying Law 2, 8, 27; MNR 2022; MNR 2024 No. 139; counsel's switch 5
labels contains "cn.geo.survey" if {
	facts.mainland_place
	not facts.coarse
	geodata
}

geodata if facts.record.crs == "CGCS2000"

geodata if switches["cn.single_user_point_is_geodata"][facts.record.crs]

# METADATA
# title: True coordinates of the mainland belong to qualified units
# custom:
#   id: survey_27
#   cite: [Surveying Law 27, Surveying Law 34, MNR 2022, MNR 2024 No. 139]
#   text:
#     en: A true coordinate of the mainland may be handled by a unit with a surveying qualification only; it is held, never converted.
#     zh: 中国大陆的真实坐标仅可由具备测绘资质的单位处理；记录予以隔离，绝不自行转换。
#     nl: Een ware coördinaat van het Chinese vasteland mag alleen bij een bevoegde landmeetkundige instelling; zij wordt vastgehouden, nooit omgerekend.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 2, "effect": "QUARANTINE", "region": "CN", "need": "CRS.QUAL", "must": ["CRS.QUAL", "HOLD"],
}) if {
	"cn.geo.survey" in labels
	not qualified
}

qualified if facts.tenant.survey == true

# METADATA
# title: The coordinate is checked to be GCJ-02
# custom:
#   id: mnr_139
#   cite: [MNR 2024 No. 139, Surveying Law 27]
#   text:
#     en: The coordinate is GCJ-02 from an approved map kit; this is checked and never reversed.
#     zh: 坐标为经审批地图SDK输出的GCJ-02坐标，系统予以核验且绝不逆向还原。
#     nl: De coördinaat is GCJ-02 van een goedgekeurde kaartmodule; dat wordt gecontroleerd en nooit teruggerekend.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["CRS.GCJ02"]}) if {
	residency.region == "CN"
	facts.mainland_place
	facts.record.crs == "GCJ02"
}
