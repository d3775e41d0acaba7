// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/// `GET /v1/reports/{kind}`: what laws want to know, counted out of a region's log. A report about
/// one person is ordered by [AccessReportResource].
@Authenticated
@Path("/v1/reports/{kind}")
final class ReportResource {

    private final Reports reports;
    private final OrderReader orders;
    private final Rejections rejections;
    private final SecurityIdentity identity;

    ReportResource(
            Reports reports, OrderReader orders, Rejections rejections, SecurityIdentity identity) {
        this.reports = reports;
        this.orders = orders;
        this.rejections = rejections;
        this.identity = identity;
    }

    @GET
    @RunOnVirtualThread
    @Produces({"*/*", Problem.MEDIA_TYPE})
    public Response report(
            @PathParam("kind") String code,
            @Context UriInfo address,
            @Context HttpHeaders headers,
            @Context RoutingContext call) {
        var caller = Callers.of(identity);
        try {
            var kind = OrderReader.kind(code);
            if (kind == Kind.ACCESS) {
                return notByGet(caller);
            }
            return reports.answer(orders.read(kind, address, headers), call);
        } catch (RuntimeException thrown) {
            return rejections.reject(caller, thrown).toCompletableFuture().join();
        }
    }

    private Response notByGet(Caller caller) {
        var problem =
                new ProblemException(
                        Fault.METHOD_NOT_ALLOWED,
                        "POST it: the person stands in the body, because addresses stand in logs.");
        var answer = rejections.reject(caller, problem).toCompletableFuture().join();
        return Response.fromResponse(answer).header(HttpHeaders.ALLOW, "POST").build();
    }
}
