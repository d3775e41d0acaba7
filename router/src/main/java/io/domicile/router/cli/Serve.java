// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import io.quarkus.runtime.Quarkus;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `domicile serve`: runs the gateway until it is stopped.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the gateway until it is stopped.",
        footer = {
            "",
            "Settings come from config/application.properties, environment variables and -D",
            "options; docs/configuration.md lists them.",
            "",
            "Exit codes: 0 stopped, 2 usage, 3 could not start."
        })
final class Serve implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        var code = new AtomicInteger();
        Quarkus.run(
                ServeApplication.class,
                (exit, failure) -> {
                    code.set(failure == null ? exit : 3);
                    if (failure != null) {
                        spec.commandLine().getErr().println(explain(failure));
                        spec.commandLine().getErr().flush();
                    }
                });
        return code.get();
    }

    private static String explain(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "domicile: could not start: %s%nTry: ./domicile help serve"
                .formatted(root.getMessage());
    }
}
