// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A real OPA server with the policies and their tests in which one file at a time is made wrong.
///
/// It is asked the named cases, those first that noticed something before, and then the values of
/// the test packages; the first that differs from what is expected or recorded ends the search.
final class MutantServer implements AutoCloseable {

    private static final Path POLICIES = Path.of("").toAbsolutePath();
    private static final PolicyRevision REVISION = new PolicyRevision("mutant", "sha256:00");
    private static final int CHUNK = 16;
    private static final long PAUSE = Duration.ofMillis(50).toNanos();

    private final Process process;
    private final URI base;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LinkedList<Case> cases;
    private final Map<String, JsonNode> recorded;
    private final Map<String, String> tests = new LinkedHashMap<>();
    private String wrong = "";

    /// Starts a server and learns what the right policies say.
    MutantServer(Path opa, List<Case> cases) throws IOException, InterruptedException {
        this.cases = new LinkedList<>(cases);
        this.recorded = RecordedAnswers.read();
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        this.base = URI.create("http://127.0.0.1:" + port + "/v1/");
        this.process =
                new ProcessBuilder(
                                opa.toString(),
                                "run",
                                "--server",
                                "--addr=127.0.0.1:" + port,
                                "--skip-version-check",
                                "--log-level=error",
                                "rego",
                                "data")
                        .directory(POLICIES.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        awaitAnswer();
        for (String name : packages()) {
            tests.put(name, get(name));
        }
    }

    /// Whether a case or a test notices the wrong line. A file that does not compile is noticed.
    boolean isNoticed(Mutant mutant) throws IOException, InterruptedException {
        if (!mutant.file().equals(wrong)) {
            repair();
        }
        wrong = mutant.file();
        String right = Files.readString(POLICIES.resolve(wrong));
        return put(wrong, mutant.applied(right)) >= 300 || differs();
    }

    /// Puts the right lines back.
    void repair() throws IOException, InterruptedException {
        if (!wrong.isEmpty() && put(wrong, Files.readString(POLICIES.resolve(wrong))) >= 300) {
            throw new IllegalStateException("the right policies are not taken back");
        }
    }

    /// Whether anything is other than it should be.
    boolean differs() throws IOException, InterruptedException {
        List<Case> order = List.copyOf(cases);
        for (int from = 0; from < order.size(); from += CHUNK) {
            List<Case> chunk = order.subList(from, Math.min(from + CHUNK, order.size()));
            List<CompletableFuture<Boolean>> held = chunk.stream().map(this::holds).toList();
            for (int i = 0; i < chunk.size(); i++) {
                if (!held.get(i).join()) {
                    cases.remove(chunk.get(i));
                    cases.addFirst(chunk.get(i));
                    return true;
                }
            }
        }
        for (var test : tests.entrySet()) {
            if (!get(test.getKey()).equals(test.getValue())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.destroyForcibly();
    }

    private CompletableFuture<Boolean> holds(Case named) {
        var body =
                Json.MAPPER
                        .createObjectNode()
                        .set("input", WasmPolicyEngine.input(named.question()));
        return client.sendAsync(
                        request("data/domicile/decision")
                                .POST(BodyPublishers.ofString(Json.canonical(body)))
                                .build(),
                        BodyHandlers.ofString())
                .thenApply(response -> holds(named, DecisionReader.parse(response.body())));
    }

    private boolean holds(Case named, JsonNode answer) {
        try {
            var decision =
                    DecisionReader.read(named.question().query(), answer.path("result"), REVISION);
            return named.complaints(decision).isEmpty()
                    && Json.sorted(decision.outcome()).equals(recorded.get(named.name()));
        } catch (PolicyUnavailable malformed) {
            return false;
        }
    }

    // Data files hold one document each, under its own name.
    private int put(String file, String text) throws IOException, InterruptedException {
        String path;
        String body;
        if (file.endsWith(".json")) {
            var member = Json.MAPPER.readTree(text).properties().iterator().next();
            path = "data/" + member.getKey();
            body = member.getValue().toString();
        } else {
            path = "policies/" + URLEncoder.encode(file, StandardCharsets.UTF_8);
            body = text;
        }
        var request = request(path).PUT(BodyPublishers.ofString(body)).build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    private String get(String path) throws IOException, InterruptedException {
        var request = request("data/" + path).GET().build();
        return DecisionReader.parse(client.send(request, BodyHandlers.ofString()).body())
                .path("result")
                .toString();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path));
    }

    private void awaitAnswer() throws InterruptedException {
        while (process.isAlive()) {
            try {
                client.send(request("policies").GET().build(), BodyHandlers.discarding());
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(PAUSE);
            }
        }
        throw new IllegalStateException("the OPA server did not start");
    }

    private static List<String> packages() throws IOException {
        List<String> packages = new ArrayList<>();
        try (Stream<Path> files = Files.walk(POLICIES.resolve("rego"))) {
            for (Path file : files.filter(f -> f.toString().endsWith("_test.rego")).toList()) {
                String first = Files.readAllLines(file).getFirst();
                packages.add(first.substring("package ".length()).replace('.', '/'));
            }
        }
        return packages;
    }
}
