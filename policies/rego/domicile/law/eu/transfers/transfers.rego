# METADATA
# description: |
#   LAW 2.4 and 2.5 S6, S7 - out of the European store: GDPR chapter V, and the same of the United Kingdom and
#   Switzerland.
package domicile.law.eu.transfers

import data.domicile.lib.facts
import data.domicile.lib.territory
import data.domicile.lib.verdict
import data.law.eu_adequacy as adequacy
import data.switches

applies if {
	facts.origin == "NL"
	facts.abroad
}

permit(meta, need, must) := verdict.finding(meta, {"stage": 4, "effect": "ALLOW", "need": need, "must": must})

# METADATA
# title: E3 Nothing systematic to the mainland
# custom:
#   id: E3
#   cite: [GDPR 44, GDPR 46(1), "[2026] IEHC 347"]
#   text:
#     en: No safeguard makes a systematic transfer to mainland China lawful; only single messages by the user's own act may go.
#     zh: 任何保障措施均不能使向中国大陆的系统性传输合法；仅用户自行发送的单条消息可以传输。
#     nl: Geen waarborg maakt een stelselmatige doorgifte naar China rechtmatig; alleen losse berichten die de gebruiker zelf stuurt mogen.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 2, "effect": "DENY", "need": "ART46_UNAVAILABLE",
}) if {
	applies
	facts.target == "CN"
	not single_delivery
}

# METADATA
# title: E5 No live position to the mainland
# custom:
#   id: E5
#   cite: [GDPR 5(1)(c), GDPR 44, GDPR 49]
#   text:
#     en: A live position or track does not go to mainland China; a place on a grid of 3 km or a single point may be offered.
#     zh: 实时位置或轨迹不得传输至中国大陆，可改为提供3公里网格的粗略位置或单个位置点。
#     nl: Een live positie of rit gaat niet naar China; een plaats op een raster van 3 km of een enkel punt kan worden aangeboden.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 2, "effect": "DENY", "need": "ART46_UNAVAILABLE", "must": ["COARSEN.3KM"],
}) if {
	applies
	facts.target == "CN"
	facts.delivery
	streamed
}

# METADATA
# title: E1 Adequate countries
# custom:
#   id: E1
#   cite: [GDPR 45, UK GDPR 45A, DPO annex 1]
#   text:
#     en: The country of the recipient offers adequate protection; the transfer is registered.
#     zh: 接收方所在国具有充分保护水平；该传输予以登记。
#     nl: Het land van de ontvanger biedt passende bescherming; de doorgifte wordt geregistreerd.
findings contains permit(rego.metadata.rule(), "ART45", ["LOG.TRANSFER"]) if adequate

adequate if {
	applies
	adequacy.always[facts.target]
}

adequate if {
	applies
	facts.held(adequacy.certified[facts.target])
}

# METADATA
# title: E1 Commercial organisations in Canada
# custom:
#   id: E1.COMMERCIAL
#   cite: [GDPR 45]
#   text:
#     en: The country is adequate for commercial organisations; that the recipient is one is kept on record.
#     zh: 该国的充分性认定仅适用于商业组织，须留存接收方属于商业组织的证明。
#     nl: Het land is passend voor commerciële organisaties; dat de ontvanger er een is, wordt vastgelegd.
findings contains permit(rego.metadata.rule(), "ART45", ["LOG.TRANSFER", "RECIPIENT.COMMERCIAL"]) if commercial

commercial if {
	applies
	adequacy.commercial[facts.target]
}

# METADATA
# title: E2 Safeguards and impact assessment
# custom:
#   id: E2
#   cite: [GDPR 46, UK GDPR 46, FADP 16, C-311/18]
#   text:
#     en: The transfer rests on appropriate safeguards and a documented transfer impact assessment.
#     zh: 传输依据适当保障措施及书面的传输影响评估。
#     nl: De doorgifte steunt op passende waarborgen en een vastgelegde doorgifte-effectbeoordeling.
findings contains permit(rego.metadata.rule(), "ART46", ["LOG.TRANSFER", "TIA"]) if safeguarded

safeguarded if {
	applies
	facts.target != "CN"
	facts.held({"TIA_OK"})
	every home in facts.homes {
		covered(home)
	}
}

covered(_) if facts.held({"BCR"})

covered(home) if {
	not home in {"GB", "CH"}
	facts.held({"EU_SCC"})
}

covered("GB") if facts.held({"UK_IDTA", "UK_ADDENDUM"})

covered("CH") if {
	facts.held({"EU_SCC"})
	facts.held({"CH_RIDER"})
}

