// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.styra.opa.wasm.OpaPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Decides in this process, with the bundle's WebAssembly.
///
/// A caller who finds an instance idle decides on his own thread; when all are busy the work waits
/// on a virtual thread. Another bundle comes with instances of its own; those of the old one finish
/// what they began and go.
public final class WasmPolicyEngine implements PolicyEngine {

    private final int instances;
    private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
    private volatile WasmPool pool;

    /// Loads the policies.
    ///
    /// @param bundle the bundle that decides
    /// @param instances how many callers can decide at once, at least 1
    public WasmPolicyEngine(PolicyBundle bundle, int instances) {
        this.instances = instances;
        this.pool = new WasmPool(bundle, instances);
    }

    @Override
    public CompletionStage<Decision> decide(Question question) {
        WasmPool current = pool;
        OpaPolicy policy = current.poll();
        if (policy == null) {
            return CompletableFuture.supplyAsync(
                    () -> decide(current, current.take(), question), waiting);
        }
        try {
            return CompletableFuture.completedStage(decide(current, policy, question));
        } catch (PolicyUnavailable e) {
            return CompletableFuture.failedStage(e);
        }
    }

    @Override
    public PolicyRevision revision() {
        return pool.revision();
    }

    @Override
    public Runnable prepare(PolicyBundle bundle) {
        var next = new WasmPool(bundle, instances);
        return () -> pool = next;
    }

    @Override
    public void close() {
        waiting.close();
    }

    private Decision decide(WasmPool pool, OpaPolicy policy, Question question) {
        boolean healthy = true;
        try {
            JsonNode results =
                    DecisionReader.parse(policy.evaluate(Json.canonical(input(question))));
            return DecisionReader.read(
                    question.query(), results.path(0).path("result"), pool.revision());
        } catch (PolicyUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            healthy = false;
            throw new PolicyUnavailable("the compiled policy failed", e);
        } finally {
            // An instance that failed may hold a broken heap; a new one takes its place.
            if (healthy) {
                pool.giveBack(policy);
            } else {
                waiting.execute(pool::addNew);
            }
        }
    }

    static JsonNode input(Question question) {
        return Json.MAPPER
                .createObjectNode()
                .put("query", question.query())
                .set("facts", question.facts());
    }
}
