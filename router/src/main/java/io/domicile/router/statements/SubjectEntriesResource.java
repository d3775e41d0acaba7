// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.statements;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.regions.SubjectEntry;
import io.domicile.router.EventId;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.RegionParameter;
import io.domicile.router.Rejections;
import io.domicile.router.auditlog.AuditLaw;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.disclosures.DisclosureRegister;
import io.domicile.router.intake.Replies;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `GET /v1/subjects/{id}/entries`: the entries of the logs that are about a person, with their
/// proofs, for its access request. Only the person's keys lead to them.
@Path("/v1/subjects/{id}/entries")
final class SubjectEntriesResource {

    private static final int PAGE = 100;

    private final AuditLaw law;
    private final Residences residences;
    private final Rejections rejections;
    private final SecurityIdentity identity;

    SubjectEntriesResource(
            AuditLaw law, Residences residences, Rejections rejections, SecurityIdentity identity) {
        this.law = law;
        this.residences = residences;
        this.rejections = rejections;
        this.identity = identity;
    }

    /// At most 100 of each region, in the order of their events.
    ///
    /// @param after only those behind the entry of this id; with a region
    @GET
    @RunOnVirtualThread
    @RolesAllowed({Roles.SERVICE, Roles.COMPLIANCE})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response get(
            @PathParam("id") String id,
            @QueryParam("region") @Nullable String region,
            @QueryParam("after") @Nullable String after) {
        var caller = Callers.of(identity, List.of(Roles.SERVICE, Roles.COMPLIANCE));
        try {
            var behind = after(region, after);
            var json = JsonNodeFactory.instance.objectNode();
            var regions = json.putArray("regions");
            for (var ruling :
                    law.admit(caller, RegionParameter.of(residences, region), "entries")) {
                regions.add(entries(ruling, id, behind));
            }
            return Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (ProblemException bad) {
            return rejections.reject(caller, bad).toCompletableFuture().join();
        }
    }

    private static ObjectNode entries(
            AuditLaw.Ruling ruling, String subject, Optional<UUID> after) {
        var residence = ruling.residence();
        var found = residence.entries(ruling.caller().tenant(), subject, after, PAGE);
        var receipt = ruling.notes("entries", "read", "ok").write(residence);
        var json = JsonNodeFactory.instance.objectNode();
        json.put("region", residence.region().code());
        var entries = json.putArray("entries");
        found.stream()
                .filter(entry -> !isGagged(residence, entry))
                .forEach(entry -> entries.add(json(entry)));
        if (found.size() == PAGE) {
            json.put("next", found.getLast().event().toString());
        }
        Replies.audited(json, receipt);
        return json;
    }

    /// Whether it is of a disclosure that the person is not told of yet.
    private static boolean isGagged(Residence residence, SubjectEntry entry) {
        var json = Json.of(entry.placed().entry());
        return DisclosureRegister.isGagged(residence, json, Instant.now());
    }

    /// The entry's bytes are canonical JSON: they stand in the answer as they stand in the log.
    private static ObjectNode json(SubjectEntry entry) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("log", entry.log());
        json.put("index", entry.index());
        json.put("pseudonym_verified", entry.own());
        var text = new String(entry.placed().entry().toArray(), StandardCharsets.UTF_8);
        json.putRawValue("entry", new RawValue(text));
        json.put("proof", entry.placed().proof().text());
        return json;
    }

    private static Optional<UUID> after(@Nullable String region, @Nullable String after) {
        if (after == null) {
            return Optional.empty();
        }
        var id = region == null ? Optional.<UUID>empty() : EventId.parse(after);
        if (id.isEmpty()) {
            throw new ProblemException(
                    Fault.OUT_OF_RANGE, "after is the next of the page before; name its region.");
        }
        return id;
    }
}
