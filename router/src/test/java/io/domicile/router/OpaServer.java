// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real OPA server with our bundle, where there is an `opa`: named by `DOMICILE_OPA`, as the
/// launcher does, on the path, or in the launcher's cache.
public final class OpaServer implements QuarkusTestResourceLifecycleManager {

    private static final Path BUNDLE =
            Path.of("../policies/src/main/resources/io/domicile/policies/bundle.tar.gz");

    private @Nullable Process process;

    /// Skips the test where no OPA can be run.
    static void assumeFound() {
        assumeTrue(
                opa().isPresent(),
                "no opa on the PATH or in ~/.cache/domicile/bin: the suite for the OPA engine is left out");
    }

    @Override
    public Map<String, String> start() {
        int port = freePort();
        if (opa().isPresent()) {
            process = withBundle(port);
        }
        return Map.of(
                "domicile.policies.engine", "opa",
                "domicile.policies.opa-url", "http://127.0.0.1:" + port + "/",
                "domicile.policies.opa-timeout", "10S");
    }

    @Override
    public void stop() {
        if (process != null) {
            process.destroy();
        }
    }

    /// A server that listens, with our bundle.
    static Process withBundle(int port) {
        return run(port, "-b", BUNDLE.toString());
    }

    /// A server that listens.
    static Process run(int port, String... more) {
        var command =
                Stream.concat(
                        Stream.of(
                                opa().orElseThrow().toString(),
                                "run",
                                "--server",
                                "--addr=127.0.0.1:" + port,
                                "--log-level=error",
                                "--disable-telemetry"),
                        Arrays.stream(more));
        try {
            var process =
                    new ProcessBuilder(command.toList())
                            .redirectErrorStream(true)
                            .redirectOutput(new File("target/opa.log"))
                            .start();
            var deadline = Instant.now().plus(Duration.ofSeconds(60));
            while (!listens(port) && Instant.now().isBefore(deadline)) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean listens(int port) {
        try (var _ = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// A port for a server that is to start, not one of those that the system gives to whoever asks
    /// meanwhile.
    static int freePort() {
        return ThreadLocalRandom.current()
                .ints(20_000, 32_000)
                .filter(OpaServer::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    static Optional<Path> opa() {
        var path = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1);
        var cache = Path.of(System.getProperty("user.home"), ".cache", "domicile", "bin");
        var named = Optional.ofNullable(System.getenv("DOMICILE_OPA")).map(Path::of).stream();
        var folders = Stream.concat(Arrays.stream(path).map(Path::of), Stream.of(cache));
        return Stream.concat(named, folders.map(folder -> folder.resolve("opa")))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
