# METADATA
# description: |
#   The query `fanout` - one copy per home region of the people in a message (LAW 2.8 H4, H5). The sender's record is
#   asked as `store`; each other copy as a delivery from there by his own act. `copies` says per region what becomes of it.
package domicile.query.fanout

import data.domicile.law.age
import data.domicile.lib.facts
import data.domicile.lib.territory
import data.domicile.lib.verdict
import data.domicile.query.store
import data.domicile.query.transfer
import data.territory as countries

sender := object.get(facts.given, "sender", {})

members := object.get(facts.given, "members", [])

# A tenant that is not named is one of the sender's home country, and a message comes from a telephone.
base := object.union_n([
	{"tenant": {"est": home} | home := sender.home; not facts.given.tenant},
	{"purpose": "deliver_message", "via": "phone"},
	object.remove(facts.given, ["sender", "members"]),
	{"subjects": [sender]},
])

kept := answer if answer := store.decision with input as {"query": "store", "facts": base}

origin := kept.region if kept.effect == "ALLOW"

# Where a copy is wanted: the store of the sender's record, and each home.
wanted := {territory.region(person.home) | some person in array.concat([sender], members)} | {origin}

# A member who may get a copy at his home.
received contains territory.region(member.home) if {
	some member in members
	grown(member)
	not countries.refer[member.home]
}

received contains territory.region(sender.home)

grown(member) if {
	is_number(member.age)
	guarded := age.findings with input as {"facts": {"subjects": [member], "collect": member.home}}
	count(guarded) == 0
}

delivery[region] := answer if {
	some region in received
	region != origin
	answer := transfer.decision with input as {"query": "transfer", "facts": object.union(base, {
		"src": origin, "dest": region, "exemption": "contract", "basis": "contract", "user_initiated": true,
	})}
}

copies[origin] := "ALLOW"

copies[region] := outcome(delivery[region]) if some region in (wanted - {origin})

copies[region] := "DENY" if {
	some region in (wanted - (received | {origin}))
}

outcome(answer) := "ALLOW" if answer.effect == "ALLOW"

outcome(answer) := "COARSEN" if {
	answer.effect != "ALLOW"
	"COARSEN.3KM" in answer.obligations
}

outcome(answer) := answer.effect if {
	answer.effect != "ALLOW"
	not "COARSEN.3KM" in answer.obligations
}

# What is owed for the copies that go out.
going := [answer | some region, answer in delivery; copies[region] in {"ALLOW", "COARSEN"}]

decision := verdict.answer(findings, {
	"copies": copies,
	"labels": kept.labels,
	"obligations": sort({duty |
		some answer in array.concat(going, [kept, {"obligations": verdict.obligations(findings)}])
		some duty in answer.obligations
	}),
	"counsel": true in {answer.counsel | some answer in array.concat(going, [kept])},
	"reasons": array.concat(kept.reasons, array.concat(
		verdict.reasons(findings),
		[reason | some answer in delivery; some reason in answer.reasons],
	)),
}) if {
	origin
	known
}

decision := object.union(object.remove(kept, ["region", "retain_days"]), {"copies": refused}) if {
	kept.effect != "ALLOW"
	known
}

refused[region] := kept.effect if region := territory.region(sender.home)

refused[region] := "DENY" if {
	some member in members
	region := territory.region(member.home)
	region != territory.region(sender.home)
}

known if {
	is_array(members)
	every member in members {
		territory.known(member.home)
	}
}

decision := verdict.refuse([homeless], [homeless], {"copies": {}}) if not known

# METADATA
# title: A member without a home
# custom:
#   id: H5.HOME
#   cite: [PIPL 9, GDPR 5(2)]
#   text:
#     en: The home of a member is not known, so no copy leaves.
#     zh: 群成员归属地未知，不得发出任何副本。
#     nl: De thuisregio van een deelnemer is onbekend; er gaat geen kopie weg.
homeless := verdict.finding(rego.metadata.rule(), {"stage": 0, "effect": "DENY", "need": "HOME"})

# METADATA
# title: H4 One copy per home
# custom:
#   id: H4
#   cite: [PIPL 6, GDPR 5(1)(c), PDPA 26]
#   text:
#     en: Each home region gets one copy under the law of the sender's store.
#     zh: 每个归属区域依发送方存储地法律各存一份副本。
#     nl: Elke thuisregio krijgt één kopie, onder het recht van de opslag van de afzender.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 3, "effect": "ALLOW", "must": []})

# METADATA
# title: H5 Others are tokens
# custom:
#   id: H5.TOKENS
#   cite: [PIPL 6, GDPR 5(1)(c)]
#   text:
#     en: A copy names the people of other regions by regional pseudonyms only.
#     zh: 副本仅以区域化名称标识其他区域的人员。
#     nl: Een kopie noemt mensen uit andere regio's alleen met regionale pseudoniemen.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["TOKENISE.PEER"]}) if count(copies) > 1

# METADATA
# title: H5 The sender is told
# custom:
#   id: H5.TOLD
#   cite: [GDPR 5(1)(a), PIPL 7]
#   text:
#     en: Where a copy is coarsened or not delivered, the others get theirs and the sender is told.
#     zh: 如某副本被粗化或未送达，其他副本照常送达，并告知发送方。
#     nl: Wordt een kopie vergroofd of niet bezorgd, dan krijgen de anderen de hunne en hoort de afzender het.
findings contains verdict.finding(rego.metadata.rule(), {"stage": 6, "must": ["SENDER.NOTICE"]}) if {
	some outcome in copies
	outcome != "ALLOW"
}
