// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Asks an OPA server over its REST API. The server must have loaded the same bundle; an answer
/// from another one is refused. After a change of the bundle the one before may still answer for a
/// while, because servers fetch the new one in their own time.
public final class OpaPolicyEngine implements PolicyEngine {

    private static final String DECISION = "v1/data/domicile/decision?provenance=true";

    private final URI decision;
    private final Duration timeout;
    private final Duration overlap;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final OpaWatch watch;
    private volatile boolean decided = true;
    private volatile Expected expected;

    /// The bundles that may answer, the second only before `until` on [System#nanoTime].
    private record Expected(PolicyRevision active, PolicyRevision previous, long until) {

        Optional<PolicyRevision> named(String revision) {
            if (active.revision().equals(revision)) {
                return Optional.of(active);
            }
            return previous.revision().equals(revision) && System.nanoTime() - until < 0
                    ? Optional.of(previous)
                    : Optional.empty();
        }
    }

    /// Prepares the client and begins to watch the server; nothing is asked yet.
    ///
    /// @param server the OPA server, for instance `http://127.0.0.1:8181/`
    /// @param revision the bundle that must decide
    /// @param timeout for connecting, and for each answer
    /// @param overlap how long the bundle before may answer after a change
    public OpaPolicyEngine(
            URI server, PolicyRevision revision, Duration timeout, Duration overlap) {
        String base = server.toString();
        this.decision = URI.create(base.endsWith("/") ? base : base + "/").resolve(DECISION);
        this.expected = new Expected(revision, revision, System.nanoTime());
        this.timeout = timeout;
        this.overlap = overlap;
        this.watch = new OpaWatch(server, timeout);
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .executor(threads)
                        .build();
    }

    @Override
    public CompletionStage<Decision> decide(Question question) {
        var body = Json.MAPPER.createObjectNode().set("input", WasmPolicyEngine.input(question));
        var request =
                HttpRequest.newBuilder(decision)
                        .timeout(timeout)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(Json.canonical(body)))
                        .build();
        return client.sendAsync(request, BodyHandlers.ofString())
                .thenApply(response -> read(question.query(), response))
                .whenComplete((_, failure) -> decided = failure == null)
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(unavailable(failure)))
                .minimalCompletionStage();
    }

    @Override
    public boolean isAvailable() {
        return decided && watch.isConnected();
    }

    @Override
    public PolicyRevision revision() {
        return expected.active();
    }

    @Override
    public Runnable prepare(PolicyBundle bundle) {
        return () ->
                expected =
                        new Expected(
                                bundle.revision(),
                                revision(),
                                System.nanoTime() + overlap.toNanos());
    }

    @Override
    public void close() {
        watch.close();
        client.shutdownNow();
        threads.shutdownNow();
    }

    private Decision read(String query, HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new PolicyUnavailable(
                    "the policy server answered with status " + response.statusCode());
        }
        JsonNode answer = DecisionReader.parse(response.body());
        PolicyRevision decided = decided(answer.path("provenance"));
        return DecisionReader.read(query, answer.path("result"), decided);
    }

    private PolicyRevision decided(JsonNode provenance) {
        JsonNode bundles = provenance.path("bundles");
        if (bundles.size() != 1) {
            throw new PolicyUnavailable("the policy server has not exactly one bundle");
        }
        return expected.named(bundles.iterator().next().path("revision").asText())
                .orElseThrow(() ->
                        new PolicyUnavailable(
                                "the policy server has another bundle than "
                                        + revision().revision()));
    }

    private static PolicyUnavailable unavailable(Throwable failure) {
        return switch (failure) {
            case PolicyUnavailable unavailable -> unavailable;
            case CompletionException wrapped when wrapped.getCause() != null ->
                    unavailable(wrapped.getCause());
            default -> new PolicyUnavailable("the policy server cannot be reached", failure);
        };
    }
}
