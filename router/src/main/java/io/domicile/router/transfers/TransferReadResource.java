// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.transfers;

import io.domicile.router.Problem;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// `GET /v1/transfers/{id}`: how far a transfer is.
@Path("/v1/transfers/{id}")
final class TransferReadResource {

    private final Ordering ordering;
    private final SecurityIdentity identity;

    TransferReadResource(Ordering ordering, SecurityIdentity identity) {
        this.ordering = ordering;
        this.identity = identity;
    }

    @GET
    @RunOnVirtualThread
    @RolesAllowed({Roles.SERVICE, Roles.COMPLIANCE})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response get(@PathParam("id") String id) {
        return ordering.state(Callers.of(identity), id);
    }
}
