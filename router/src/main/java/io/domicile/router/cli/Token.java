// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import io.domicile.router.auth.DevelopmentKey;
import io.domicile.router.auth.Roles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `domicile token`: prints a token for the development profile, alone on the last line.
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Prints a token for a gateway in the development profile.",
        footer = {"", "Exit codes: 0 printed, 2 usage, 3 no key."})
final class Token implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--role",
            required = true,
            description = "service, compliance, regulator or operator")
    private String role;

    @Option(names = "--tenant", required = true, description = "the tenant it speaks for")
    private String tenant;

    @Option(
            names = "--country",
            defaultValue = "in-region",
            description =
                    "where its bearer reads records from: an ISO code, or in-region for staff of"
                            + " each record's own region (default: ${DEFAULT-VALUE})")
    private String country;

    @Option(
            names = "--ttl",
            defaultValue = "24h",
            description = "how long it is good, for instance 30m or 24h (default: ${DEFAULT-VALUE})")
    private String ttl;

    @Override
    public Integer call() {
        require(Roles.OF_TOKENS.contains(role), "--role is one of " + Roles.OF_TOKENS);
        require(
                tenant.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}"),
                "--tenant takes letters, digits, dots, dashes and _");
        require(
                country.matches("[A-Z]{2}|in-region"),
                "--country is two upper-case letters or in-region");
        var token = DevelopmentKey.in(home()).token(role, tenant, country, lifetime());
        spec.commandLine().getOut().println(token);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private Duration lifetime() {
        try {
            var lifetime = Duration.parse("PT" + ttl.toUpperCase(Locale.ROOT));
            require(lifetime.isPositive(), "--ttl must be longer than nothing");
            return lifetime;
        } catch (DateTimeParseException _) {
            throw new ParameterException(spec.commandLine(), "--ttl is for instance 30m or 24h");
        }
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    /// The home folder as the gateway finds it, without starting the gateway's configuration.
    private static Path home() {
        var environment = System.getenv().getOrDefault("DOMICILE_HOME", ".domicile");
        return Path.of(System.getProperty("domicile.home", environment));
    }
}
