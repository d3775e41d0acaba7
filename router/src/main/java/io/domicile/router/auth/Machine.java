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
/// @param calls what it may call: a method and a path, or the beginning of one before `*`
record Machine(
        String name,
        String tenant,
        Set<String> roles,
        Optional<String> country,
        Optional<LocalDate> expires,
        Optional<List<String>> calls) {

    private static final Pattern CALL = Pattern.compile("[A-Z]+ /[!-)+-~]*[*]?");

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
    SecurityIdentity identity(RoutingContext call) {
        var identity =
                QuarkusSecurityIdentity.builder()
                        .setPrincipal(new QuarkusPrincipal("machine:" + name))
                        .addAttribute(Callers.TENANT, tenant);
        country.ifPresent(code -> identity.addAttribute(Callers.COUNTRY, code));
        if (calls.isEmpty() || may(call, calls.get())) {
            identity.addRoles(roles);
        }
        return identity.build();
    }

    /// An address that can be written in another way, as `/v1/records/../keys`, is none of them.
    private static boolean may(RoutingContext call, List<String> calls) {
        var path = call.normalizedPath();
        var called = call.request().method() + " " + path;
        return path.equals(call.request().path())
                && calls.stream()
                        .anyMatch(one ->
                                one.endsWith("*")
                                        ? called.startsWith(one.substring(0, one.length() - 1))
                                        : called.equals(one));
    }
}
