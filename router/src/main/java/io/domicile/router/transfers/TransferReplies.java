// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.transfers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.RegionId;
import io.domicile.regions.Departure;
import io.domicile.regions.Progress;
import io.domicile.regions.RecordId;
import io.domicile.regions.Residence;
import io.domicile.regions.Transfer;
import io.domicile.regions.Transfer.State;
import io.domicile.router.Json;
import io.domicile.router.Problem;
import io.domicile.router.intake.Replies;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Writes the answers about transfers.
final class TransferReplies {

    private TransferReplies() {}

    /// The public id of a transfer: the region that the records leave, and its id.
    static RecordId id(RegionId from, Transfer transfer) {
        return new RecordId(from, transfer.id());
    }

    /// How far it is: 200 when it has ended, else 202.
    static Response state(Residence from, Residence to, Progress progress) {
        var transfer = progress.transfer();
        int status = transfer.endedAt().isPresent() ? 200 : 202;
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.LOCATION, "/v1/transfers/" + id(from.region(), transfer))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(json(from, to, progress).toString())
                .build();
    }

    static ObjectNode json(Residence from, Residence to, Progress progress) {
        var json = summary(from, progress.transfer());
        var counts = json.putObject("records");
        counts.put("all", progress.all());
        for (var state : State.values()) {
            counts.put(lower(state), progress.of(state));
        }
        var stayed = json.putArray("stayed");
        new TreeMap<>(progress.stayed())
                .forEach((code, records) ->
                        stayed.addObject().put("code", code).put("records", records));
        waitsFor(progress, to).ifPresent(what -> json.put("waits_for", what));
        var list = json.putArray("first");
        progress.first().forEach(departure -> add(list, from, to, departure));
        return json;
    }

    static ObjectNode summary(Residence from, Transfer transfer) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", id(from.region(), transfer).toString());
        json.put("outcome", outcome(transfer));
        json.put("label", transfer.label());
        json.put("mode", lower(transfer.mode()));
        json.put("what", transfer.record().isPresent() ? "record" : "subject");
        json.put("from", from.region().code());
        json.put("to", transfer.target().code());
        json.put("begun_at", transfer.begunAt().toString());
        transfer.endedAt().ifPresent(end -> json.put("ended_at", end.toString()));
        return json;
    }

    /// The problem for an order whose records all stay: as it is kept.
    static ObjectNode refusal(Deciding.Stays stays) {
        var missing = String.join(", ", stays.missing());
        var problem = Problem.of(stays.fault(), "Nothing was moved: " + missing + ".");
        var json = problem.json();
        stays.decision().ifPresent(decision -> Replies.decided(json, decision));
        json.set("obligations", Json.array(stays.missing()));
        json.put("need", stays.missing().getFirst());
        Replies.audited(json, stays.receipt());
        return json;
    }

    /// The answer to an order whose records all stay, from the kept problem.
    static Response refused(String refusal) {
        try {
            var json = (ObjectNode) Json.MAPPER.readTree(refusal);
            return Problem.answer(json).build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept refusal is not ours", e);
        }
    }

    private static String outcome(Transfer transfer) {
        if (transfer.endedAt().isPresent()) {
            return "ended";
        }
        return transfer.decided() ? "under_way" : "deciding";
    }

    private static Optional<String> waitsFor(Progress progress, Residence to) {
        if (progress.of(State.BEGUN) > 0) {
            return Optional.of(to.state().isUp() ? "arrival" : "target_unavailable");
        }
        if (progress.of(State.ARRIVED) > 0) {
            return Optional.of("release");
        }
        return progress.of(State.RELEASED) > 0 ? Optional.of("opening") : Optional.empty();
    }

    private static void add(ArrayNode list, Residence from, Residence to, Departure departure) {
        var json = list.addObject();
        json.put("id", new RecordId(from.region(), departure.record()).toString());
        json.put("state", lower(departure.state()));
        departure.code().ifPresent(code -> json.put("code", code));
        var entries = departure.entries();
        var there = json.putObject("audit").putArray(to.origin());
        var here = json.withObject("/audit").putArray(from.origin());
        add(here, entries.begun());
        add(there, entries.arrived());
        add(here, entries.released());
        add(there, entries.opened());
        if (departure.state() != State.STAYED && departure.state() != State.GONE) {
            json.put("new_id", new RecordId(to.region(), departure.arrival()).toString());
        }
    }

    private static void add(ArrayNode entries, Optional<UUID> entry) {
        entry.ifPresent(id -> entries.add(id.toString()));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
