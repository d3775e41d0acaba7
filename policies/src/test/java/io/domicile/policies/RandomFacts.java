// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.random.RandomGenerator;

/// Well-typed facts without sense: every fact is there or not, and takes values at and about the
/// limits.
final class RandomFacts {

    private static final List<String> QUERIES =
            List.of(
                    "store",
                    "store",
                    "store",
                    "transfer",
                    "transfer",
                    "read",
                    "replicate",
                    "fanout",
                    "authority",
                    "breach",
                    "crypto",
                    "erase",
                    "audit",
                    "due");
    private static final List<String> COUNTRIES =
            List.of(
                    "CN", "CN", "DE", "FR", "GB", "CH", "SG", "HK", "MO", "TW", "US", "RU", "JP",
                    "IN", "?", "NL");
    private static final List<String> TYPES =
            List.of(
                    "loc.point",
                    "loc.live",
                    "loc.track",
                    "loc.dest",
                    "loc.coarse",
                    "loc.charge",
                    "msg.loc",
                    "msg.text",
                    "msg.voice",
                    "msg.image",
                    "msg.meta",
                    "veh.telemetry",
                    "ai.query",
                    "ai.profile",
                    "sess.qr",
                    "dev.id",
                    "x");
    private static final List<String> PURPOSES =
            List.of(
                    "deliver_message",
                    "navigation",
                    "live_share",
                    "ai_recommend",
                    "support",
                    "analytics",
                    "marketing",
                    "emergency",
                    "resale");
    private static final List<String> MECHANISMS =
            List.of(
                    "SC",
                    "CERT",
                    "SA",
                    "GBA_SC",
                    "EU_SCC",
                    "TIA_OK",
                    "BCR",
                    "LAW",
                    "CONTRACT",
                    "DPF",
                    "UK_IDTA");
    private static final List<String> FLAGS =
            List.of(
                    "sep_consent",
                    "user_initiated",
                    "gba",
                    "core",
                    "important_notified",
                    "session_closed",
                    "certified_module",
                    "contains_plain_subject_id",
                    "minors",
                    "unintelligible");
    private static final List<Integer> NUMBERS =
            List.of(0, 1, 183, 499, 500, 9999, 10000, 99999, 100000, 100001, 999999, 1000000);

    private static final List<String> DATES =
            List.of("2026-11-19", "2026-11-20", "2026-11-21", "2028-02-29");

    private final RandomGenerator random;

    RandomFacts(RandomGenerator random) {
        this.random = random;
    }

    Question next() {
        ObjectNode facts = Json.MAPPER.createObjectNode();
        facts.set("record", item());
        people(facts.putArray("subjects"), 1 + random.nextInt(2));
        facts.set("sender", person());
        people(facts.putArray("members"), random.nextInt(3));
        List.of("collect", "place", "src", "dest").forEach(name -> text(facts, name, COUNTRIES));
        choices(facts);
        FLAGS.forEach(name -> flag(facts, name));
        number(facts, "affected");
        number(facts, "age_days");
        some(facts, "mech", MECHANISMS);
        text(facts, "now", DATES);
        entries((ArrayNode) facts.get("mech"));
        some(facts, "approvals", List.of("PRC_APPROVAL", "SURVEY_APPROVAL"));
        some(facts, "keys_in", List.of("NL", "SG", "CN"));
        ObjectNode volume = facts.putObject("volume");
        List.of("total", "pi_ytd", "spi_ytd", "us_devices").forEach(name -> number(volume, name));
        ObjectNode tenant = facts.putObject("tenant");
        text(tenant, "est", COUNTRIES);
        List.of("ciio", "survey", "cn_gba", "state_organ").forEach(name -> flag(tenant, name));
        if (often()) {
            tenant.put("mlps", random.nextInt(1, 6));
        }
        ObjectNode requester = facts.putObject("requester");
        text(requester, "country", COUNTRIES);
        text(requester, "instrument", List.of("EPOC", "EPOC_PR", "TREATY", "ORDER"));
        return new Question(pick(QUERIES), facts);
    }

    private void choices(ObjectNode facts) {
        text(facts, "ingress", List.of("CN", "EU", "SG", "US"));
        text(facts, "via", List.of("in_car", "phone"));
        text(facts, "purpose", PURPOSES);
        text(facts, "basis", List.of("contract", "consent"));
        text(facts, "exemption", List.of("contract", "overseas_origin", "emergency", "hr", "ftz"));
        text(facts, "region", List.of("CN", "NL", "SG", "US"));
        text(facts, "suite", List.of("SM", "AES"));
        text(facts, "record_kind", List.of("network_log", "message", "pia", "cookie"));
        text(
                facts,
                "clock",
                List.of("gdpr12_3", "auto9_delete", "gdpr33", "auto13_annual", "sunset"));
        text(
                facts,
                "received",
                List.of("2026-01-31", "2024-02-29", "2026-02-29", "2026-11-20T08:00:00Z"));
        text(facts, "risk", List.of("none", "low", "high"));
    }

    private ObjectNode item() {
        ObjectNode item = Json.MAPPER.createObjectNode();
        text(item, "type", TYPES);
        text(item, "crs", List.of("WGS84", "GCJ02", "GCJ02", "CGCS2000"));
        if (often()) {
            item.put("precision_m", pick(List.of(5, 999, 1000, 1001, 2999, 3000, 20000)));
        }
        List.of("continuous", "sensitive_area", "grld").forEach(name -> flag(item, name));
        if (!often()) {
            item.put("aggregate", "charging_network");
        }
        return item;
    }

    private void people(ArrayNode people, int count) {
        for (int i = 0; i < count; i++) {
            people.add(person());
        }
    }

    private ObjectNode person() {
        ObjectNode person = Json.MAPPER.createObjectNode();
        text(person, "home", COUNTRIES);
        if (often()) {
            person.put("age", pick(List.of(12, 13, 14, 15, 16, 17, 18, 34)));
        }
        flag(person, "guardian");
        return person;
    }

    private void text(ObjectNode object, String name, List<String> values) {
        if (often()) {
            object.put(name, pick(values));
        }
    }

    private void flag(ObjectNode object, String name) {
        if (random.nextInt(5) == 0) {
            object.put(name, random.nextInt(4) != 0);
        }
    }

    private void number(ObjectNode object, String name) {
        if (often()) {
            object.put(name, pick(NUMBERS));
        }
    }

    private void some(ObjectNode object, String name, List<String> values) {
        ArrayNode chosen = object.putArray(name);
        values.stream().filter(_ -> random.nextInt(3) == 0).forEach(chosen::add);
    }

    private void entries(ArrayNode mechanisms) {
        for (int i = 0; i < mechanisms.size(); i++) {
            if (random.nextBoolean()) {
                ObjectNode entry = Json.MAPPER.createObjectNode().set("id", mechanisms.get(i));
                text(entry, "valid_to", DATES);
                mechanisms.set(i, entry);
            }
        }
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private boolean often() {
        return random.nextInt(12) != 0;
    }
}
