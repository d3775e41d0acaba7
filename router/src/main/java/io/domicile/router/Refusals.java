// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.domicile.regions.Residences;
import io.domicile.router.auth.Callers;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

/// Answers refusals that no resource has audited: of known callers first the audit row, then the
/// answer; of callers that are not known they are counted.
@Singleton
final class Refusals {

    private final Rejections rejections;
    private final Residences residences;
    private final Tenants tenants;
    private final CurrentIdentityAssociation identity;

    Refusals(
            Rejections rejections,
            Residences residences,
            Tenants tenants,
            CurrentIdentityAssociation identity) {
        this.rejections = rejections;
        this.residences = residences;
        this.tenants = tenants;
        this.identity = identity;
    }

    /// Answers a caller that may be known; who is not, was asked for no token.
    Uni<Response> refuse(Problem problem, HttpServerRequest request) {
        if (problem.fault().status() >= 500) {
            return Uni.createFrom().item(problem.response());
        }
        return identity.getDeferredIdentity()
                .onFailure()
                .recoverWithNull()
                .onItem()
                .transformToUni(who ->
                        who == null || who.isAnonymous()
                                ? stranger(problem, request)
                                : refuse(who, problem, request));
    }

    /// Who signs in without a token is told so by the call itself: its signature was not right.
    private Uni<Response> stranger(Problem problem, HttpServerRequest request) {
        if (problem.fault() == Fault.FORBIDDEN) {
            login("signature", request);
        }
        return Uni.createFrom().item(problem.response());
    }

    private Uni<Response> refuse(SecurityIdentity who, Problem problem, HttpServerRequest request) {
        Caller caller;
        try {
            caller = Callers.of(who);
        } catch (ProblemException nobody) {
            login("tenant", request);
            return Uni.createFrom().item(nobody.problem().response());
        }
        return Uni.createFrom()
                .completionStage(() -> rejections.reject(caller, new ProblemException(problem)))
                .onFailure()
                .recoverWithItem(thrown -> Problems.of(thrown).response());
    }

    /// Counts a login that was refused.
    ///
    /// @param kind what was wrong, a code
    void login(String kind, HttpServerRequest request) {
        var source = request.remoteAddress();
        residences
                .at(tenants.ingressRegion())
                .refusedLogin(kind, source == null ? "" : String.valueOf(source.hostAddress()));
    }
}
