// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.regions.Note;
import io.domicile.regions.Residences;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Tenants;
import io.domicile.router.alarms.CanaryWatch;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.MachineRequest;
import io.domicile.router.auth.Roles;
import io.domicile.router.records.Reader;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells who stands at the door, by the same tokens and machines' keys as the API.
///
/// The token is in `Domicile-Authorization` if that is there, and `Authorization` is then the
/// upstream's; else in `Authorization`. Neither of ours goes on.
@Singleton
final class Door {

    static final String OWN = "domicile-authorization";
    static final String AUTHORIZATION = "authorization";
    static final String REASON = "reason";

    private static final String BEARER = "Bearer ";
    private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");

    private final IdentityProviderManager identities;
    private final Residences residences;
    private final Tenants tenants;
    private final CanaryWatch canaries;

    Door(
            IdentityProviderManager identities,
            Residences residences,
            Tenants tenants,
            CanaryWatch canaries) {
        this.identities = identities;
        this.residences = residences;
        this.tenants = tenants;
        this.canaries = canaries;
    }

    /// Who stands there.
    ///
    /// @param caller by its token
    /// @param reader what else the token says, of a reader
    /// @param service whether it may go on: a service
    record Visitor(Caller caller, Reader reader, boolean service) {}

    /// The caller behind a request.
    ///
    /// @return fails with [ProblemException]: 401 without a valid token, 403 for one without a
    ///   tenant. Logins that were refused are counted.
    Uni<Visitor> enter(HttpServerRequest request) {
        var header = header(request);
        canaries.look(request, header);
        var token = token(header);
        if (token == null) {
            return Uni.createFrom().failure(refused(request, "missing"));
        }
        return identities
                .authenticate(credential(request, token))
                .onFailure(AuthenticationFailedException.class)
                .transform(_ -> refused(request, "token"))
                .onItem()
                .transform(identity -> visitor(request, identity));
    }

    private static AuthenticationRequest credential(HttpServerRequest request, String token) {
        return MachineRequest.isKey(token)
                ? new MachineRequest(
                        token, Optional.of(request.method() + " proxy:" + request.path()))
                : new TokenAuthenticationRequest(new JsonWebTokenCredential(token));
    }

    private Visitor visitor(HttpServerRequest request, @Nullable SecurityIdentity identity) {
        if (identity == null || identity.isAnonymous()) {
            throw refused(request, "token");
        }
        try {
            var caller = Callers.of(identity);
            var reader = Reader.of(identity);
            return identity.hasRole(Roles.SERVICE)
                    ? new Visitor(caller.as(Roles.SERVICE), reader, true)
                    : new Visitor(caller, reader, false);
        } catch (ProblemException e) {
            count(request, "tenant");
            throw e;
        }
    }

    private static @Nullable String header(HttpServerRequest request) {
        var own = request.getHeader(OWN);
        return own == null ? request.getHeader(AUTHORIZATION) : own;
    }

    private static @Nullable String token(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    private ProblemException refused(HttpServerRequest request, String kind) {
        count(request, kind);
        return new ProblemException(
                Problem.of(
                        Fault.UNAUTHENTICATED,
                        "Send a valid token: Domicile-Authorization: Bearer <token>."));
    }

    private void count(HttpServerRequest request, String kind) {
        var source = request.remoteAddress();
        residences
                .at(tenants.ingressRegion())
                .refusedLogin(kind, source == null ? "" : String.valueOf(source.hostAddress()));
    }

    /// The name that the caller gives to the request; it goes on, too.
    ///
    /// @throws ProblemException with status 400 if it is none
    static Optional<String> idempotencyKey(HttpServerRequest request) {
        var key = request.getHeader("idempotency-key");
        if (key != null && !KEY.matcher(key).matches()) {
            throw new ProblemException(
                    Fault.BAD_HEADER, "Idempotency-Key takes 1 to 128 visible ASCII characters.");
        }
        return Optional.ofNullable(key);
    }

    /// The caller's reference to a reason.
    ///
    /// @throws ProblemException with status 400 if it is a story
    static Optional<String> reason(HttpServerRequest request) {
        var reason = request.getHeader(REASON);
        if (reason != null && !Note.isReference(reason)) {
            throw new ProblemException(
                    Fault.BAD_HEADER,
                    "The header Reason takes up to 64 letters, digits and ._/#-.");
        }
        return Optional.ofNullable(reason);
    }
}
