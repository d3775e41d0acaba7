# METADATA
# description: |
#   The query `authority` - a court or authority demands a stored record (LAW 2.7). Facts: `src` (or `region`), the store;
#   `requester` with `country` (`authority`, where the demand comes through a parent company), `instrument` (`EPOC`,
#   `EPOC_PR`, `TREATY`, `CPC`, …) and `emergency`; `approvals`.
package domicile.query.authority

import data.domicile.lib.facts
import data.domicile.lib.territory
import data.domicile.lib.verdict
import data.law.clocks

store := territory.region(object.get(facts.given, "src", object.get(facts.given, "region", "?")))

requester := object.get(facts.given, "requester", {})

# Whose demand it is: the authority behind it, wherever the letter came from.
country := code if {
	code := object.get(requester, behind, "?")
	territory.known(code)
}

# `authority` names a country by two capitals; any other text says what kind of authority it is.
default behind := "country"

behind := "authority" if regex.match(`^[A-Z]{2}$`, requester.authority)

european if territory.eea(country)

instrument := object.get(requester, "instrument", "")

order if {
	european
	instrument in {"EPOC", "EPO", "EPOC_PR", "EPOC-PR"}
}

production if {
	order
	instrument in {"EPOC", "EPO"}
}

treaty if instrument in {"TREATY", "MLAT"}

decision := verdict.answer([finding | some finding in findings], clock)

default clock := {}

clock := {"deadline_h": clocks.epoc_emergency.hours} if {
	production
	requester.emergency == true
}

clock := {"deadline_h": 24 * clocks.epoc.days} if {
	production
	not requester.emergency
}

refuse(meta, need, must) := verdict.finding(meta, {"stage": 2, "effect": "DENY", "need": need, "must": must})

refer(meta, must) := verdict.finding(meta, {
	"stage": 2, "effect": "REFER", "must": array.concat(must, ["LOG.DISCLOSURE", "TWO.PERSON"]), "counsel": true,
})

# METADATA
# title: The demand is not understood
# custom:
#   id: AUTH.UNKNOWN
#   cite: [PIPL 41, GDPR 48, PDPA 26]
#   text:
#     en: It is not known which store is meant or whose demand it is.
#     zh: 所涉存储区域或提出要求的机构不明。
#     nl: Het is niet bekend welke opslag is bedoeld of wie vordert.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 0, "effect": "DENY"}) if not understood

understood if {
	store
	country
}

# METADATA
# title: A Chinese authority and the mainland store
# custom:
#   id: AUTH.CN.CN
#   cite: [DSL 35]
#   text:
#     en: A mainland authority with strictly approved procedure is assisted; the instrument is verified, the scope minimal, the tenant told.
#     zh: 境内机关依法经严格批准手续调取数据的，应予配合；核验文书、最小范围提供并告知租户。
#     nl: Een Chinese instantie met streng goedgekeurde procedure krijgt medewerking; het stuk wordt geverifieerd, de omvang is minimaal, de klant hoort het.
findings contains refer(rego.metadata.rule(), ["MIN.SCOPE", "NOTICE.TENANT", "VERIFY.INSTRUMENT"]) if {
	store == "CN"
	country == "CN"
}

# METADATA
# title: A foreign authority and the mainland store
# custom:
#   id: AUTH.CN.FOREIGN
#   cite: [PIPL 41, DSL 36, IJA Law 4]
#   text:
#     en: Nothing stored in the mainland goes to a foreign authority without approval of the competent authority.
#     zh: 非经主管机关批准，不得向外国司法或执法机构提供存储于境内的数据。
#     nl: Niets uit de Chinese opslag gaat naar een buitenlandse instantie zonder goedkeuring van de bevoegde autoriteit.
findings contains refuse(rego.metadata.rule(), "PRC_APPROVAL", ["HOLD", "LOG.DISCLOSURE", "NOTICE.TENANT"]) if {
	store == "CN"
	country != "CN"
	not facts.approved({"PRC_APPROVAL"})
}

# METADATA
# title: H13 A European order for mainland data
# custom:
#   id: H13
#   cite: [Reg 2023/1543 art 17, PIPL 41]
#   text:
#     en: A European order that collides with Chinese law is answered by a reasoned objection within ten days; the data is preserved.
#     zh: 欧盟调取令与中国法律冲突时，应在十日内提出附理由的异议，并保全数据。
#     nl: Een Europees bevel dat met Chinees recht botst, wordt binnen tien dagen met een gemotiveerd bezwaar beantwoord; de gegevens blijven bewaard.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 2, "effect": "DENY", "need": "PRC_APPROVAL", "must": ["ART17.OBJECTION", "PRESERVE"], "counsel": true,
}) if {
	store == "CN"
	order
	not facts.approved({"PRC_APPROVAL"})
}

# METADATA
# title: An approved demand for mainland data
# custom:
#   id: AUTH.CN.APPROVED
#   cite: [PIPL 41, DSL 36]
#   text:
#     en: The competent authority approved the provision; two officers release what it covers and no more.
#     zh: 主管机关已批准提供；由两名人员复核，仅提供批准范围内的数据。
#     nl: De bevoegde autoriteit keurde de verstrekking goed; twee functionarissen geven vrij wat zij dekt en niet meer.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 4, "effect": "ALLOW", "need": "PRC_APPROVAL",
	"must": ["LOG.DISCLOSURE", "MIN.SCOPE", "NOTICE.TENANT", "TWO.PERSON", "VERIFY.INSTRUMENT"], "counsel": true,
}) if {
	store == "CN"
	country != "CN"
	facts.approved({"PRC_APPROVAL"})
}

