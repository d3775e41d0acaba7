# METADATA
# description: |
#   LAW 2.3 - out of the mainland: PIPL 38-42, the CAC Provisions of 22 March 2024, and who may not go at all.
#   Counters are distinct persons since 1 January, counted with this record; an unknown count is the highest.
package domicile.law.cn.outbound

import data.domicile.law.cn.auto
import data.domicile.law.cn.pipl
import data.domicile.law.cn.survey
import data.domicile.lib.facts
import data.domicile.lib.verdict
import data.law.cn_outbound as limits
import data.switches

applies if {
	facts.origin == "CN"
	facts.abroad
}

bar(meta, need) := verdict.finding(meta, {"stage": 2, "effect": "DENY", "need": need})

lack(meta, need) := verdict.finding(meta, {"stage": 4, "effect": "DENY", "need": need})

permit(meta, need, must) := verdict.finding(meta, {"stage": 4, "effect": "ALLOW", "need": need, "must": must})

# METADATA
# title: C14 Recipients on the restricted list
# custom:
#   id: C14
#   cite: [PIPL 42]
#   text:
#     en: The recipient is on the list of those to whom nothing may be provided.
#     zh: 接收方已被列入限制或者禁止提供个人信息清单。
#     nl: De ontvanger staat op de lijst van partijen aan wie niets mag worden verstrekt.
findings contains bar(rego.metadata.rule(), "PROHIBITED") if {
	applies
	facts.given.recipient_listed == true
}

# METADATA
# title: C1 Foreign courts and authorities
# custom:
#   id: C1
#   cite: [PIPL 41, DSL 36, IJA Law 4]
#   text:
#     en: Nothing stored in the mainland goes to a foreign court or authority without approval of the competent authority.
#     zh: 非经主管机关批准，不得向外国司法或执法机构提供存储于境内的数据。
#     nl: Niets uit de Chinese opslag gaat naar een buitenlandse rechter of instantie zonder goedkeuring van de bevoegde autoriteit.
findings contains bar(rego.metadata.rule(), "PRC_APPROVAL") if {
	applies
	facts.given.requester.role == "authority"
	not facts.approved({"PRC_APPROVAL"})
}

# METADATA
# title: C2 Core data
# custom:
#   id: C2
#   cite: [DSL 21, DSL 45]
#   text:
#     en: Core data of the state never leaves the mainland.
#     zh: 国家核心数据不得出境。
#     nl: Kerngegevens van de staat verlaten het vasteland nooit.
findings contains bar(rego.metadata.rule(), "PROHIBITED") if {
	applies
	"cn.core" in pipl.labels
}

# METADATA
# title: Data of a state organ stays
# custom:
#   id: pipl_36
#   cite: [PIPL 36]
#   text:
#     en: Data of a state organ stays in the mainland.
#     zh: 国家机关处理的个人信息应当在境内存储。
#     nl: Gegevens van een Chinees staatsorgaan blijven op het vasteland.
findings contains bar(rego.metadata.rule(), "PROHIBITED") if {
	applies
	facts.tenant.state_organ == true
}

# METADATA
# title: C3 Important data
# custom:
#   id: C3
#   cite: [DSL 31, NDSMR 37-38, Auto Prov. 11]
#   text:
#     en: Important data leaves the mainland only after a security assessment, whatever exemption is claimed.
#     zh: 重要数据出境须通过数据出境安全评估，任何豁免均不适用。
#     nl: Belangrijke gegevens verlaten het vasteland alleen na een veiligheidsbeoordeling, welke vrijstelling ook wordt ingeroepen.
findings contains bar(rego.metadata.rule(), "SA") if {
	applies
	important
	not facts.held({"SA"})
}

