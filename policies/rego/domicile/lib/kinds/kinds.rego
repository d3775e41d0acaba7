# METADATA
# description: The closed list of record types (LAW 1.1) and the groups in which the laws speak of them.
package domicile.lib.kinds

all := (positions | messages) | {
	"veh.telemetry", "contact.graph", "ai.query", "ai.profile",
	"sess.qr", "sess.logout", "id.real_name", "dev.id",
}

# A place of a person, however exact.
positions := pinpoints | {"loc.coarse"}

# Places that come from the precise-location permission.
pinpoints := singles | tracks

singles := {"loc.point", "loc.dest", "loc.charge", "msg.loc"}

tracks := {"loc.live", "loc.track"}

# What a car tells about where it is.
territorial := positions | {"veh.telemetry"}

messages := bodies | {"msg.loc", "msg.meta", "msg.roster"}

# What people say to each other, as opposed to who and when.
bodies := {"msg.text", "msg.voice", "msg.transcript", "msg.image"}
