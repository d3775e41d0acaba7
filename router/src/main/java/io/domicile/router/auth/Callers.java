// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import io.domicile.regions.Bytes;
import io.domicile.regions.Credential;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;

/// Reads the [Caller] out of a verified identity.
public final class Callers {

    /// The tenant that is the gateway's own: it attests everything, so no token may speak for it.
    public static final String GATEWAY = "domicile-prove";

    /// Attribute of identities that do not come from a token.
    static final String TENANT = "tenant";

    static final String COUNTRY = "country";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern CODE = Pattern.compile("[A-Z]{2}|in-region");
    private static final List<String> ROLES =
            List.of(Roles.SERVICE, Roles.DEVICE, Roles.COMPLIANCE, Roles.REGULATOR, Roles.OPERATOR);

    private Callers() {}

    /// Whether the identity names a tenant that it may speak for.
    public static boolean isKnown(SecurityIdentity identity) {
        return tenant(identity).isPresent();
    }

    private static Optional<String> tenant(SecurityIdentity identity) {
        return said(identity, TENANT)
                .filter(name -> NAME.matcher(name).matches() && !name.equals(GATEWAY));
    }

    /// What the token claims, or the settings say of who has none.
    private static Optional<String> said(SecurityIdentity identity, String name) {
        return identity.getPrincipal() instanceof JsonWebToken token
                ? claim(token, name)
                : Optional.<String>ofNullable(identity.getAttribute(name));
    }

    /// The caller behind the identity.
    ///
    /// @throws ProblemException with status 403 when the token names no tenant
    public static Caller of(SecurityIdentity identity) {
        var token = identity.getPrincipal() instanceof JsonWebToken jwt ? jwt : null;
        return new Caller(
                tenant(identity)
                        .orElseThrow(() ->
                                new ProblemException(
                                        Fault.FORBIDDEN,
                                        "The token's claim tenant is missing, malformed or reserved.")),
                ROLES.stream().filter(identity::hasRole).findFirst().orElse("none"),
                said(identity, COUNTRY).filter(code -> CODE.matcher(code).matches()),
                Optional.of(
                        token == null
                                ? named("", identity.getPrincipal().getName())
                                : credential(token)));
    }

    /// The caller behind the identity, in the first of the roles that it has: a token may carry
    /// several, and a call is made in one that may make it.
    ///
    /// @param admitted the roles that may make the call, those that may less before those that may
    ///   more
    /// @throws ProblemException with status 403 when the token has none of them, or names no tenant
    public static Caller of(SecurityIdentity identity, List<String> admitted) {
        return admitted.stream()
                .filter(identity::hasRole)
                .findFirst()
                .map(of(identity)::as)
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.FORBIDDEN, "The token's roles do not allow this call."));
    }

    /// The credential of an account of an issuer.
    ///
    /// @param issuer the claim `iss`; empty for an account in the settings
    /// @param name the claim `sub`, or the account's name
    public static Credential named(String issuer, String name) {
        return new Credential.Presented(Bytes.of(issuer + '\0' + name));
    }

    /// The account that signed in, the same in each of its tokens; empty if the token names none.
    public static Optional<Credential> account(SecurityIdentity identity) {
        return identity.getPrincipal() instanceof JsonWebToken token
                ? claim(token, "sub").map(name -> named(String.valueOf(token.getIssuer()), name))
                : Optional.empty();
    }

    /// A token that names no account is a credential of its own.
    private static Credential credential(JsonWebToken token) {
        var issuer = String.valueOf(token.getIssuer());
        return named(
                issuer,
                Stream.of("sub", "client_id", "azp")
                        .flatMap(name -> claim(token, name).stream())
                        .findFirst()
                        .orElseGet(token::getRawToken));
    }

    private static Optional<String> claim(JsonWebToken token, String name) {
        return token.getClaim(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
