// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.audit.Checkpoint;
import io.domicile.audit.Note;
import io.domicile.policies.PolicyBundles;
import io.domicile.regions.Admission;
import io.domicile.regions.Bytes;
import io.domicile.regions.Receipt;
import io.domicile.regions.Residence;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Shard;
import io.domicile.regions.Stretch;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.Notes;
import io.domicile.router.Paced;
import io.domicile.router.Places;
import io.domicile.router.ProblemException;
import io.domicile.router.auditlog.AuditLaw;
import io.domicile.router.config.DomicileConfig;
import io.domicile.router.register.Register;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Makes reports, few at a time. Asks the law, counts, writes the audit row, and only then answers:
/// rows are read while they are sent. Blocks.
@Singleton
final class Reports {

    private static final String TYPE = "report";
    private static final int AT_A_TIME = 2;

    /// Of one person: they are in memory at once.
    private static final int MOST_EVENTS = 20_000;

    private final AuditLaw law;
    private final Statements statements;
    private final Register register;
    private final PolicyBundles bundles;
    private final Clock clock;
    private final long limit;
    private final Places places = new Places(AT_A_TIME);

    Reports(
            AuditLaw law,
            Statements statements,
            Register register,
            PolicyBundles bundles,
            Clock clock,
            DomicileConfig config) {
        this.law = law;
        this.statements = statements;
        this.register = register;
        this.bundles = bundles;
        this.clock = clock;
        this.limit = config.reports().limit();
    }

    /// What a report is counted from.
    ///
    /// @param note the latest checkpoint as it is published
    /// @param checkpoint what it says
    /// @param entries those of the time that it covers
    /// @param events the subject's alone, if the report is about one
    private record Ground(
            Note note, Checkpoint checkpoint, Entries entries, Optional<EventRows> events) {}

    /// The answer to an order, its rows read while they are sent; until then it has its place.
    ///
    /// @throws ProblemException with status 403, 422, or 503 if too many reports are made
    /// @throws io.domicile.router.Refused if the law does not let it go there
    Response answer(Order order, RoutingContext call) {
        var ruling = admit(order);
        var place = places.take(call);
        var report = report(order, ruling);
        StreamingOutput body =
                out -> {
                    try (place) {
                        report.write(new Paced(out));
                    }
                };
        return answer(order, body);
    }

    /// The same with the body whole in memory, for who may not block while it is sent.
    Response whole(Order order) {
        var ruling = admit(order);
        try (var _ = places.take()) {
            return answer(order, bytes(report(order, ruling)));
        }
    }

    private AuditLaw.Ruling admit(Order order) {
        return law.admit(order.caller(), order.residence(), TYPE, labels(order));
    }

    private static String[] labels(Order order) {
        return new String[] {
            "report:" + order.kind().code(), "since:" + order.from(), "until:" + order.to()
        };
    }

    private static Object bytes(Report report) {
        var out = new ByteArrayOutputStream();
        try {
            report.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    private static Response answer(Order order, Object body) {
        return Response.ok(body)
                .type(order.format().contentType())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.CONTENT_LANGUAGE, order.language().code())
                .header(HttpHeaders.VARY, "Accept, Accept-Language")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "inline; filename=\"%s-%s.%s\""
                                .formatted(
                                        order.kind().code(),
                                        order.residence().region().code(),
                                        order.format().code()))
                .build();
    }

    private Report report(Order order, AuditLaw.Ruling ruling) {
        var ground = ground(order);
        var figures = count(order, ground);
        var stated = statements.of(order, figures);
        boolean known = ground.events().filter(rows -> !rows.places().isEmpty()).isPresent();
        var notes = ruling.notes(TYPE, "report", "ok");
        List.of(labels(order)).forEach(notes::label);
        var receipt = write(order, notes, known);
        return new Report(
                order,
                head(order, ground, receipt),
                stated,
                figures,
                ground.checkpoint().origin(),
                rows(order, ground));
    }

    private Ground ground(Order order) {
        var residence = order.residence();
        if (residence.isPruned(order.span())) {
            throw Entries.pruned();
        }
        var part = residence.stretch(order.span());
        if (part.flatMap(Stretch::next).isPresent()) {
            throw new ProblemException(
                    Fault.CONFLICT,
                    "That time goes over the end of a log: order a report up to it and one since.");
        }
        var note = published(residence, part);
        var checkpoint = Checkpoint.parse(note);
        var entries = new Entries(residence, part, order.span()).below(checkpoint.size());
        if (entries.size() > limit) {
            throw new ProblemException(
                    Fault.OUT_OF_RANGE,
                    "That is %d entries; one report goes through %d at most: take less time."
                            .formatted(entries.size(), limit));
        }
        return new Ground(note, checkpoint, entries, events(order, checkpoint, entries));
    }

