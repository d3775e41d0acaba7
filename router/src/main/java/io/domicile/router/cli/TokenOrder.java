// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import io.domicile.router.auth.DevelopmentKey;
import io.domicile.router.auth.Roles;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/// What a token shall say.
///
/// @param role `service`, `compliance`, `regulator` or `operator`
/// @param tenant the tenant that its bearer speaks for
/// @param account whose it is; the role's own without
/// @param country where its bearer reads from: an ISO code, or `in-region`
/// @param ttl how long it is good
record TokenOrder(
        String role, String tenant, Optional<String> account, String country, Duration ttl) {

    TokenOrder {
        Usage.require(
                Roles.OF_TOKENS.contains(role),
                "--role is one of " + String.join(", ", Roles.OF_TOKENS));
        Usage.require(
                tenant.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}"),
                "--tenant takes letters, digits, dots, dashes and _");
        Usage.require(
                country.matches("[A-Z]{2}|in-region"),
                "--country is two upper-case letters or in-region");
        Usage.require(ttl.isPositive(), "--ttl must be longer than nothing");
    }

    /// Reads a time such as `30m` or `24h`.
    static Duration ttl(String text) {
        try {
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException _) {
            throw new Usage("--ttl is for instance 30m or 24h");
        }
    }

    String sign(DevelopmentKey key) {
        return account.map(name -> key.token(name, role, tenant, country, ttl))
                .orElseGet(() -> key.token(role, tenant, country, ttl));
    }
}
