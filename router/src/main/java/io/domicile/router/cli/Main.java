// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The commands of the gateway's program. `./domicile` at the root calls it and knows more.
@QuarkusMain
@Command(
        name = "domicile",
        mixinStandardHelpOptions = true,
        description = "A gateway that keeps personal data in the country it belongs to.",
        subcommands = {Serve.class, Token.class, HelpCommand.class})
public final class Main {

    private static final int USAGE = 2;
    private static final int UNAVAILABLE = 3;

    private Main() {}

    /// Runs a command and exits: 0 fine, 1 the answer is no, 2 usage, 3 unavailable.
    public static void main(String... args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new Main());
        line.setExecutionExceptionHandler(
                (failure, command, _) -> {
                    command.getErr()
                            .printf(
                                    "domicile: %s%nTry: ./domicile help %s%n",
                                    failure.getMessage(), command.getCommandName());
                    return UNAVAILABLE;
                });
        line.setParameterExceptionHandler(
                (wrong, _) -> {
                    var command = wrong.getCommandLine();
                    command.getErr()
                            .printf(
                                    "domicile: %s%nTry: ./domicile help %s%n",
                                    wrong.getMessage(), helpTopic(command));
                    return USAGE;
                });
        return line;
    }

    private static String helpTopic(CommandLine command) {
        return command.getParent() == null ? "" : command.getCommandName();
    }
}