# METADATA
# title: C3 Important data with an assessment
# custom:
#   id: C3.SA
#   cite: [DSL 31, NDSMR 38, Auto Prov. 14]
#   text:
#     en: Important data may leave within the scope of the security assessment; exports are reported every year.
#     zh: 重要数据可在安全评估范围内出境，并每年报告出境情况。
#     nl: Belangrijke gegevens mogen binnen de reikwijdte van de veiligheidsbeoordeling weg; de export wordt jaarlijks gemeld.
findings contains permit(rego.metadata.rule(), "SA", array.concat(duties, ["ANNUAL.AUTO"])) if {
	applies
	important
	facts.held({"SA"})
}

important if "cn.important.notified" in pipl.labels

important if {
	some label in auto.important
	label != "cn.auto.imp.c5"
}

important if {
	"cn.auto.imp.c5" in auto.labels
	switches["cn.c5_over_100k_is_important_for_export"]
}

# The list of the 2026 guidelines is empty until counsel loads it; until then no telemetry aggregate goes out.
important if {
	count(switches["cn.guidelines2026_items"]) == 0
	facts.kind == "veh.telemetry"
	facts.is_aggregate
}

# METADATA
# title: C4 Geodata of the mainland
# custom:
#   id: C4
#   cite: [Surveying Law 34, MNR 2022, MNR 2024 No. 139]
#   text:
#     en: True coordinates of the mainland need approval for foreign provision or a map review before anything else.
#     zh: 中国大陆真实坐标出境须先取得对外提供审批或地图审核。
#     nl: Ware coördinaten van het vasteland vragen eerst goedkeuring voor verstrekking aan het buitenland of een kaartkeuring.
findings contains bar(rego.metadata.rule(), "SURVEY_APPROVAL") if {
	applies
	geodata
	not surveyed
}

# METADATA
# title: C4 Geodata needs the assessment too
# custom:
#   id: C4.SA
#   cite: [Surveying Law 34, Automotive export guidelines 2026]
#   text:
#     en: Approved geodata leaves the mainland only after a security assessment.
#     zh: 经审批的地理信息数据出境仍须通过安全评估。
#     nl: Ook goedgekeurde geodata verlaat het vasteland alleen na een veiligheidsbeoordeling.
findings contains bar(rego.metadata.rule(), "SA") if {
	applies
	geodata
	surveyed
	not facts.held({"SA"})
}

# METADATA
# title: C4 Approved and assessed geodata
# custom:
#   id: C4.OK
#   cite: [Surveying Law 34, Automotive export guidelines 2026]
#   text:
#     en: Approved and assessed geodata may leave within the scope of both.
#     zh: 经审批并通过评估的地理信息数据可在批准范围内出境。
#     nl: Goedgekeurde en beoordeelde geodata mag binnen beide reikwijdten weg.
findings contains permit(rego.metadata.rule(), "SA", duties) if {
	applies
	geodata
	surveyed
	facts.held({"SA"})
}

geodata if "cn.geo.survey" in survey.labels

surveyed if facts.approved({"SURVEY_APPROVAL", "MAP_REVIEW"})

surveyed if facts.held({"SURVEY_APPROVAL", "MAP_REVIEW"})

restricted if important

restricted if geodata

# What the exemptions of the CAC Provisions leave open.
ordinary if {
	applies
	not restricted
}

# METADATA
# title: C5 Collected abroad, only processed here
# custom:
#   id: C5
#   cite: [CAC 2024 art 4]
#   text:
#     en: What was collected abroad and returns without domestic data added is exempt.
#     zh: 在境外收集、传输至境内处理后再向境外提供且未引入境内数据的，予以豁免。
#     nl: Wat in het buitenland is verzameld en zonder binnenlandse gegevens terugkeert, is vrijgesteld.
findings contains permit(rego.metadata.rule(), "EXEMPT_ART4", ["LOG.EXEMPT", "LOG.LINEAGE"]) if overseas_origin

overseas_origin if {
	ordinary
	facts.given.exemption == "overseas_origin"
	facts.collect != "CN"
	facts.place != "CN"
	not facts.given.domestic_added
}

