package domicile.law.cn.outbound_test

import data.domicile
import data.switches

# A mainland point on its way to Singapore, with what else is known.
question(more) := {"query": "transfer", "facts": object.union(
	{
		"record": {"type": "loc.point", "crs": "GCJ02", "precision_m": 5},
		"subjects": [{"home": "CN", "age": 34}], "collect": "CN", "via": "phone",
		"tenant": {"est": "CN", "ftz": "Tianjin"}, "src": "CN", "dest": "SG", "purpose": "support",
		"volume": {"spi_ytd": 1}, "sep_consent": true,
	},
	more,
)}

test_a_free_trade_zone_on_counsels_list_exempts if {
	answer := domicile.decision with input as question({"exemption": "ftz"})
		with data.switches as object.union(switches, {"cn.free_trade_list": ["Tianjin"]})
	answer.effect == "ALLOW"
	answer.need == "EXEMPT_ART6"
	answer.counsel
}

test_counsel_can_close_the_exemption_for_chat if {
	delivery := {"purpose": "deliver_message", "exemption": "contract", "basis": "contract", "user_initiated": true}
	open := domicile.decision with input as question(delivery)
	open.need == "EXEMPT_ART5"
	closed := domicile.decision with input as question(delivery)
		with data.switches as object.union(switches, {"cn.chat_delivery_contract_exempt": false})
	closed.effect == "DENY"
	closed.need == "SC_OR_CERT"
}

test_counsel_can_hold_100000_subjects_superseded if {
	facts := {"via": "in_car", "volume": {"spi_ytd": 1, "total": 100001}, "mech": ["SC"]}
	important := domicile.decision with input as question(facts)
	important.need == "SA"
	superseded := domicile.decision with input as question(facts)
		with data.switches as object.union(switches, {"cn.c5_over_100k_is_important_for_export": false})
	superseded.need == "SC_OR_CERT"
	superseded.effect == "ALLOW"
}

test_a_single_place_onward_is_read_as_one if {
	answer := domicile.decision with input as question({
		"dest": "HK", "tenant": {"est": "CN", "cn_gba": true}, "gba": true, "mech": ["GBA_SC"], "onward": "HK",
	})
	answer.effect == "ALLOW"
}

test_telemetry_aggregates_go_out_once_the_list_of_2026_is_loaded if {
	record := {"type": "veh.telemetry", "crs": "GCJ02", "precision_m": 5, "aggregate": "speed"}
	empty := domicile.decision with input as question({"record": record, "volume": {"pi_ytd": 1}})
	empty.need == "SA"
	loaded := domicile.decision with input as question({"record": record, "volume": {"pi_ytd": 1}})
		with data.switches as object.union(switches, {"cn.guidelines2026_items": ["speed"]})
	loaded.need == "SC_OR_CERT"
}

test_a_listed_zone_exempts_neither_important_data_nor_who_does_not_ask if {
	zones := object.union(switches, {"cn.free_trade_list": ["Tianjin"]})
	important := domicile.decision with input as question({
		"exemption": "ftz", "important_notified": true, "mech": ["SA"],
	})
		with data.switches as zones
	important.need == "SA"
	unasked := domicile.decision with input as question({}) with data.switches as zones
	unasked.need == "SC_OR_CERT"
}
