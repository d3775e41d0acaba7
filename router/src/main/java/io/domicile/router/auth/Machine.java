// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import io.domicile.router.config.MachineConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A machine as the settings know it.
///
/// @param name its name in the settings
/// @param expires the last day that it may sign in
/// @param calls what it may call: a method and a path (behind `proxy:` one of the inline proxy), or
///   the beginning of one before `*`
record Machine(
        String name,
        String tenant,
        Set<String> roles,
        Optional<String> country,
        Optional<LocalDate> expires,
        Optional<List<String>> calls) {

    private static final Pattern CALL = Pattern.compile("[A-Z]+ (proxy:)?/[!-)+-~]*[*]?");

    /// @throws ConfigurationException naming the property
    static Machine of(String name, MachineConfig config) {
        var property = "domicile.machines." + name;
        if (!Roles.OF_TOKENS.containsAll(config.roles())) {
            throw new ConfigurationException(property + ".roles: a role is not known");
        }
        var calls = config.calls();
        if (!calls.orElse(List.of()).stream().allMatch(call -> CALL.matcher(call).matches())) {
            throw new ConfigurationException(property + ".calls: write GET /v1/records/*");
        }
        return new Machine(
                name,
                config.tenant(),
                Set.copyOf(config.roles()),
                config.country(),
                config.expires(),
                calls);
    }

    boolean isOver(LocalDate today) {
        return expires.filter(today::isAfter).isPresent();
    }

    /// Who it is in this call. Where it may not make the call it has no role, and is refused like
    /// anybody else without the right one.
    ///
    /// @param call a method and a path, as in `calls`; empty for what is in nobody's
    SecurityIdentity identity(Optional<String> call) {
        var identity =
                QuarkusSecurityIdentity.builder()
                        .setPrincipal(new QuarkusPrincipal("machine:" + name))
                        .addAttribute(Callers.TENANT, tenant);
        country.ifPresent(code -> identity.addAttribute(Callers.COUNTRY, code));
        if (calls.isEmpty() || call.filter(this::may).isPresent()) {
            identity.addRoles(roles);
        }
        return identity.build();
    }

    /// What is called. An address that can be written in another way, as `/v1/records/../keys`, is
    /// nothing that a machine may call.
    static Optional<String> call(RoutingContext call) {
        var path = call.normalizedPath();
        return Optional.of(call.request().method() + " " + path)
                .filter(_ -> path.equals(call.request().path()));
    }

    private boolean may(String call) {
        return calls.orElse(List.of()).stream()
                .anyMatch(one ->
                        one.endsWith("*")
                                ? call.startsWith(one.substring(0, one.length() - 1))
                                : call.equals(one));
    }
}