# METADATA
# title: A Chinese authority and the other stores
# custom:
#   id: AUTH.ABROAD.CN
#   cite: [GDPR 48, PDPA 26, DSL 35]
#   text:
#     en: A mainland authority gets nothing from the stores abroad, which have no key or door there; the attempt is recorded and mutual assistance named.
#     zh: 境内机关不得直接调取境外存储的数据，境内无密钥亦无管理通道；记录该请求并告知司法协助途径。
#     nl: Een Chinese instantie krijgt niets uit de opslag elders, die daar geen sleutel of deur heeft; de poging wordt vastgelegd en rechtshulp genoemd.
findings contains refuse(rego.metadata.rule(), "TREATY", ["LOG.DISCLOSURE", "NOTICE.TENANT"]) if {
	store != "CN"
	country == "CN"
}

# METADATA
# title: European orders
# custom:
#   id: AUTH.EPO
#   cite: [Reg 2023/1543 art 10, Reg 2023/1543 art 11]
#   text:
#     en: A European order reaches a provider wherever the data lies; it is preserved at once and the tenant, its addressee, answers in time.
#     zh: 欧盟调取令不论数据存于何处均可适用；应立即保全，由租户作为受文人按期答复。
#     nl: Een Europees bevel bereikt de aanbieder waar de gegevens ook liggen; zij worden meteen bewaard en de klant, de geadresseerde, antwoordt op tijd.
findings contains refer(rego.metadata.rule(), ["NOTICE.TENANT", "PRESERVE", "PRESERVE.60D", "VERIFY.INSTRUMENT"]) if {
	store != "CN"
	order
}

# METADATA
# title: Other demands inside the EEA
# custom:
#   id: AUTH.NL.NATIONAL
#   cite: [GDPR 6(1)(c), GDPR 23]
#   text:
#     en: A national order of the EEA is verified and decided by counsel.
#     zh: 欧洲经济区成员国的国内命令须经核验并由法律顾问决定。
#     nl: Een nationaal bevel uit de EER wordt geverifieerd; de jurist beslist.
findings contains refer(rego.metadata.rule(), ["MIN.SCOPE", "VERIFY.INSTRUMENT"]) if {
	store == "NL"
	european
	not order
}

# METADATA
# title: Third countries and the European store
# custom:
#   id: AUTH.NL.FOREIGN
#   cite: [GDPR 48, EDPB 02/2024]
#   text:
#     en: A third country's judgment or order is served by treaty only; the controller is told.
#     zh: 第三国判决或命令仅可依国际条约执行，并告知控制者。
#     nl: Een vonnis of bevel van een derde land werkt alleen via een verdrag; de verwerkingsverantwoordelijke hoort het.
findings contains refuse(rego.metadata.rule(), "TREATY", ["LOG.DISCLOSURE", "NOTICE.TENANT"]) if {
	store == "NL"
	country != "CN"
	not european
	not treaty
	not facts.is_aggregate
}

# METADATA
# title: E8 Aggregates asked by a third country
# custom:
#   id: E8
#   cite: [Data Act 32]
#   text:
#     en: Aggregates go to a third country's authority by treaty or after the test of a reasoned order; counsel decides, the customer is told.
#     zh: 第三国机构调取聚合数据，须依国际条约或经附理由命令审查；由法律顾问决定并告知客户。
#     nl: Aggregaten gaan naar een instantie van een derde land via een verdrag of na toetsing van een gemotiveerd bevel; de jurist beslist, de klant hoort het.
findings contains refer(rego.metadata.rule(), ["MIN.SCOPE", "NOTICE.TENANT", "VERIFY.INSTRUMENT"]) if {
	store == "NL"
	country != "CN"
	not european
	not treaty
	facts.is_aggregate
}

# METADATA
# title: Demands under a treaty
# custom:
#   id: AUTH.TREATY
#   cite: [GDPR 48, PDPA 26]
#   text:
#     en: A demand under a treaty in force is verified and decided by counsel.
#     zh: 依现行条约提出的要求经核验后由法律顾问决定。
#     nl: Een vordering onder een geldend verdrag wordt geverifieerd; de jurist beslist.
findings contains refer(rego.metadata.rule(), ["MIN.SCOPE", "NOTICE.TENANT", "VERIFY.INSTRUMENT"]) if {
	store == "NL"
	country != "CN"
	not european
	treaty
}

# METADATA
# title: Singapore orders for the Singapore store
# custom:
#   id: AUTH.SG.SG
#   cite: [CPC 20, CPC 39]
#   text:
#     en: An order under the Criminal Procedure Code is verified, obeyed within its scope and logged.
#     zh: 依刑事诉讼法作出的命令经核验后在其范围内执行并留存记录。
#     nl: Een bevel onder het wetboek van strafvordering wordt geverifieerd, binnen zijn omvang uitgevoerd en gelogd.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 4, "effect": "ALLOW", "need": "NONE",
	"must": ["LOG.DISCLOSURE", "MIN.SCOPE", "NOTICE.TENANT", "TWO.PERSON", "VERIFY.INSTRUMENT"],
}) if {
	store == "SG"
	country == "SG"
}

# METADATA
# title: Other countries and the Singapore store
# custom:
#   id: AUTH.SG.FOREIGN
#   cite: [PDPA 26]
#   text:
#     en: A foreign demand for the Singapore store is decided by counsel.
#     zh: 境外机构对新加坡存储数据的要求由法律顾问决定。
#     nl: Over een buitenlandse vordering voor de opslag in Singapore beslist de jurist.
findings contains refer(rego.metadata.rule(), ["NOTICE.TENANT", "VERIFY.INSTRUMENT"]) if {
	store == "SG"
	not country in {"CN", "SG"}
	not order
}
