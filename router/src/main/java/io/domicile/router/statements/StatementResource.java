// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.statements;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Bytes;
import io.domicile.regions.Reads;
import io.domicile.regions.Receipt;
import io.domicile.regions.Residence;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Residences;
import io.domicile.regions.Span;
import io.domicile.regions.Stretch;
import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Checkpointed;
import io.domicile.router.Fault;
import io.domicile.router.Places;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.RegionParameter;
import io.domicile.router.Rejections;
import io.domicile.router.auditlog.AuditLaw;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.config.DomicileConfig;
import io.domicile.router.disclosures.DisclosureRegister;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.Replies;
import io.domicile.router.intake.StrictJson;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/// `POST /v1/statements`: who read of a person between two times, or that nobody did, in a form
/// that can be checked without the gateway.
@Path("/v1/statements")
final class StatementResource {

    private static final long LARGEST = 4 << 10;
    private static final int LONGEST = 256;

    /// Entries stand in the order in which they were sequenced, which is not quite that of their
    /// times. No gateway takes anything while an entry has waited for 30 seconds.
    static final Duration MARGIN = Duration.ofMinutes(5);

    private static final int SALT = 32;

    /// Each looks at every entry of its time.
    final Places places = new Places(2);

    private static final String TYPE = "statement";

    private final AuditLaw law;
    private final Residences residences;
    private final Clock clock;
    private final Bodies bodies;
    private final Rejections rejections;
    private final SecurityIdentity identity;
    private final ExecutorService virtualThreads;
    private final long limit;
    private final SecureRandom random = new SecureRandom();

    StatementResource(
            AuditLaw law,
            Residences residences,
            Clock clock,
            Bodies bodies,
            Rejections rejections,
            SecurityIdentity identity,
            @VirtualThreads ExecutorService virtualThreads,
            DomicileConfig config) {
        this.law = law;
        this.residences = residences;
        this.clock = clock;
        this.bodies = bodies;
        this.rejections = rejections;
        this.identity = identity;
        this.virtualThreads = virtualThreads;
        this.limit = config.reports().limit();
    }

    /// What is asked.
    ///
    /// @param disclose whether with what somebody else needs to check it
    private record Asked(
            String subject, Instant from, Instant to, boolean disclose, List<Residence> regions) {}

    /// A statement of each region, and of each of its logs that has something of the time; the log
    /// names it.
    @POST
    @NonBlocking
    @RolesAllowed(Roles.COMPLIANCE)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public CompletionStage<Response> post(@Context HttpServerRequest request) {
        var caller = Callers.of(identity, List.of(Roles.COMPLIANCE));
        return bodies.read(request, Set.of(MediaType.APPLICATION_JSON), LARGEST)
                .thenApplyAsync(body -> answer(caller, read(body)), virtualThreads)
                .thenApply(json ->
                        Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .build())
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    private Asked read(byte[] body) {
        var fields =
                Fields.of(StrictJson.read(body))
                        .only(Set.of("subject", "from", "to", "region", "disclose"));
        var from = second(fields, "from");
        var to = second(fields, "to");
        if (!from.isBefore(to)) {
            throw fields.at("to", Fault.OUT_OF_RANGE, "It ends before it begins.");
        }
        if (to.isAfter(clock.instant())) {
            throw fields.at("to", Fault.OUT_OF_RANGE, "It is a time to come.");
        }
        return new Asked(
                fields.required("subject", fields.name("subject", LONGEST)),
                from,
                to,
                Boolean.TRUE.equals(fields.bool("disclose")),
                RegionParameter.of(residences, fields.name("region", LONGEST)));
    }

    /// Cut to whole seconds, as times in entries are.
    private static Instant second(Fields fields, String name) {
        return fields.required(name, fields.time(name)).truncatedTo(ChronoUnit.SECONDS);
    }

    private static void await(Residence residence, Receipt asked) {
        if (Checkpointed.await(residence, asked.entry()).isEmpty()) {
            throw new ResidenceUnavailable("the log is behind");
        }
    }

    private ObjectNode answer(Caller caller, Asked asked) {
        try (var _ = places.take()) {
            return state(caller, asked);
        }
    }

    private ObjectNode state(Caller caller, Asked asked) {
        var json = JsonNodeFactory.instance.objectNode();
        var statements = json.putArray("statements");
        law.admit(caller, asked.regions(), TYPE)
                .forEach(ruling -> state(asked, ruling).forEach(statements::add));
        return json;
    }

    /// The question has its entry first. Once a checkpoint covers that one, it covers all that was
    /// answered before the question came.
    private List<ObjectNode> state(Asked asked, AuditLaw.Ruling ruling) {
        var residence = ruling.residence();
        var receipt = ruling.notes(TYPE, "ask", "ok").write(residence);
        await(residence, receipt);
        if (DisclosureRegister.isGagged(
                residence, ruling.caller().tenant(), asked.subject(), clock.instant())) {
            throw new ProblemException(Fault.UNAVAILABLE, "No statement can be made now.");
        }
        var found =
                residence.reads(ruling.caller().tenant(), asked.subject(), part(asked, residence));
        return found.isEmpty()
                ? List.of(nothing(residence, receipt))
                : found.stream().map(reads -> state(asked, ruling, reads)).toList();
    }

    /// The entries that are looked at.
    ///
    /// @throws ProblemException with status 422 if they are too many, or some of them are gone
    private Optional<Stretch> part(Asked asked, Residence residence) {
        var span = Span.between(asked.from().minus(MARGIN), asked.to().plus(MARGIN));
        if (residence.isPruned(span)) {
            throw new ProblemException(
                    Fault.OUT_OF_RANGE,
                    "Entries of that time are in the log no more: take a later from.");
        }
        var part = residence.stretch(span);
        var size = part.map(Stretch::size).orElse(0L);
        if (size > limit) {
            throw new ProblemException(
                    Fault.OUT_OF_RANGE,
                    "That is %d entries; a statement looks at %d at most: take less time."
                            .formatted(size, limit));
        }
        return part;
    }

    /// Without keys nobody can tell the subject's entries from others': that none is found says
    /// nothing.
    private static ObjectNode nothing(Residence residence, Receipt asked) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("region", residence.region().code());
        json.putNull("statement");
        json.put("reason", "no_keys");
        Replies.audited(json, asked);
        return json;
    }

    private ObjectNode state(Asked asked, AuditLaw.Ruling ruling, Reads reads) {
        var residence = ruling.residence();
        var salt = new byte[SALT];
        random.nextBytes(salt);
        var statement =
                Statement.of(
                        reads,
                        Bytes.of(salt),
                        asked.from(),
                        asked.to(),
                        clock.instant(),
                        MARGIN.toSeconds());
        var notes = ruling.notes(TYPE, "read", "ok").label("statement:" + statement.digest());
        var receipt = (asked.disclose() ? notes.label("disclosed:keys") : notes).write(residence);
        var json = JsonNodeFactory.instance.objectNode();
        json.put("region", residence.region().code());
        json.put("statement", statement.text());
        json.put("sha256", statement.digest());
        if (asked.disclose()) {
            json.set("disclosure", statement.disclosure());
        }
        Replies.audited(json, receipt);
        return json;
    }
}