# METADATA
# title: C6 Necessary for a contract of the person
# custom:
#   id: C6
#   cite: [CAC 2024 art 5(1), CAC 2024 art 7, NDSMR 35(4), PIPL 13(2)]
#   text:
#     en: A message that the person sends abroad is necessary for his contract and exempt; he is told, and it is logged.
#     zh: 个人主动向境外发送的消息属履行合同所必需，予以豁免，但须告知并留存记录。
#     nl: Een bericht dat iemand zelf naar het buitenland stuurt, is nodig voor zijn overeenkomst en vrijgesteld; hij wordt ingelicht en het wordt gelogd.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 4, "effect": "ALLOW", "need": "EXEMPT_ART5", "must": ["LOG.EXEMPT", "NOTICE.XB"], "counsel": true,
}) if {
	contractual
}

contractual if {
	ordinary
	facts.given.exemption == "contract"
	switches["cn.chat_delivery_contract_exempt"]
	facts.delivery
}

# METADATA
# title: C7 Staff, emergencies and statutory duties
# custom:
#   id: C7
#   cite: [CAC 2024 art 5(2), CAC 2024 art 5(3), NDSMR 35(5)-(7), PIPL 18]
#   text:
#     en: Cross-border staff matters, emergencies and statutory duties are exempt; the person is told afterwards.
#     zh: 跨境人力资源管理、紧急情况及履行法定义务予以豁免，事后告知个人。
#     nl: Grensoverschrijdend personeelsbeheer, noodgevallen en wettelijke plichten zijn vrijgesteld; de persoon hoort het achteraf.
findings contains permit(rego.metadata.rule(), "EXEMPT_ART5", ["LOG.EXEMPT", "NOTICE.XB", "TELL.AFTER"]) if necessary

necessary if {
	ordinary
	facts.given.exemption in {"hr", "statutory"}
}

necessary if {
	ordinary
	facts.given.exemption == "emergency"
	facts.given.purpose == "emergency"
}

# METADATA
# title: C8 Free-trade zones
# custom:
#   id: C8
#   cite: [CAC 2024 art 6]
#   text:
#     en: An item off the negative list of the tenant's free-trade zone is exempt after filing.
#     zh: 自贸区负面清单之外的数据，经备案可予豁免。
#     nl: Wat niet op de negatieve lijst van de vrijhandelszone staat, is na aanmelding vrijgesteld.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 4, "effect": "ALLOW", "need": "EXEMPT_ART6", "must": ["FILE.FTZ", "LOG.EXEMPT", "NOTICE.XB"], "counsel": true,
}) if {
	zoned
}

zoned if {
	ordinary
	facts.given.exemption == "ftz"
	facts.tenant.ftz in switches["cn.free_trade_list"]
}

exempt if overseas_origin

exempt if contractual

exempt if necessary

exempt if zoned

# From here on a mechanism is needed.
bound if {
	ordinary
	not exempt
}

# METADATA
# title: C9 Critical information infrastructure
# custom:
#   id: C9
#   cite: [CSL(2025) 39, PIPL 40, CAC 2024 art 7(1)]
#   text:
#     en: An operator of critical information infrastructure needs a security assessment from the first person on.
#     zh: 关键信息基础设施运营者向境外提供个人信息，自第一人起即须通过安全评估。
#     nl: Een exploitant van vitale infrastructuur heeft vanaf de eerste persoon een veiligheidsbeoordeling nodig.
findings contains lack(rego.metadata.rule(), "SA") if {
	bound
	facts.tenant.ciio == true
	not facts.held({"SA"})
}

# METADATA
# title: C10 Greater Bay Area contract
# custom:
#   id: C10
#   cite: [GBA SC guidelines]
#   text:
#     en: Under the Greater Bay Area contract the record may go to Hong Kong, in any number, and no further.
#     zh: 依粤港澳大湾区标准合同，可不限数量向香港提供，但不得再向大湾区以外提供。
#     nl: Onder het contract van de Greater Bay Area mag het record naar Hongkong, in elk aantal, en niet verder.
findings contains permit(
	rego.metadata.rule(),
	"GBA_SC",
	array.concat(duties, ["FILE.10WD", "NO_ONWARD.GBA"]),
) if {
	bay_area
	facts.held({"GBA_SC"})
	not onward_outside
}

