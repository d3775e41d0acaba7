// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import io.domicile.router.auth.DevelopmentKey;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/// The commands of the gateway's program. `./domicile` at the root calls it and knows more.
@QuarkusMain
@Command(
        name = "domicile",
        mixinStandardHelpOptions = true,
        description = "A gateway that keeps personal data in the country it belongs to.",
        footer = {"", "Exit codes: 0 fine, 1 the answer is no, 2 usage, 3 unavailable."},
        subcommands = {
            HelpCommand.class,
            AuditCommand.class,
            ExportCommand.class,
            KeysCommand.class,
            PolicyCommand.class,
            ProveCommand.class,
            RecoverCommand.class,
            ReportCommand.class,
            RetentionCommand.class
        })
public final class Main implements Runnable {

    static final int USAGE = 2;
    static final int UNAVAILABLE = 3;

    Main() {}

    /// Runs a command and exits: 0 fine, 1 the answer is no, 2 usage, 3 unavailable.
    public static void main(String... args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, command, _) -> {
            if (failure instanceof Stopped stopped) {
                complain(stopped.getMessage(), stopped.next());
                return stopped.status();
            }
            complain(command, failure);
            return failure instanceof Usage ? USAGE : UNAVAILABLE;
        });
        line.setParameterExceptionHandler((wrong, _) -> {
            complain(wrong.getCommandLine(), wrong);
            return USAGE;
        });
        return line;
    }

    @Override
    public void run() {
        throw new Usage("a command is missing");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Runs the gateway until it is stopped. Settings come from",
                "config/application.properties, environment variables and -D options;",
                "docs/configuration.md lists them."
            })
    int serve() {
        var code = new AtomicInteger();
        Quarkus.run(
                ServeApplication.class,
                (exit, failure) -> {
                    if (failure != null) {
                        complain("serve", root(failure));
                    }
                    code.set(failure == null ? exit : UNAVAILABLE);
                });
        return code.get();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Prints a token for a gateway in the development profile.")
    int token(
            @Option(
                            names = "--role",
                            required = true,
                            description = "service, compliance, regulator or operator")
                    String role,
            @Option(
                            names = "--tenant",
                            required = true,
                            description = "the tenant that its bearer speaks for")
                    String tenant,
            @Option(
                            names = "--account",
                            description =
                                    "whose it is, where that matters: two officers of a release"
                                            + " are two accounts")
                    @Nullable String account,
            @Option(
                            names = "--country",
                            defaultValue = "in-region",
                            description =
                                    "where its bearer reads records from: an ISO code, or in-region"
                                            + " for staff of each record's own region (default:"
                                            + " ${DEFAULT-VALUE})")
                    String country,
            @Option(
                            names = "--ttl",
                            defaultValue = "24h",
                            description =
                                    "how long it is good, for instance 30m (default:"
                                            + " ${DEFAULT-VALUE})")
                    String ttl) {
        var order =
                new TokenOrder(
                        role, tenant, Optional.ofNullable(account), country, TokenOrder.ttl(ttl));
        System.out.println(order.sign(DevelopmentKey.in(home())));
        return 0;
    }

    /// The home folder as the gateway finds it, without starting the gateway's configuration.
    static Path home() {
        var environment = System.getenv().getOrDefault("DOMICILE_HOME", ".domicile");
        return Path.of(System.getProperty("domicile.home", environment));
    }

    private static void complain(CommandLine command, Throwable failure) {
        var named = command;
        while (named.getParent() != null && named.getParent().getParent() != null) {
            named = named.getParent();
        }
        complain(named.getParent() == null ? "" : named.getCommandName(), failure);
    }

    private static void complain(String command, Throwable failure) {
        complain(failure.getMessage(), "./domicile help " + command);
    }

    private static void complain(@Nullable String what, String next) {
        System.err.printf("domicile: %s%nTry: %s%n", what, next);
    }

    private static Throwable root(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
