# METADATA
# description: |
#   LAW 2.2: the store of a record, row by row. A row speaks with effect ALLOW and a region; the rows that
#   refuse or refer say so. `region` is the one place on which all rows agree.
package domicile.residency

import data.domicile.lib.facts
import data.domicile.lib.territory
import data.domicile.lib.verdict
import data.switches
import data.territory as countries

# Where the record rests, if the rows name one region.
region := regions[0] if count(regions) == 1

regions := [place | some place in {finding.region | some finding in findings}]

store(meta, place) := verdict.finding(meta, {"stage": 3, "effect": "ALLOW", "region": place})

store_flagged(meta, place, must) := verdict.finding(meta, {
	"stage": 3, "effect": "ALLOW", "region": place, "must": must, "counsel": true,
})

mainland_home if "CN" in facts.homes

# The one other region in which the subjects are at home.
foreign_home := home if {
	not mainland_home
	count(facts.home_regions) == 1
	some home in facts.home_regions
}

territorial if facts.is.territorial

in_nl if territory.region(facts.collect) == "NL"

elsewhere if territory.region(facts.collect) == countries.elsewhere

established_nl if territory.region(facts.established) == "NL"

# METADATA
# title: R1 Positions of mainland accounts in the mainland
# custom:
#   id: R1
#   cite: [PIPL 28-30, PIPL 40, PIPL 55, NDSMR 22, Auto Prov. 6]
#   text:
#     en: Positions of a mainland account collected in the mainland are stored in the mainland.
#     zh: 在中国大陆收集的大陆账户位置数据存储于中国大陆。
#     nl: Posities van een account van het Chinese vasteland die daar zijn verzameld, blijven daar.
findings contains store(rego.metadata.rule(), "CN") if {
	mainland_home
	facts.mainland
	territorial
	not facts.coarse
}

# METADATA
# title: R2 Coarse positions of mainland accounts
# custom:
#   id: R2
#   cite: [PIPL 13, PIPL 40]
#   text:
#     en: Coarse positions of a mainland account collected in the mainland are stored in the mainland.
#     zh: 在中国大陆收集的大陆账户粗略位置存储于中国大陆。
#     nl: Grove posities van een account van het Chinese vasteland die daar zijn verzameld, blijven daar.
findings contains store(rego.metadata.rule(), "CN") if {
	mainland_home
	facts.mainland
	facts.coarse
}

# METADATA
# title: R3 Messages and account data of mainland accounts
# custom:
#   id: R3
#   cite: [CSL(2025) 23, CSL(2025) 26, PIPL 40, Telecom Regs 65]
#   text:
#     en: Messages and account data of a mainland account collected in the mainland are stored in the mainland.
#     zh: 在中国大陆收集的大陆账户消息和账户数据存储于中国大陆。
#     nl: Berichten en accountgegevens van een account van het Chinese vasteland die daar zijn verzameld, blijven daar.
findings contains store(rego.metadata.rule(), "CN") if {
	mainland_home
	facts.mainland
	not territorial
}

# METADATA
# title: R4 Territory decides for what cars and mainland gateways collect
# custom:
#   id: R4
#   cite: [PIPL 3(1), Auto Prov. 2, Auto Prov. 11]
#   text:
#     en: A position collected in the mainland stays in the mainland, whoever the person is.
#     zh: 在中国大陆收集的位置数据，无论当事人国籍，均存储于中国大陆。
#     nl: Een op het Chinese vasteland verzamelde positie blijft daar, wie de persoon ook is.
findings contains store(rego.metadata.rule(), "CN") if localised

localised if {
	not mainland_home
	facts.mainland
	territorial
	not overseas_direct
}

# A telephone that speaks to a gateway abroad of a tenant that is not established in the mainland.
overseas_direct if {
	facts.ingress != "CN"
	facts.established != "CN"
	not facts.in_car
	not facts.tenant.ciio
}

# METADATA
# title: H1 Mainland positions are not collected directly from abroad
# custom:
#   id: H1.POSITION
#   cite: [PIPL 3(1), PIPL 3(2), Surveying Law 2, Surveying Law 27]
#   text:
#     en: A gateway abroad may not take in a precise position of the mainland; a coarse one may be offered.
#     zh: 境外入口不得直接接收中国大陆的精确位置，可改为提供粗略位置。
#     nl: Een ingang in het buitenland mag geen nauwkeurige positie van het Chinese vasteland aannemen; een grove wel.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 2, "effect": "DENY", "must": ["COARSEN.3KM"], "counsel": true,
}) if {
	foreign_home
	facts.mainland
	territorial
	overseas_direct
	not facts.coarse
	not switches["cn.direct_collection_by_nl"].positions
}