# METADATA
# title: C10 No onward transfer
# custom:
#   id: C10.ONWARD
#   cite: [GBA SC guidelines]
#   text:
#     en: Under the Greater Bay Area contract nothing goes on to a place outside the area.
#     zh: 依粤港澳大湾区标准合同，不得向大湾区以外再转移。
#     nl: Onder het contract van de Greater Bay Area gaat niets door naar een plaats daarbuiten.
findings contains lack(rego.metadata.rule(), "GBA_SC") if {
	bay_area
	facts.held({"GBA_SC"})
	onward_outside
}

# METADATA
# title: C10 The contract is not signed
# custom:
#   id: C10.UNSIGNED
#   cite: [GBA SC guidelines]
#   text:
#     en: The route of the Greater Bay Area needs its signed contract.
#     zh: 适用大湾区路径须已签订大湾区标准合同。
#     nl: De weg van de Greater Bay Area vraagt het ondertekende contract.
findings contains lack(rego.metadata.rule(), "GBA_SC") if {
	bay_area
	not facts.held({"GBA_SC", "SC", "CERT", "SA"})
}

bay_area if {
	bound
	not facts.tenant.ciio
	facts.target == "HK"
	facts.given.gba == true
	facts.tenant.cn_gba == true
}

onward_outside if {
	some territory in onward
	not territory in {"CN", "HK"}
}

onward := facts.given.onward if is_array(facts.given.onward)

onward := [facts.given.onward] if is_string(facts.given.onward)

# Outside the Greater Bay Area route the counters decide.
counted if {
	bound
	not routed
}

routed if {
	bay_area
	not ordinary_mechanism
}

ordinary_mechanism if {
	not facts.held({"GBA_SC"})
	facts.held({"SC", "CERT", "SA"})
}

sensitive if pipl.sensitive

sensitive if "cn.auto.spi" in auto.labels

persons := facts.given.volume.pi_ytd if is_number(facts.given.volume.pi_ytd)

sensitive_persons := facts.given.volume.spi_ytd if is_number(facts.given.volume.spi_ytd)

# The counters that this record moves must be known.
uncounted if {
	sensitive
	not sensitive_persons
}

uncounted if {
	not sensitive
	not persons
}

assessed if facts.tenant.ciio == true

assessed if uncounted

assessed if persons >= limits.assessment_pi_from

assessed if sensitive_persons >= limits.assessment_spi_from

contracted if sensitive

contracted if persons >= limits.scc_or_cert_pi_from

contracted if sensitive_persons >= limits.scc_or_cert_spi_from

# METADATA
# title: C11 A security assessment is needed
# custom:
#   id: C11
#   cite: [CAC 2024 art 7(2), Civil Code 1259]
#   text:
#     en: From 1,000,000 persons, or 10,000 with sensitive data, since 1 January, a security assessment is needed.
#     zh: 自当年1月1日起累计向境外提供100万人以上个人信息或1万人以上敏感个人信息的，须通过安全评估。
#     nl: Vanaf 1.000.000 personen, of 10.000 met gevoelige gegevens, sinds 1 januari is een veiligheidsbeoordeling nodig.
findings contains lack(rego.metadata.rule(), "SA") if {
	counted
	assessed
	not facts.held({"SA"})
}

# METADATA
# title: C11 The security assessment is held
# custom:
#   id: C11.SA
#   cite: [CAC 2024 art 7, CAC 2024 art 9, NDSMR 38]
#   text:
#     en: The transfer is covered by a security assessment and stays within its scope.
#     zh: 出境已通过安全评估，且不得超出评估范围。
#     nl: De doorgifte valt onder een veiligheidsbeoordeling en blijft binnen haar reikwijdte.
findings contains permit(rego.metadata.rule(), "SA", duties) if {
	counted
	assessed
	facts.held({"SA"})
}

