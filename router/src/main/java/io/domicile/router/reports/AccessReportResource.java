// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import io.domicile.router.Bodies;
import io.domicile.router.Problem;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.StrictJson;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/// `POST /v1/reports/access`: what was done with one person's records. A body, because addresses
/// stand in logs.
@Authenticated
@Path("/v1/reports/access")
final class AccessReportResource {

    private static final long LARGEST = 4 << 10;
    private static final int LONGEST_SUBJECT = 256;

    private final Reports reports;
    private final OrderReader orders;
    private final Bodies bodies;
    private final Rejections rejections;
    private final SecurityIdentity identity;
    private final ExecutorService virtualThreads;

    AccessReportResource(
            Reports reports,
            OrderReader orders,
            Bodies bodies,
            Rejections rejections,
            SecurityIdentity identity,
            @VirtualThreads ExecutorService virtualThreads) {
        this.reports = reports;
        this.orders = orders;
        this.bodies = bodies;
        this.rejections = rejections;
        this.identity = identity;
        this.virtualThreads = virtualThreads;
    }

    @POST
    @NonBlocking
    @Produces({"*/*", Problem.MEDIA_TYPE})
    public CompletionStage<Response> report(
            @Context HttpServerRequest request,
            @Context UriInfo address,
            @Context HttpHeaders headers) {
        var caller = Callers.of(identity);
        return CompletableFuture.completedFuture(Kind.ACCESS)
                .thenApply(kind -> orders.read(kind, address, headers))
                .thenCombineAsync(
                        bodies.read(request, Set.of(MediaType.APPLICATION_JSON), LARGEST),
                        (order, body) -> reports.whole(order.about(subject(body))),
                        virtualThreads)
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    private static String subject(byte[] body) {
        return Fields.of(StrictJson.read(body))
                .only(Set.of("subject"))
                .requiredText("subject", LONGEST_SUBJECT);
    }
}
