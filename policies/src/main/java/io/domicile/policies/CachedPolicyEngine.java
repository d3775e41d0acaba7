// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// Remembers decisions. A decision depends on question and bundle alone, so it is remembered under
/// both, whatever the order of the facts; failures are not remembered. What is remembered is
/// answered at once; an engine may take long and is asked on a virtual thread.
public final class CachedPolicyEngine implements PolicyEngine {

    private final PolicyEngine engine;
    private final Cache<Key, Decision> decisions;
    private final ExecutorService misses = Executors.newVirtualThreadPerTaskExecutor();

    /// Puts a cache before an engine and takes over closing it.
    ///
    /// @param engine the engine to ask
    /// @param limit how many decisions are remembered at most
    public CachedPolicyEngine(PolicyEngine engine, long limit) {
        this.engine = engine;
        this.decisions = Caffeine.newBuilder().maximumSize(limit).build();
    }

    @Override
    public CompletionStage<Decision> decide(Question question) {
        Decision known = decisions.getIfPresent(new Key(question, revision().digest()));
        if (known != null && engine.isAvailable()) {
            return CompletableFuture.completedStage(known);
        }
        var asked = new Question(question.query(), question.facts().deepCopy());
        return CompletableFuture.supplyAsync(() -> engine.decide(asked), misses)
                .thenCompose(Function.identity())
                .thenApply(decision -> {
                    decisions.put(new Key(asked, decision.policy().digest()), decision);
                    return decision;
                });
    }

    @Override
    public boolean isAvailable() {
        return engine.isAvailable();
    }

    @Override
    public PolicyEngine uncached() {
        return engine;
    }

    @Override
    public PolicyRevision revision() {
        return engine.revision();
    }

    @Override
    public Runnable prepare(PolicyBundle bundle) {
        return engine.prepare(bundle);
    }

    @Override
    public void close() {
        misses.close();
        engine.close();
    }

    private record Key(Question question, String bundle) {}
}