# METADATA
# title: C12 A standard contract or certification is needed
# custom:
#   id: C12
#   cite: [CAC 2024 art 8, PIPL 38(2), PIPL 38(3)]
#   text:
#     en: From 100,000 persons, or from the first with sensitive data, a standard contract or a certification is needed.
#     zh: 累计10万人以上个人信息或任一敏感个人信息出境，须订立标准合同或通过个人信息保护认证。
#     nl: Vanaf 100.000 personen, of vanaf de eerste met gevoelige gegevens, is een standaardcontract of certificering nodig.
findings contains lack(rego.metadata.rule(), "SC_OR_CERT") if {
	counted
	not assessed
	contracted
	not facts.held({"SC", "CERT", "SA"})
}

# METADATA
# title: C12 The standard contract or certification is held
# custom:
#   id: C12.OK
#   cite: [CAC 2024 art 8, PIPL 38(2), PIPL 38(3), PIPL 55(4)]
#   text:
#     en: The transfer rests on a standard contract or a certification; an impact assessment is kept for three years.
#     zh: 出境依据标准合同或认证，影响评估报告保存三年。
#     nl: De doorgifte steunt op een standaardcontract of certificering; de effectbeoordeling blijft drie jaar bewaard.
findings contains permit(rego.metadata.rule(), "SC_OR_CERT", duties) if {
	counted
	not assessed
	contracted
	facts.held({"SC", "CERT", "SA"})
}

# METADATA
# title: C13 Few persons, nothing sensitive
# custom:
#   id: C13
#   cite: [CAC 2024 art 5(4), CAC 2024 art 10]
#   text:
#     en: Fewer than 100,000 persons and nothing sensitive needs no mechanism; notice and consent are still owed.
#     zh: 累计不满10万人且不含敏感个人信息的免予适用出境机制，但仍须告知并取得同意。
#     nl: Minder dan 100.000 personen en niets gevoeligs vraagt geen mechanisme; kennisgeving en toestemming blijven nodig.
findings contains permit(rego.metadata.rule(), "EXEMPT_ART5_4", ["LOG.EXEMPT", "NOTICE.XB", "PIA.CN"]) if {
	counted
	not assessed
	not contracted
}

# METADATA
# title: Separate consent to go abroad
# custom:
#   id: pipl_39
#   cite: [PIPL 39]
#   text:
#     en: The person must have given separate consent to this recipient abroad, unless the basis is a contract.
#     zh: 向境外接收方提供个人信息须取得个人单独同意，以合同为基础的除外。
#     nl: De persoon moet apart hebben ingestemd met deze ontvanger in het buitenland, tenzij de grondslag een overeenkomst is.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 5, "effect": "DENY", "need": "CONSENT.XB"}) if {
	applies
	not released
	not agreed
}

# METADATA
# title: Separate consent is kept
# custom:
#   id: pipl_39.held
#   cite: [PIPL 14, PIPL 39]
#   text:
#     en: The person's separate consent to this recipient abroad is kept with the transfer.
#     zh: 个人对该境外接收方的单独同意随出境记录留存。
#     nl: De aparte toestemming voor deze ontvanger in het buitenland wordt bij de doorgifte bewaard.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 5, "must": ["CONSENT.XB"]}) if {
	applies
	not released
	object.get(facts.given, "basis", "consent") != "contract"
	facts.given.sep_consent == true
}

released if overseas_origin

released if necessary

agreed if facts.given.sep_consent == true

agreed if facts.given.basis == "contract"

duties := ["LOG.TRANSFER", "NOTICE.XB", "PIA.CN", "RECORD.3Y", "VOL.COUNT"]

# METADATA
# title: C12 The standard contract is filed
# custom:
#   id: C12.FILE
#   cite: [SC Measures 7]
#   text:
#     en: A standard contract is filed within ten working days.
#     zh: 标准合同须在生效后十个工作日内备案。
#     nl: Een standaardcontract wordt binnen tien werkdagen gedeponeerd.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["FILE.10WD"]}) if {
	counted
	not assessed
	contracted
	facts.held({"SC"})
	not facts.held({"CERT", "SA"})
}