# METADATA
# title: R5 Messages that reach the gateway at home directly
# custom:
#   id: R5
#   cite: [GDPR 3(1), PIPL 3(2), PIPL 53]
#   text:
#     en: What a traveller's app sends straight to the gateway of his home region is stored at home.
#     zh: 旅行者的应用直接发送至其归属地入口的数据存储于归属地。
#     nl: Wat de app van een reiziger rechtstreeks naar de ingang van zijn thuisregio stuurt, wordt thuis opgeslagen.
findings contains store_flagged(rego.metadata.rule(), foreign_home, ["NO_CONTENT_SCAN"]) if {
	facts.mainland
	reaches_home
}

reaches_home if {
	not territorial
	facts.ingress != "CN"
	not domestic_car
	not facts.tenant.ciio
}

reaches_home if {
	overseas_direct
	facts.coarse
}

domestic_car if {
	facts.in_car
	facts.established == "CN"
}

# METADATA
# title: R6 Messages of travellers through the mainland gateway
# custom:
#   id: R6
#   cite: [PIPL 38-39, CAC 2024 art 5(1)]
#   text:
#     en: What a traveller sends through the mainland gateway rests there in transit; the home copy goes out as an export.
#     zh: 旅行者经大陆入口发送的数据在大陆作过境存储，归属地副本按出境路径提供。
#     nl: Wat een reiziger via de Chinese ingang stuurt, rust daar op doorreis; de kopie voor thuis gaat als export naar buiten.
findings contains store_flagged(rego.metadata.rule(), "CN", ["HOMECOPY.EXPORT_PATH", "NOTICE.XB", "TTL.TRANSIT"]) if {
	in_transit
}

in_transit if {
	foreign_home
	facts.mainland
	not territorial
	not reaches_home
	not facts.tenant.ciio
}

# METADATA
# title: R7 EU and EEA accounts
# custom:
#   id: R7
#   cite: [GDPR 5, GDPR 6, GDPR 25, GDPR 32, GDPR 35]
#   text:
#     en: Records of an EU or EEA account are stored in the Netherlands.
#     zh: 欧盟及欧洲经济区账户的记录存储于荷兰。
#     nl: Records van een account uit de EU of EER worden in Nederland opgeslagen.
findings contains store(rego.metadata.rule(), "NL") if {
	outside_mainland
	some home in facts.homes
	territory.eea(home)
}

outside_mainland if facts.collect != "CN"

# METADATA
# title: R8 UK accounts
# custom:
#   id: R8
#   cite: [UK GDPR 44A, UK GDPR 45A]
#   text:
#     en: Records of a UK account are stored in the Netherlands; the UK approves the EEA.
#     zh: 英国账户的记录存储于荷兰；英国认可欧洲经济区的保护水平。
#     nl: Records van een Brits account worden in Nederland opgeslagen; het VK keurt de EER goed.
findings contains store(rego.metadata.rule(), "NL") if {
	outside_mainland
	"GB" in facts.homes
}

# METADATA
# title: R9 Swiss accounts
# custom:
#   id: R9
#   cite: [FADP 16, DPO annex 1]
#   text:
#     en: Records of a Swiss account are stored in the Netherlands; Swiss law lists the EEA as adequate.
#     zh: 瑞士账户的记录存储于荷兰；瑞士法律将欧洲经济区列为充分保护地区。
#     nl: Records van een Zwitsers account worden in Nederland opgeslagen; Zwitserland erkent de EER als passend.
findings contains store(rego.metadata.rule(), "NL") if {
	outside_mainland
	"CH" in facts.homes
}

# METADATA
# title: R10 Cars and tracking in the EEA
# custom:
#   id: R10
#   cite: [GDPR 3(1), GDPR 3(2)]
#   text:
#     en: What a car or an EEA tenant records about positions in the EEA is stored in the Netherlands, whoever the person is.
#     zh: 在欧洲经济区由车辆或当地租户收集的位置数据存储于荷兰，无论当事人为谁。
#     nl: Wat een auto of een klant uit de EER daar aan posities vastlegt, wordt in Nederland opgeslagen, wie de persoon ook is.
findings contains store(rego.metadata.rule(), "NL") if {
	located_in_nl
	not "NL" in facts.home_regions
}

located_in_nl if {
	in_nl
	territorial
	bound_to_nl
}

bound_to_nl if established_nl

bound_to_nl if facts.in_car

bound_to_nl if facts.track

