// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs the system's programs and waits for them.
final class Commands {

    private static final long LIMIT_SECONDS = 120;

    private Commands() {}

    /// What a program said and how it ended.
    record Result(int status, String output) {

        boolean succeeded() {
            return status == 0;
        }
    }

    /// Runs a program to its end. Its output goes through a file, not a pipe: a server that it
    /// leaves behind would hold the pipe open.
    static Result run(Path folder, List<String> command) {
        try {
            var output = Files.createTempFile("domicile", ".out");
            try {
                return new Result(await(folder, command, output), read(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new PostgresFailed("cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresFailed("interrupted while " + command.getFirst() + " ran", e);
        }
    }

    private static int await(Path folder, List<String> command, Path output)
            throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        var process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new PostgresFailed(
                    command.getFirst() + " did not end within " + LIMIT_SECONDS + " s");
        }
        return process.exitValue();
    }

    private static String read(Path output) throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8).strip();
    }
}
