// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An empty home in which things can be taken away: `nl` has a small disk of its own and `cn` has
/// one for the files of its log, where this system lets us make them, and `sg` has its keys in a
/// key service, which is a process of its own.
public final class ShakyGround implements QuarkusTestResourceLifecycleManager {

    private final List<Path> disks = new ArrayList<>();
    private @Nullable Path home;
    private @Nullable Process keyService;

    @Override
    public Map<String, String> start() {
        try {
            home = Files.createTempDirectory("domicile-outages");
            disk(home.resolve("nl"), "size=512m");
            disk(home.resolve("cn/log"), "size=128m");
            keyService = keyService(home);
            var keys = "domicile.regions.sg.keys.";
            return Map.of(
                    "domicile.home",
                    home.toString(),
                    keys + "provider",
                    "transit",
                    keys + "transit.url",
                    keyService.inputReader(UTF_8).readLine(),
                    keys + "transit.token-file",
                    home.resolve("token").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The test gets the key service.
    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(keyService, new TestInjector.MatchesType(Process.class));
    }

    /// Tells the key service, and waits until it has done so.
    ///
    /// @param order `stop` or `start`
    static void order(Process keyService, String order) throws IOException {
        var orders = keyService.outputWriter(UTF_8);
        orders.write(order + "\n");
        orders.flush();
        if (!order.equals(keyService.inputReader(UTF_8).readLine())) {
            throw new IllegalStateException("the key service does not " + order);
        }
    }

    private void disk(Path folder, String size) throws IOException {
        Files.createDirectories(folder);
        if (succeeds("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.toString())) {
            disks.add(folder);
        }
    }

    /// Whether a folder is a file system of its own.
    static boolean hasDisk(Path folder) throws IOException {
        return !Files.getFileStore(folder)
                .equals(Files.getFileStore(folder.resolve("..").normalize()));
    }

    /// Sends a signal to processes.
    static void signal(String name, List<ProcessHandle> processes) throws IOException {
        for (var process : processes) {
            succeeds("kill", "-" + name, Long.toString(process.pid()));
        }
    }

    private static Process keyService(Path home) throws IOException {
        var tests = Path.of("..", "regions", "target", "test-classes").toAbsolutePath().normalize();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        tests + File.pathSeparator + System.getProperty("java.class.path"),
                        "io.domicile.regions.keys.TransitProcess",
                        home.toString(),
                        "sg")
                .redirectError(new File("target/key-service.log"))
                .start();
    }

    private static boolean succeeds(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            said.lines().forEach(System.out::println);
        }
        return process.onExit().join().exitValue() == 0;
    }

    @Override
    public void stop() {
        try {
            if (keyService != null) {
                keyService.destroyForcibly();
            }
            if (home != null) {
                for (var disk : disks) {
                    succeeds("umount", "--lazy", disk.toString());
                }
                succeeds("rm", "-rf", home.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
