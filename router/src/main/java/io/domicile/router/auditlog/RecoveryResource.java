// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auditlog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.regions.Recovered;
import io.domicile.regions.Residences;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.RegionParameter;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// `POST /v1/audit/{region}/recovery`: lets a region go on from a database that was restored from a
/// backup; `docs/backup.md` says when.
@Path("/v1/audit/{region}/recovery")
final class RecoveryResource {

    private final Residences residences;
    private final CurrentIdentityAssociation identity;

    RecoveryResource(Residences residences, CurrentIdentityAssociation identity) {
        this.residences = residences;
        this.identity = identity;
    }

    /// Tells the database what was published since its backup, and destroys what was erased since.
    ///
    /// @param from how many entries of the log the database knows, as the gateway said in its log
    @POST
    @RolesAllowed(Roles.OPERATOR)
    @RunOnVirtualThread
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response recover(@PathParam("region") String region, @QueryParam("from") String from) {
        var caller = Callers.of(identity.getIdentity());
        if (from == null || !from.matches("\\d{1,15}")) {
            throw new ProblemException(Fault.OUT_OF_RANGE, "from is a number of entries.");
        }
        return RegionParameter.inPath(residences, region)
                .recover(Long.parseLong(from), caller.tenant(), caller.role())
                .map(recovered -> Response.ok(json(region, recovered)).build())
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.NOT_ROLLED_BACK,
                                "Its database is not an old one, or knows another number of"
                                        + " entries."));
    }

    private static String json(String region, Recovered recovered) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("region", region)
                .put("from", recovered.from())
                .put("entries", recovered.entries())
                .put("records_lost", recovered.records())
                .put("keys_destroyed", recovered.keys())
                .toString();
    }
}
