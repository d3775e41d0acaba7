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
import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.RegionParameter;
import io.domicile.router.Rejections;
import io.domicile.router.auditlog.AuditLaw;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;

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
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private static final String TYPE = "statement";

    private final AuditLaw law;
    private final Residences residences;
    private final Clock clock;
    private final Bodies bodies;
    private final Rejections rejections;
    private final SecurityIdentity identity;
    private final ExecutorService virtualThreads;
    private final SecureRandom random = new SecureRandom();

    StatementResource(
            AuditLaw law,
            Residences residences,
            Clock clock,
            Bodies bodies,
            Rejections rejections,
            SecurityIdentity identity,
            @VirtualThreads ExecutorService virtualThreads) {
        this.law = law;
        this.residences = residences;
        this.clock = clock;
        this.bodies = bodies;
        this.rejections = rejections;
        this.identity = identity;
        this.virtualThreads = virtualThreads;
    }

    /// What is asked.
    private record Asked(String subject, Instant from, Instant to, List<Residence> regions) {}

    /// A statement of each region, and of each of its logs that has something of the time; the log
    /// names it.
    @POST
    @NonBlocking
    @RolesAllowed(Roles.COMPLIANCE)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public CompletionStage<Response> post(@Context HttpServerRequest request) {
        var caller = Callers.of(identity, List.of(Roles.COMPLIANCE));
        return bodies.read(request, Set.of(MediaType.APPLICATION_JSON), LARGEST)
                .thenApplyAsync(body -> state(caller, read(body)), virtualThreads)
                .thenApply(json ->
                        Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .build())
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    private Asked read(byte[] body) {
        var fields =
                Fields.of(StrictJson.read(body)).only(Set.of("subject", "from", "to", "region"));
        var from = fields.required("from", fields.time("from"));
        var to = fields.required("to", fields.time("to"));
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
                RegionParameter.of(residences, fields.name("region", LONGEST)));
    }

    private static void await(Residence residence, Receipt asked) {
        var deadline = Instant.now().plus(PATIENCE);
        while (residence.placed(asked.entry()).isEmpty()) {
            if (Instant.now().isAfter(deadline)) {
                throw new ResidenceUnavailable("the log is behind");
            }
            LockSupport.parkNanos(POLL.toNanos());
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
        await(residence, ruling.notes(TYPE, "ask", "ok").write(residence));
        var span = Span.between(asked.from().minus(MARGIN), asked.to().plus(MARGIN));
        return residence.reads(ruling.caller().tenant(), asked.subject(), span).stream()
                .map(reads -> state(asked, ruling, reads))
                .toList();
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
        var receipt =
                ruling.notes(TYPE, "read", "ok")
                        .label("statement:" + statement.digest())
                        .write(residence);
        var json = JsonNodeFactory.instance.objectNode();
        json.put("region", residence.region().code());
        json.put("statement", statement.text());
        json.put("sha256", statement.digest());
        json.set("disclosure", statement.disclosure());
        Replies.audited(json, receipt);
        return json;
    }
}
