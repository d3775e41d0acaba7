# METADATA
# description: |
#   The facts of one question as the laws read them. What is absent or ill-typed is undefined here, so that only
#   a rule that asks for its absence sees it.
package domicile.lib.facts

import data.domicile.lib.calendar
import data.domicile.lib.territory
import data.kinds
import data.law
import data.territory as countries

given := object.get(input, "facts", {})

record := object.get(given, "record", {})

tenant := object.get(given, "tenant", {})

subjects := object.get(given, "subjects", [])

kind := record.type if kinds[record.type]

# The groups in which the laws speak of it.
is := kinds[record.type]

collect := given.collect if territory.known(given.collect)

# Where the coordinate lies; without one, where the record was collected.
place := given.place if territory.known(given.place)

place := collect if object.get(given, "place", null) == null

established := tenant.est if territory.known(tenant.est)

homes contains subject.home if {
	some subject in subjects
	territory.known(subject.home)
}

home_regions contains territory.region(home) if some home in homes

# The region of the gateway that took the record in.
ingress := countries.ingress[given.ingress]

ingress := territory.region(collect) if object.get(given, "ingress", null) == null

in_car if given.via == "in_car"

mainland if collect == "CN"

# The mainland coordinate that the surveying rules speak of.
mainland_place if {
	is.territorial
	place == "CN"
}

is_aggregate if is_string(record.aggregate)

# IP, cell and city level, or a grid of 3 km and more.
coarse if {
	is.position
	record.precision_m >= law.coarsening.default_grid_m
}

coarse if {
	kind == "loc.coarse"
	not measured
}

coarse if {
	kind == "loc.coarse"
	record.precision_m > law.coarsening.cn_precise_if_m_le
}

measured if is_number(record.precision_m)

# A single position close enough to be sensitive in the mainland.
precise if {
	is.position
	not is.track
	measured
	record.precision_m <= law.coarsening.cn_precise_if_m_le
}

track if is.track

track if {
	is.position
	record.continuous == true
}

younger_than(years) if {
	some subject in subjects
	subject.age < years
}

consents contains consent if {
	some subject in subjects
	some consent in subject.consents
}

guarded(subject) if subject.guardian == true

guarded(subject) if "CONSENT.GUARD" in subject.consents

# The store that holds the record: the region of the place named.
origin := territory.region(given.src)

# Where it is to go, or to be read from.
target := given.dest if territory.known(given.dest)

# Whether it stays under the law of its store.
domestic if {
	origin == "CN"
	target == "CN"
}

domestic if {
	origin == "NL"
	territory.eea(target)
}

domestic if {
	origin == countries.elsewhere
	target == countries.elsewhere
}

abroad if {
	origin
	target
	not domestic
}

# A mechanism held: by its id, or as an entry of the register that holds today and covers the question.
held(names) if {
	some mechanism in given.mech
	mechanism in names
}

held(names) if {
	some mechanism in given.mech
	mechanism.id in names
	calendar.day(mechanism.valid_to) >= calendar.day(given.now)
	covers(mechanism)
}

# METADATA
# title: The scope of a mechanism
# description: |
#   `scope` is a code or a list of codes of three kinds - countries and territories, purposes, record types. Of each kind
#   of which the scope names a code, the question's own must be among them - where the record goes or the reader is, what
#   for, what it is. A kind of which none is named is not limited, so no scope is no limit. A code of no known kind
#   makes the mechanism cover nothing.
covers(mechanism) if {
	codes := scope(mechanism)
	every code in codes {
		understood(code)
	}
	within(codes, countries.codes, object.get(given, "dest", "?"))
	within(codes, law.purposes, object.get(given, "purpose", "?"))
	within(codes, kinds, object.get(record, "type", "?"))
}

scope(mechanism) := [] if object.get(mechanism, "scope", null) == null

scope(mechanism) := [mechanism.scope] if is_string(mechanism.scope)

scope(mechanism) := mechanism.scope if is_array(mechanism.scope)

understood(code) if countries.codes[code]

understood(code) if law.purposes[code]

understood(code) if kinds[code]

within(codes, known, _) if {
	every code in codes {
		not known[code]
	}
}

within(codes, _, asked) if asked in codes

approved(names) if {
	some approval in given.approvals
	approval in names
}

message_or_place if is.body

message_or_place if is.position

# One message or one position, as opposed to figures about many.
single if {
	message_or_place
	not is_aggregate
}

# What the person sends to somebody by his own act.
delivery if {
	given.user_initiated == true
	given.purpose in {"deliver_message", "live_share"}
}