# METADATA
# title: R11 Mainland travellers with their home app
# custom:
#   id: R11
#   cite: [GDPR 3(2), PIPL 3(1)]
#   text:
#     en: What a mainland traveller sends from Europe through the mainland gateway of a tenant that does not target the Union is stored in the mainland.
#     zh: 大陆旅行者在欧洲经不面向欧盟的租户的大陆入口发送的数据存储于中国大陆。
#     nl: Wat een reiziger van het vasteland van China vanuit Europa via de Chinese ingang stuurt van een klant die zich niet op de Unie richt, wordt in China opgeslagen.
findings contains store_flagged(rego.metadata.rule(), "CN", ["BASIS.RECORD"]) if home_app

home_app if {
	mainland_home
	in_nl
	facts.ingress == "CN"
	not established_nl
	not targets_nl
	not located_in_nl
}

targets_nl if {
	some target in facts.tenant.targets
	territory.region(target) == "NL"
}

# METADATA
# title: R12 Messages through the European gateway
# custom:
#   id: R12
#   cite: [GDPR 3(1)]
#   text:
#     en: What a visitor sends through the European gateway of a European tenant is stored in the Netherlands.
#     zh: 访客经欧洲租户的欧洲入口发送的数据存储于荷兰。
#     nl: Wat een bezoeker via de Europese ingang van een Europese klant stuurt, wordt in Nederland opgeslagen.
findings contains store(rego.metadata.rule(), "NL") if visitor_in_nl

visitor_in_nl if {
	mainland_home
	in_nl
	not located_in_nl
	not home_app
}

visitor_in_nl if {
	elsewhere_home
	in_nl
	established_nl
	facts.ingress == "NL"
	not territorial
}

elsewhere_home if countries.elsewhere in facts.home_regions

# METADATA
# title: R13 Mainland accounts outside the mainland and Europe
# custom:
#   id: R13
#   cite: [Surveying Law 2, CAC 2024 art 4]
#   text:
#     en: What a mainland account sends home from a third country is stored in the mainland; no rule about GCJ-02 applies there.
#     zh: 大陆账户在第三国发送回境内的数据存储于中国大陆；境外坐标不适用GCJ-02规则。
#     nl: Wat een account van het Chinese vasteland vanuit een derde land naar huis stuurt, wordt in China opgeslagen; de GCJ-02-regel geldt daar niet.
findings contains store(rego.metadata.rule(), "CN") if {
	mainland_home
	elsewhere
	sent_home
}

sent_home if facts.ingress == "CN"

sent_home if facts.established == "CN"

# METADATA
# title: H2 Establishment beats residence
# custom:
#   id: H2
#   cite: [PDPA 24, PDPA 26, PIPL 3]
#   text:
#     en: What a tenant established abroad takes in abroad about a mainland resident is stored where it was taken in.
#     zh: 境外设立的租户在境外收集的大陆居民数据存储于收集地区域。
#     nl: Wat een in het buitenland gevestigde klant daar over een inwoner van het Chinese vasteland opneemt, blijft daar.
findings contains store_flagged(rego.metadata.rule(), countries.elsewhere, ["BASIS.RECORD"]) if {
	mainland_home
	elsewhere
	not sent_home
}

# A record of an account whose home is neither the mainland nor Europe, and that no other territory claims.
at_home_elsewhere if {
	outside_mainland
	not located_in_nl
	not visitor_in_nl
}

# METADATA
# title: R15 Singapore accounts
# custom:
#   id: R15
#   cite: [PDPA 13, PDPA 18, PDPA 20, PDPA 24, PDPA 25, PDPA 26]
#   text:
#     en: Records of a Singapore account are stored in Singapore.
#     zh: 新加坡账户的记录存储于新加坡。
#     nl: Records van een Singaporees account worden in Singapore opgeslagen.
findings contains store(rego.metadata.rule(), "SG") if {
	at_home_elsewhere
	"SG" in facts.homes
}

# METADATA
# title: R16 Accounts of Hong Kong, Macao and Taiwan
# custom:
#   id: R16
#   cite: [PIPL 3, PDPO DPP 3-4, Macao Law 8/2005, TW PDPA 21]
#   text:
#     en: Records of an account of Hong Kong, Macao or Taiwan are stored in Singapore; they are outside the mainland.
#     zh: 香港、澳门、台湾账户的记录存储于新加坡；三地不属于中国大陆数据境内范围。
#     nl: Records van een account uit Hongkong, Macau of Taiwan worden in Singapore opgeslagen; zij vallen buiten het vasteland.
findings contains store(rego.metadata.rule(), "SG") if {
	at_home_elsewhere
	some home in facts.homes
	countries.greater_china[home]
}

