// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.RegionId;
import io.domicile.regions.proof.Findings;
import io.domicile.regions.proof.Findings.Verdict;
import io.domicile.regions.proof.KeyState;
import io.domicile.regions.proof.Place;
import io.domicile.regions.proof.Rest;
import io.domicile.regions.proof.Sighting;
import io.domicile.regions.proof.TableCount;
import io.domicile.router.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes a proof for machines; the page is made of the same.
final class ProofJson {

    /// What no search of files can show; `docs/prove.md` says more.
    private static final List<String> LIMITS =
            List.of(
                    "Memory and swap of the machine were not looked at.",
                    "Replicas, snapshots and backups elsewhere were not looked at.",
                    "Canaries stand for records that come the same way, not for those before.",
                    "What an unknown cipher or packer hides was not recognised.");

    private ProofJson() {}

    /// A verdict as JSON and metrics write it.
    static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    /// What is known of a run without its findings.
    static ObjectNode head(Run run) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", run.id().toString());
        json.put("state", run.state());
        json.put("trigger", run.trigger());
        json.put("started_at", run.startedAt().toString());
        json.putObject("progress")
                .put("done", run.progress().done())
                .put("total", run.progress().total());
        run.failure().ifPresent(reason -> json.put("reason", reason));
        run.proof()
                .ifPresent(proof -> {
                    json.put("ended_at", proof.endedAt().toString());
                    json.put("verdict", word(proof.verdict()));
                });
        return json;
    }

    /// All that is known of a run.
    static ObjectNode of(Run run) {
        var json = head(run);
        run.proof().ifPresent(proof -> findings(json, proof));
        return json;
    }

    private static void findings(ObjectNode json, Proof proof) {
        var findings = proof.findings();
        var checks = json.putArray("checks");
        for (var check : Check.all(proof)) {
            checks.addObject()
                    .put("check", check.code())
                    .put("title", check.title())
                    .put("verdict", word(check.verdict()))
                    .put("says", check.says());
        }
        var canaries = json.putArray("canaries");
        for (var sent : proof.sent()) {
            canaries.addObject()
                    .put("region", sent.region().code())
                    .put("name", sent.name())
                    .put("outcome", sent.outcome())
                    .put("there", sent.there());
        }
        var violations = json.putArray("violations");
        findings.violations().forEach(it -> violations.add(violation(it)));
        var gaps = json.putArray("gaps");
        for (var gap : findings.gaps()) {
            gaps.add(place(gap.place()).put("reason", gap.reason()));
        }
        json.putObject("control").put("planted", findings.planted()).put("seen", findings.seen());
        var regions = json.putArray("regions");
        proof.regions().forEach(region -> regions.add(region(findings, region)));
        var elsewhere = json.putObject("elsewhere");
        scanned(elsewhere, findings, Optional.empty(), Place.Kind.FILE, "files");
        json.set("limits", Json.array(LIMITS));
    }

    private static ObjectNode violation(Sighting sighting) {
        var json = place(sighting.place());
        if (sighting.place().kind() == Place.Kind.FILE) {
            json.put("offset", sighting.offset());
        }
        json.put("what", sighting.clue().name());
        sighting.clue().region().ifPresent(of -> json.put("of", of.code()));
        return json.put("kind", sighting.clue().kind().name().toLowerCase(Locale.ROOT))
                .put("form", sighting.form().toString())
                .put("count", sighting.count());
    }

    private static ObjectNode place(Place place) {
        var json = JsonNodeFactory.instance.objectNode();
        place.region().ifPresent(region -> json.put("region", region.code()));
        return json.put(place.kind().name().toLowerCase(Locale.ROOT), place.name());
    }

    private static ObjectNode region(Findings findings, RegionId region) {
        var json = JsonNodeFactory.instance.objectNode().put("region", region.code());
        scanned(json, findings, Optional.of(region), Place.Kind.FILE, "files");
        scanned(json, findings, Optional.of(region), Place.Kind.TABLE, "tables");
        var tables = findings.tables().getOrDefault(region, List.of());
        var values = json.putObject("values");
        for (var rest : Rest.values()) {
            values.put(
                    rest.name().toLowerCase(Locale.ROOT),
                    tables.stream().mapToLong(table -> table.values(rest)).sum());
        }
        var rows = json.putArray("rows");
        tables.forEach(table -> rows.add(table(table)));
        findings.keys().stream()
                .filter(state -> state.region().equals(region))
                .forEach(state -> json.set("keys", keys(state)));
        return json;
    }

    private static void scanned(
            ObjectNode json,
            Findings findings,
            Optional<RegionId> region,
            Place.Kind kind,
            String name) {
        var all =
                findings.scanned().stream()
                        .filter(it ->
                                it.place().kind() == kind && it.place().region().equals(region))
                        .toList();
        json.putObject(name)
                .put("count", all.size())
                .put("bytes", all.stream().mapToLong(it -> it.bytes()).sum());
    }

    private static ObjectNode table(TableCount table) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("table", table.table()).put("rows", table.rows());
        var columns = json.putArray("columns");
        for (var column : table.columns()) {
            columns.addObject()
                    .put("column", column.name())
                    .put(
                            "rest",
                            column.rest()
                                    .map(rest -> rest.name().toLowerCase(Locale.ROOT))
                                    .orElse("unknown"))
                    .put("values", column.values())
                    .put("unsealed", column.odd());
        }
        return json;
    }

    private static ObjectNode keys(KeyState state) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("provider", state.provider()).put("certified", state.certified());
        json.set("keks", Json.array(state.keks()));
        json.put("foreign_keys_tried", state.tried());
        json.set("faults", Json.array(state.faults()));
        return json;
    }
}