# METADATA
# title: E4 A message that the user sends himself
# custom:
#   id: E4
#   cite: [GDPR 49(1)(b), GDPR 13(1)(f), EDPB 05/2021]
#   text:
#     en: One message or point that the user sends himself may go; the copy is minimal, short-lived in transit, and the notice names the country.
#     zh: 用户自行发送的单条消息或位置点可以传输；副本最小化、短期过境，告知中写明目的国。
#     nl: Een enkel bericht of punt dat de gebruiker zelf stuurt mag weg; de kopie is minimaal, kort onderweg, en de kennisgeving noemt het land.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 4, "effect": "ALLOW", "need": "ART49_1_B", "counsel": true,
	"must": ["LOG.TRANSFER", "MIN.COPY", "NOTICE.COUNTRY", "NO_ANALYTICS", "TTL.TRANSIT"],
}) if {
	derogated
}

derogated if {
	applies
	not secured
	single_delivery
}

single_delivery if {
	switches["eu.art49_for_chat_to_cn"] == "single_messages"
	facts.delivery
	facts.single
	not streamed
}

# A live position, in one record or in many; on a grid of 3 km it may be offered.
streamed if facts.track

streamed if {
	facts.given.purpose == "live_share"
	facts.is.position
	not facts.coarse
}

secured if adequate

secured if commercial

secured if safeguarded

# METADATA
# title: Vital interests
# custom:
#   id: gdpr_49_1_f
#   cite: [GDPR 6(1)(d), GDPR 49(1)(f)]
#   text:
#     en: In an emergency the record may go to protect a life; the person is told afterwards.
#     zh: 为保护生命的紧急情况可以传输，事后告知个人。
#     nl: In een noodgeval mag het record weg om een leven te beschermen; de persoon hoort het achteraf.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 4, "effect": "ALLOW", "need": "ART49_1_F", "must": ["LOG.TRANSFER"], "counsel": true,
}) if {
	vital
}

vital if {
	applies
	not secured
	facts.given.exemption == "emergency"
	facts.given.purpose == "emergency"
}

# METADATA
# title: E2 No ground for this country
# custom:
#   id: E2.LACK
#   cite: [GDPR 44, GDPR 46, C-311/18]
#   text:
#     en: The country is not adequate; safeguards and a transfer impact assessment must both be in the register.
#     zh: 该国未获充分性认定，须同时登记适当保障措施和传输影响评估。
#     nl: Het land is niet passend; waarborgen en een doorgifte-effectbeoordeling moeten beide in het register staan.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 4, "effect": "DENY", "need": "ART46"}) if groundless

groundless if {
	applies
	facts.target != "CN"
	not secured
	not derogated
	not vital
}

# METADATA
# title: E5 A live position needs more than a derogation
# custom:
#   id: E5.OTHER
#   cite: [GDPR 5(1)(c), GDPR 49]
#   text:
#     en: A live position is systematic and not covered by a derogation; a place on a grid of 3 km may be offered.
#     zh: 实时位置属系统性传输，不适用例外条款，可改为提供3公里网格的粗略位置。
#     nl: Een live positie is stelselmatig en valt niet onder een afwijking; een plaats op een raster van 3 km kan worden aangeboden.
findings contains verdict.finding(rego.metadata.rule(), {
	"stage": 4, "effect": "DENY", "need": "ART46", "must": ["COARSEN.3KM"],
}) if {
	groundless
	facts.delivery
	streamed
}

# METADATA
# title: E6 Keys stay in the EEA
# custom:
#   id: E6
#   cite: [GDPR 46, EDPB Rec 01/2020]
#   text:
#     en: A backup outside the EEA is ciphertext whose keys exist in the EEA only.
#     zh: 欧洲经济区以外的备份须为密文，且密钥仅存于欧洲经济区内。
#     nl: Een reservekopie buiten de EER is versleuteld met sleutels die alleen in de EER bestaan.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 4, "effect": "DENY", "need": "KEYS.EEA"}) if {
	backed_up
	not keys_at_home
}

backed_up if {
	applies
	facts.given.purpose == "backup"
}

keys_at_home if {
	count(facts.given.keys_in) > 0
	every place in facts.given.keys_in {
		territory.eea(place)
	}
}

# METADATA
# title: E6 A backup under European keys
# custom:
#   id: E6.OK
#   cite: [EDPB Rec 01/2020]
#   text:
#     en: The copy is ciphertext; nobody at the other site can open it.
#     zh: 副本为密文，备份地任何人均无法解密。
#     nl: De kopie is versleuteld; niemand op de andere plaats kan haar openen.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["ENC.AES", "KEY.LOCAL"]}) if backed_up