# METADATA
# title: R17 US accounts
# custom:
#   id: R17
#   cite: [28 CFR 202.242]
#   text:
#     en: Records of a US account are stored in Singapore; precise positions are barred from countries of concern.
#     zh: 美国账户的记录存储于新加坡；精确位置不得向受关注国家提供。
#     nl: Records van een Amerikaans account worden in Singapore opgeslagen; nauwkeurige posities mogen niet naar "countries of concern".
findings contains store(rego.metadata.rule(), "SG") if {
	at_home_elsewhere
	"US" in facts.homes
}

# METADATA
# title: R18 Homes with a duty of local storage
# custom:
#   id: R18
#   cite: [242-FZ art 18(5), VN Decree 53/2022, KZ PD Law 12]
#   text:
#     en: The person's home country demands local storage; counsel decides.
#     zh: 当事人所在国要求本地存储，须由法律顾问决定。
#     nl: Het thuisland van de persoon eist lokale opslag; de jurist beslist.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 3, "effect": "REFER", "must": ["HOLD"], "counsel": true,
}) if {
	some home in facts.homes
	countries.refer[home]
	not by_mainland_territory
}

# METADATA
# title: R19 All other homes
# custom:
#   id: R19
#   cite: [PDPA 24, PDPA 26]
#   text:
#     en: Records of an account of another country are stored in Singapore; the tenant attests the local transfer rule.
#     zh: 其他国家账户的记录存储于新加坡；租户须就当地出境规则作出声明。
#     nl: Records van een account uit een ander land worden in Singapore opgeslagen; de klant verklaart de lokale doorgifteregel.
findings contains store_flagged(rego.metadata.rule(), "SG", ["ATTEST.LOCAL"]) if {
	at_home_elsewhere
	some home in facts.homes
	territory.region(home) == countries.elsewhere
	not home in {"SG", "US"}
	not countries.greater_china[home]
	not countries.refer[home]
}

# METADATA
# title: R22 The session has ended
# custom:
#   id: SESSION.CLOSED
#   cite: [PIPL 47, EDPB 01/2020 3.5]
#   text:
#     en: The driver has left the car; nothing more of this session is kept.
#     zh: 驾驶人已退出车辆会话，不再保存该会话的任何新记录。
#     nl: De bestuurder heeft de auto verlaten; van deze sessie wordt niets meer bewaard.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 0, "effect": "DENY", "need": "SESSION.CLOSED"}) if {
	facts.given.session_closed == true
}

# METADATA
# title: R23 Critical information infrastructure stays in the mainland
# custom:
#   id: R23
#   cite: [CSL(2025) 39, CSL(2025) 40, Crypto Law 27, CC Regs 38-39]
#   text:
#     en: An operator of critical information infrastructure stores in the mainland what it collects there, with certified cryptography.
#     zh: 关键信息基础设施运营者在境内收集的数据须存储于境内，并使用经认证的商用密码。
#     nl: Een exploitant van vitale infrastructuur bewaart op het Chinese vasteland wat daar is verzameld, met gecertificeerde cryptografie.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 3, "effect": "ALLOW", "region": "CN", "must": ["CRYPTO.CERTIFIED", "CRYPTO.ASSESSMENT"],
}) if {
	facts.tenant.ciio == true
	facts.mainland
}

# METADATA
# title: R24 State organs are refused
# custom:
#   id: R24
#   cite: [PIPL 36, NDSMR 16-17]
#   text:
#     en: Data of a state organ stays in the mainland and is refused by default.
#     zh: 国家机关处理的数据须存储于境内，本产品默认拒绝。
#     nl: Gegevens van een Chinees staatsorgaan blijven op het vasteland en worden standaard geweigerd.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 2, "effect": "DENY"}) if {
	facts.tenant.state_organ == true
	facts.mainland
}

# METADATA
# title: One record has one home
# custom:
#   id: H4.FANOUT
#   cite: [PIPL 6, GDPR 5(1)(c), PDPA 26]
#   text:
#     en: The people in this record have homes in several regions; each gets a copy of his own by the query fanout.
#     zh: 该记录所涉个人归属于多个区域，须经 fanout 查询为每人各存一份副本。
#     nl: De personen in dit record wonen in verschillende regio's; ieder krijgt een eigen kopie via de vraag fanout.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 3, "effect": "REFER", "need": "FANOUT", "must": ["HOLD"],
}) if {
	count(facts.home_regions) > 1
	not by_territory
}

# Where the territory decides, it decides for all in the car.
by_territory if by_mainland_territory

by_territory if located_in_nl

by_mainland_territory if localised

by_mainland_territory if {
	mainland_home
	facts.mainland
	territorial
}