    /// The checkpoint of the log that has the part, or takes entries now. Nobody can count again
    /// what is not published.
    private static Note published(Residence residence, Optional<Stretch> part) {
        var folder =
                part.map(Stretch::log)
                        .map(Shard::nameOf)
                        .flatMap(residence::log)
                        .orElseGet(residence::log);
        try {
            return Note.parse(Files.readAllBytes(folder.resolve("checkpoint")));
        } catch (IOException e) {
            throw new ResidenceUnavailable(
                    "region " + residence.region() + ": its log has no checkpoint", e);
        }
    }

    private static Optional<EventRows> events(Order order, Checkpoint log, Entries entries) {
        return order.subject()
                .map(subject ->
                        new EventRows(
                                order.residence(),
                                log.origin(),
                                few(places(order, subject, entries))));
    }

    private static List<Long> places(Order order, String subject, Entries entries) {
        var tenant = order.tenant().orElseThrow();
        return entries.part()
                .map(part -> order.residence().places(tenant, subject, part, order.span()))
                .orElse(List.of());
    }

    private static List<Long> few(List<Long> places) {
        if (places.size() > MOST_EVENTS) {
            throw new ProblemException(
                    Fault.OUT_OF_RANGE,
                    "That is %d events; one report has %d at most: take less time."
                            .formatted(places.size(), MOST_EVENTS));
        }
        return places;
    }

    private static List<Figure> count(Order order, Ground ground) {
        var board =
                new Figure.Board(
                        order.kind().content().countings().stream()
                                .map(counting -> counting.of(order.tenant()))
                                .toList());
        ground.events()
                .ifPresentOrElse(
                        rows -> rows.entries(board::add), () -> ground.entries().each(board::add));
        return board.figures();
    }

    private Rows rows(Order order, Ground ground) {
        return switch (order.kind()) {
            case TRANSFERS -> new TransferRows(ground.entries(), order.tenant(), register);
            case ERASURES -> new ErasureRows(ground.entries(), order.tenant());
            case DISCLOSURES ->
                    new DisclosureRows(
                            ground.entries(), order.tenant(), order.caller(), clock.instant());
            case ACCESS -> ground.events().orElseThrow();
            case ROPA, VEHICLE_ANNUAL, RESIDENCY -> Rows.none();
        };
    }

    /// Durable when it returns.
    ///
    /// @param aboutSubject whether the row is of the subject's own
    private static Receipt write(Order order, Notes notes, boolean aboutSubject) {
        Optional<Bytes> holder =
                aboutSubject
                        ? order.subject()
                                .map(subject ->
                                        order.residence()
                                                .holder(order.tenant().orElseThrow(), subject))
                        : Optional.empty();
        var admission =
                order.residence()
                        .note(notes.build(), holder, Optional.empty())
                        .toCompletableFuture()
                        .join();
        if (admission instanceof Admission.Done(Receipt receipt)) {
            return receipt;
        }
        throw new ResidenceUnavailable("the audit row was not written");
    }

    private ObjectNode head(Order order, Ground ground, Receipt receipt) {
        var head = JsonNodeFactory.instance.objectNode();
        head.put("report_id", receipt.entry().toString());
        head.put("kind", order.kind().code());
        head.set("regime", Json.array(order.kind().regime(order.residence().region())));
        head.put("region", order.residence().region().code());
        head.put("tenant", order.tenant().orElse("*"));
        statements.entity(order).ifPresent(entity -> head.put("legal_entity", entity));
        head.set("period", period(order));
        head.put("generated_at", clock.instant().toString());
        head.put("policy_bundle_hash", bundles.active().revision().digest());
        head.set("log_checkpoint", checkpoint(ground));
        head.set("counted_over", counted(ground));
        head.put("signer", ground.checkpoint().origin());
        head.put("language", order.language().code());
        return head;
    }

    /// Its ends, and the ids of events that are the first and the first no longer to belong to it.
    private static ObjectNode period(Order order) {
        var span = order.span();
        return JsonNodeFactory.instance
                .objectNode()
                .put("from", order.from().toString())
                .put("to", order.to().toString())
                .put("first_id", span.from().toString())
                .put("end_id", span.to().toString());
    }

    private static ObjectNode checkpoint(Ground ground) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("origin", ground.checkpoint().origin());
        json.put("size", ground.checkpoint().size());
        json.put("root", ground.checkpoint().root().toString());
        var signatures = json.putArray("signatures");
        ground.note()
                .signatures()
                .forEach(signature ->
                        signatures
                                .addObject()
                                .put("name", signature.name())
                                .put("signature", signature.value()));
        return json;
    }

    private static ObjectNode counted(Ground ground) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("log", ground.checkpoint().origin());
        json.put("places", ground.entries().size());
        ground.entries()
                .part()
                .ifPresent(part -> json.put("first", part.first()).put("last", part.last()));
        return json;
    }
}
