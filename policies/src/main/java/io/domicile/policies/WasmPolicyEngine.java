// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.styra.opa.wasm.OpaPolicy;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Decides in this process, with the bundle's WebAssembly.
///
/// An instance of the compiled policy serves one thread at a time, so a pool of them is filled at
/// start (the first takes about a second, each further one a third). A caller who finds one idle
/// decides on his own thread; when all are busy the work waits on a virtual thread.
public final class WasmPolicyEngine implements PolicyEngine {

    private final PolicyBundle bundle;
    private final BlockingQueue<OpaPolicy> idle;
    private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();

    /// Loads the policies.
    ///
    /// @param bundle the bundle that decides
    /// @param instances how many callers can decide at once, at least 1
    public WasmPolicyEngine(PolicyBundle bundle, int instances) {
        this.bundle = bundle;
        this.idle = new ArrayBlockingQueue<>(instances);
        byte[] wasm = bundle.wasm();
        for (int i = 0; i < instances; i++) {
            idle.add(load(wasm));
        }
    }

    @Override
    public CompletionStage<Decision> decide(Question question) {
        OpaPolicy policy = idle.poll();
        if (policy == null) {
            return CompletableFuture.supplyAsync(() -> decide(take(), question), waiting);
        }
        try {
            return CompletableFuture.completedStage(decide(policy, question));
        } catch (PolicyUnavailable e) {
            return CompletableFuture.failedStage(e);
        }
    }

    @Override
    public PolicyRevision revision() {
        return bundle.revision();
    }

    @Override
    public void close() {
        waiting.close();
    }

    private Decision decide(OpaPolicy policy, Question question) {
        @Nullable OpaPolicy healthy = policy;
        try {
            JsonNode results =
                    DecisionReader.parse(policy.evaluate(Json.canonical(input(question))));
            return DecisionReader.read(question.query(), results.path(0).path("result"));
        } catch (PolicyUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            healthy = null;
            throw new PolicyUnavailable("the compiled policy failed", e);
        } finally {
            giveBack(healthy);
        }
    }

    // An instance that failed may hold a broken heap; a new one takes its place.
    private void giveBack(@Nullable OpaPolicy policy) {
        if (policy != null) {
            idle.add(policy);
        } else {
            waiting.execute(() -> idle.add(load(bundle.wasm())));
        }
    }

    private OpaPolicy take() {
        try {
            return idle.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PolicyUnavailable("interrupted while waiting for the compiled policy", e);
        }
    }

    private OpaPolicy load(byte[] wasm) {
        try {
            return OpaPolicy.builder().withPolicy(wasm).build().data(bundle.data());
        } catch (RuntimeException e) {
            throw new PolicyUnavailable("the compiled policy cannot be loaded", e);
        }
    }

    static JsonNode input(Question question) {
        return Json.MAPPER
                .createObjectNode()
                .put("query", question.query())
                .set("facts", question.facts());
    }
}
