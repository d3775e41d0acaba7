// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.domicile.regions.store.Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Processes that write and publish one log, as the gateways of a region do; see [LoadedLog].
final class LoadedLogs implements AutoCloseable {

    private static final int UUID_LENGTH = 36;

    private final Database owner;
    private final Path home;
    private final List<Process> processes = new ArrayList<>();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicLong count = new AtomicLong();

    LoadedLogs(Database owner, Path home) {
        this.owner = owner;
        this.home = home;
    }

    void start() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder =
                new ProcessBuilder(
                                java,
                                "-Xmx128m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                LoadedLog.class.getName(),
                                owner.url(),
                                owner.user(),
                                home.toString())
                        .redirectError(
                                ProcessBuilder.Redirect.appendTo(home.resolve("said").toFile()));
        builder.environment().put("DRILL_PASSWORD", owner.password());
        var process = builder.start();
        processes.add(process);
        Thread.ofPlatform().daemon().start(() -> listen(process));
    }

    /// Kills one as `kill -9` does. What it said last can still be read.
    void kill(Random random) throws InterruptedException {
        kill(processes.remove(random.nextInt(processes.size())));
    }

    /// By its handle: a process that is destroyed itself loses what it said last.
    private static void kill(Process process) throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /// The events that were acknowledged since the last call.
    List<String> acknowledged() {
        var all = new ArrayList<String>();
        for (var id = acknowledged.poll(); id != null; id = acknowledged.poll()) {
            all.add(id);
        }
        return all;
    }

    /// How many were ever acknowledged.
    long count() {
        return count.get();
    }

    /// A process that is killed may leave half a line.
    private void listen(Process process) {
        try (var lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.length() == UUID_LENGTH) {
                    acknowledged.add(line);
                    count.incrementAndGet();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (var process : processes) {
            kill(process);
        }
        processes.clear();
    }
}
