package domicile.law.cn.pipl_test

import data.domicile.law.cn.pipl
import data.switches

facts := {
	"record": {"type": "msg.text"}, "subjects": [{"home": "CN", "age": 34}], "collect": "CN",
	"via": "phone", "tenant": {"est": "CN"}, "purpose": "support",
}

test_counsel_decides_whether_bodies_are_sensitive if {
	"cn.msg.body.spi" in labels(true)
	not "cn.msg.body.spi" in labels(false)
}

labels(counts) := found if {
	found := pipl.labels with input as {"query": "store", "facts": facts}
		with data.switches as object.union(switches, {"cn.msg_body_counts_as_spi": counts})
}
