// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.erasures;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.LegalHold;
import io.domicile.regions.PlacedEntry;
import io.domicile.regions.Residences;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Problems;
import io.domicile.router.RegionParameter;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.erasures.Erasures.Outcome;
import io.domicile.router.intake.Replies;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `DELETE /v1/subjects/{id}`: erases a data subject of the caller's tenant.
@Path("/v1/subjects/{id}")
final class SubjectResource {

    private final Residences residences;
    private final Erasures erasures;
    private final Rejections rejections;
    private final SecurityIdentity identity;

    SubjectResource(
            Residences residences,
            Erasures erasures,
            Rejections rejections,
            SecurityIdentity identity) {
        this.residences = residences;
        this.erasures = erasures;
        this.rejections = rejections;
        this.identity = identity;
    }

    /// Destroys the subject's keys, region by region. Idempotent: when a region is down, the answer
    /// is 503 and the same call later finishes the rest. The certificate names the subject nowhere,
    /// so it can be filed.
    ///
    /// @param region one region's code; all without
    /// @param wait `integrated`: until the logs' checkpoints cover the erasure, so that the
    ///   certificate has its proofs
    @DELETE
    @RunOnVirtualThread
    @RolesAllowed({Roles.SERVICE, Roles.COMPLIANCE})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response erase(
            @PathParam("id") String id,
            @QueryParam("region") @Nullable String region,
            @QueryParam("wait") @Nullable String wait) {
        var caller = Callers.of(identity);
        try {
            boolean waits = waits(wait);
            var asked = RegionParameter.of(residences, region);
            var elsewhere =
                    residences.all().stream()
                            .filter(other -> !asked.contains(other))
                            .filter(other ->
                                    !other.state().isUp() || other.knows(caller.tenant(), id))
                            .map(other -> other.region().code())
                            .toList();
            return answer(caller, erasures.erase(caller, id, asked), waits, elsewhere);
        } catch (RuntimeException thrown) {
            return rejections.reject(caller, thrown).toCompletableFuture().join();
        }
    }

    private Response answer(Caller caller, Outcome outcome, boolean wait, List<String> elsewhere) {
        return switch (outcome) {
            case Outcome.Erased erased -> {
                var json = certificate(caller, erased, erasures.placed(erased.regions(), wait));
                if (!elsewhere.isEmpty()) {
                    json.set("elsewhere", Json.array(elsewhere));
                }
                yield Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build();
            }
            case Outcome.Held held -> held(caller, held);
            case Outcome.Interrupted(var erased, var failure) -> {
                var problem = Problems.of(failure);
                var json = problem.json();
                json.set("erased", certificate(caller, erased, Map.of()));
                yield problem.response(json).build();
            }
            case Outcome.Refused refused -> {
                var missing = refused.missing();
                var problem =
                        missing.isEmpty()
                                ? Problem.of(Fault.REFUSED, "Nothing was destroyed.")
                                : Problem.of(
                                        Fault.OBLIGATION_UNSUPPORTED,
                                        "Nothing was destroyed: "
                                                + String.join(", ", missing)
                                                + ".");
                var json = problem.json();
                Replies.decided(json, refused.ruling().data().getFirst());
                if (!missing.isEmpty()) {
                    json.set("obligations", Json.array(missing));
                }
                Replies.audited(json, refused.receipt());
                yield problem.response(json).build();
            }
        };
    }

    private static ObjectNode certificate(
            Caller caller, Outcome.Erased erased, Map<UUID, PlacedEntry> placed) {
        var salt = Optional.of(erased.salt());
        return CertificateJson.of(caller.tenant(), erased.regions(), salt, placed);
    }

    private static Response held(Caller caller, Outcome.Held held) {
        var problem =
                Problem.of(
                        Fault.LEGAL_HOLD,
                        "Nothing is destroyed where a hold is in force; name a region without one.");
        var json = problem.json();
        var holds = json.putArray("holds");
        for (var region : held.regions()) {
            for (LegalHold hold : region.holds()) {
                var one = holds.addObject();
                one.put("region", region.residence().region().code());
                one.put("basis", hold.basis().code());
                one.set("law", Json.array(hold.basis().law(region.residence().region())));
                hold.until().ifPresent(until -> one.put("until", until.toString()));
                Replies.audited(one, region.receipt());
            }
        }
        held.erased()
                .ifPresent(erased -> json.set("erased", certificate(caller, erased, Map.of())));
        return problem.response(json).build();
    }

    /// @throws ProblemException with status 422 for anything but `integrated`
    static boolean waits(@Nullable String wait) {
        if (wait != null && !wait.equals("integrated")) {
            throw new ProblemException(
                    Fault.UNKNOWN_VALUE, "The parameter wait is integrated, or not there.");
        }
        return wait != null;
    }
}
