// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/// What the token says of its reader, besides the country, that the law asks about (28 CFR
/// 202.211).
///
/// @param entity ISO code of the country of the legal entity that employs the reader, claim
///   `entity`
/// @param covered whether the reader is a covered person, claim `covered_person`
/// @param authority whether it reads for an authority, which has to demand instead (LAW 2.7)
public record Reader(Optional<String> entity, boolean covered, boolean authority) {

    /// Of whom no token says anything.
    public static final Reader UNKNOWN = new Reader(Optional.empty(), false, false);

    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    /// What an identity says; nothing, if it has no token.
    public static Reader of(SecurityIdentity identity) {
        boolean authority = identity.hasRole(Roles.REGULATOR);
        return identity.getPrincipal() instanceof JsonWebToken token
                ? new Reader(entity(token), isTrue(token.getClaim("covered_person")), authority)
                : new Reader(Optional.empty(), false, authority);
    }

    private static Optional<String> entity(JsonWebToken token) {
        return token.getClaim("entity") instanceof String code && COUNTRY.matcher(code).matches()
                ? Optional.of(code)
                : Optional.empty();
    }

    /// Claims come as the parser's own kinds of values.
    private static boolean isTrue(@Nullable Object claim) {
        return "true".equals(String.valueOf(claim));
    }

    /// Adds it to the fact `requester`.
    void addTo(ObjectNode requester) {
        entity.ifPresent(code -> requester.put("entity", code));
        if (covered) {
            requester.put("covered_person", true);
        }
        if (authority) {
            requester.put("role", "authority");
        }
    }
}
