// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Json;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Writes entries as events of the [Open Cybersecurity Schema Framework](https://schema.ocsf.io):
/// what was done with records as Datastore Activity (6005), all else as API Activity (6003).
///
/// @param origin the log's
/// @param region the region's code
/// @param version of the schema, one of [#VERSIONS]
record Ocsf(String origin, String region, String version) {

    /// A version under development, which has the profile `record_integrity`.
    static final String DEVELOPMENT = "1.9.0-dev";

    static final String USUAL = "1.6.0";

    static final List<String> VERSIONS = List.of(USUAL, DEVELOPMENT);

    private static final int OTHER = 99;

    /// Activities of the class for records, by act.
    private static final Map<String, Activity> RECORDS =
            Map.ofEntries(
                    Map.entry("store", new Activity(5, "Write")),
                    Map.entry("quarantine", new Activity(5, "Write")),
                    Map.entry("refer", new Activity(5, "Write")),
                    Map.entry("read", new Activity(1, "Read")),
                    Map.entry("search", new Activity(4, "Query")),
                    Map.entry("erase", new Activity(7, "Delete")),
                    Map.entry("expire", new Activity(7, "Delete")),
                    Map.entry("transfer", new Activity(6, "Create")));

    /// Activities of the class for calls, by act.
    private static final Map<String, Activity> CALLS =
            Map.ofEntries(
                    Map.entry("ask", new Activity(2, "Read")),
                    Map.entry("export", new Activity(2, "Read")),
                    Map.entry("report", new Activity(2, "Read")),
                    Map.entry("replay", new Activity(2, "Read")),
                    Map.entry("prove", new Activity(2, "Read")),
                    Map.entry("config", new Activity(3, "Update")),
                    Map.entry("register", new Activity(3, "Update")),
                    Map.entry("hold", new Activity(1, "Create")),
                    Map.entry("release", new Activity(4, "Delete")));

    private record Activity(int id, String name) {}

    /// The entry as one line of JSON.
    String of(Line line) throws JsonProcessingException {
        var act = line.text("act");
        boolean ofRecord = RECORDS.containsKey(act);
        var activity = (ofRecord ? RECORDS : CALLS).getOrDefault(act, new Activity(OTHER, act));
        int type = ofRecord ? 6005 : 6003;
        boolean fine = line.text("res").equals("ok");
        var event = JsonNodeFactory.instance.objectNode();
        event.put("category_uid", 6).put("class_uid", type);
        event.put("activity_id", activity.id()).put("activity_name", activity.name());
        event.put("type_uid", type * 100L + activity.id());
        event.put("severity_id", fine ? 1 : 2);
        event.put("time", millis(line));
        event.put("status_id", fine ? 1 : 2).put("status_code", line.text("res"));
        event.set("metadata", metadata(line));
        event.putObject("actor").set("user", user(line));
        // Addresses are personal data, so the log has none.
        event.putObject("src_endpoint").put("name", "not recorded");
        if (ofRecord) {
            event.put("type_id", 1).putObject("database").put("name", region).put("type_id", 1);
        } else {
            event.putObject("api").put("operation", act);
        }
        control(event, line, fine);
        event.set("unmapped", unmapped(line));
        if (version.equals(DEVELOPMENT)) {
            attest(event, line);
        }
        return Json.MAPPER.writeValueAsString(event) + "\n";
    }

    static long millis(Line line) {
        return Instant.parse(line.text("t")).toEpochMilli();
    }

    private ObjectNode metadata(Line line) {
        var metadata = JsonNodeFactory.instance.objectNode();
        metadata.put("version", version);
        metadata.putObject("product").put("name", "Domicile").put("vendor_name", "Domicile");
        metadata.put("uid", line.text("id")).put("tenant_uid", line.text("tenant"));
        metadata.put("log_name", origin).put("sequence", line.index());
        metadata.put("event_code", line.text("type") + "." + line.text("act"));
        var profiles = metadata.putArray("profiles").add("security_control");
        if (version.equals(DEVELOPMENT)) {
            profiles.add("record_integrity");
        }
        return metadata;
    }

    /// A role; and where the entry has it, the pseudonym of the credential.
    private static ObjectNode user(Line line) {
        var user = JsonNodeFactory.instance.objectNode().put("name", line.text("actor"));
        if (line.json().has("cred")) {
            user.put("uid", line.text("cred"));
        }
        return user;
    }

    private static void control(ObjectNode event, Line line, boolean fine) {
        boolean held = line.text("act").matches("quarantine|refer");
        event.put("action_id", fine ? 1 : 2);
        event.put("disposition_id", held ? 3 : fine ? 1 : 2);
        if (line.json().has("policy")) {
            event.putObject("policy")
                    .put("uid", line.text("policy"))
                    .put("version", line.text("rev"));
        }
    }

    private static ObjectNode unmapped(Line line) {
        var unmapped = JsonNodeFactory.instance.objectNode();
        for (var member :
                List.of("rule", "law", "class", "purpose", "from", "to", "sp", "commit", "facts")) {
            if (line.json().has(member)) {
                unmapped.set(member, line.json().get(member));
            }
        }
        return unmapped;
    }

    /// That the log has the entry. The fingerprint is the entry's hash in the log, not one of this
    /// event.
    private void attest(ObjectNode event, Line line) {
        var attestation = event.putArray("attestation_list").addObject();
        attestation.put("uid", Long.toString(line.index())).put("chain_uid", origin);
        attestation.put("authority_uid", origin);
        attestation
                .putObject("fingerprint")
                .put("algorithm_id", 3)
                .put("algorithm", "SHA-256")
                .put("value", HexFormat.of().formatHex(line.leaf().bytes()));
    }
}
