// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.domicile.audit.Merkle;
import io.domicile.audit.NoteVerifier;
import io.domicile.regions.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The litewitness of torchwood, which other people wrote, in a process of its own, with its key in
/// an ssh-agent.
///
/// @param folder for its database, key and output; its path is short, since a socket is in it
public record Litewitness(Path folder, URI url, NoteVerifier key, List<Process> processes)
        implements AutoCloseable {

    private static final Pattern VKEY = Pattern.compile("vkey=\"?([^\"\\s]+)");
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:\\S+");

    /// Starts it; the test is left out where it is not installed.
    public static Litewitness start() throws Exception {
        var program = named("DOMICILE_LITEWITNESS");
        assumeTrue(
                program.isPresent() && onPath("ssh-agent").isPresent(),
                "left out: litewitness of torchwood or ssh-agent is not installed; name the first"
                        + " with DOMICILE_LITEWITNESS");
        var folder = Files.createTempDirectory("lw");
        var processes = new ArrayList<Process>();
        var socket = folder.resolve("agent").toString();
        processes.add(process(folder, "agent.log", List.of("ssh-agent", "-D", "-a", socket)));
        Samples.await(() -> Files.exists(Path.of(socket)));
        var secret = folder.resolve("key").toString();
        run(folder, List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", secret));
        run(folder, Map.of("SSH_AUTH_SOCK", socket), List.of("ssh-add", "-q", secret));
        var fingerprint = FINGERPRINT.matcher(run(folder, List.of("ssh-keygen", "-lf", secret)));
        int port = port();
        var command =
                List.of(
                        program.get().toString(),
                        "-db=" + folder.resolve("db"),
                        "-ssh-agent=" + socket,
                        "-name=lite.example/witness",
                        "-key=" + fingerprint.results().findFirst().orElseThrow().group(),
                        "-listen=127.0.0.1:" + port);
        processes.add(process(folder, "litewitness.log", command));
        Samples.await(() -> vkey(folder).isPresent() && answers(port));
        var key = NoteVerifier.parse(vkey(folder).orElseThrow()).orElseThrow();
        return new Litewitness(folder, URI.create("http://127.0.0.1:" + port), key, processes);
    }

    /// Makes it cosign a log, with witnessctl or, where that is not installed, as witnessctl does;
    /// the test is left out where neither can be had.
    public void know(NoteVerifier log) throws Exception {
        var control = named("DOMICILE_WITNESSCTL");
        var database = folder.resolve("db").toString();
        if (control.isPresent()) {
            var program = control.get().toString();
            run(folder, List.of(program, "add-log", "-db", database, "-origin", log.name()));
            var add = List.of(program, "add-key", "-db", database, "-origin", log.name());
            var withKey = new ArrayList<>(add);
            withKey.addAll(List.of("-key", log.toString()));
            run(folder, withKey);
            return;
        }
        assumeTrue(
                onPath("sqlite3").isPresent(),
                "left out: neither witnessctl (DOMICILE_WITNESSCTL) nor sqlite3 is installed");
        var sql =
                "insert into log values ('%s', 0, '%s'); insert into key values ('%s', '%s');"
                        .formatted(log.name(), Merkle.EMPTY_ROOT, log.name(), log.toString());
        run(folder, List.of("sqlite3", database, sql));
    }

    @Override
    public void close() throws IOException {
        processes.reversed().forEach(Litewitness::end);
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void end(Process process) {
        process.destroy();
        process.onExit().join();
    }

    private static Optional<String> vkey(Path folder) {
        try {
            var line = VKEY.matcher(Files.readString(folder.resolve("litewitness.log")));
            return line.find() ? Optional.of(line.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean answers(int port) {
        try (var unused = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int port() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Optional<Path> named(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .map(Path::of)
                .filter(Files::isExecutable);
    }

    static Optional<Path> onPath(String program) {
        return Pattern.compile(":")
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Process process(Path folder, String log, List<String> command)
            throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    private static String run(Path folder, List<String> command) throws Exception {
        return run(folder, Map.of(), command);
    }

    private static String run(Path folder, Map<String, String> environment, List<String> command)
            throws Exception {
        var output = folder.resolve("output");
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        int status = builder.start().waitFor();
        var text = Files.readString(output);
        if (status != 0) {
            throw new IllegalStateException(command.getFirst() + ": " + text);
        }
        return text;
    }
}
