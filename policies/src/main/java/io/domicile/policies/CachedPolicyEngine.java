// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// Remembers decisions. A decision depends on question and bundle alone, so equal questions to the
/// same engine have equal answers; failures are not remembered. What is remembered is answered at
/// once; an engine may take long and is asked on a virtual thread.
public final class CachedPolicyEngine implements PolicyEngine {

    private final PolicyEngine engine;
    private final Cache<Key, Decision> decisions;
    private final ExecutorService misses = Executors.newVirtualThreadPerTaskExecutor();

    /// Puts a cache before an engine and takes over closing it.
    ///
    /// @param engine the engine to ask; its bundle does not change
    /// @param limit how many decisions are remembered at most
    public CachedPolicyEngine(PolicyEngine engine, long limit) {
        this.engine = engine;
        this.decisions = Caffeine.newBuilder().maximumSize(limit).build();
    }

    @Override
    public CompletionStage<Decision> decide(Question question) {
        var key = new Key(question.query(), Json.canonical(question.facts()));
        Decision known = decisions.getIfPresent(key);
        if (known != null) {
            return CompletableFuture.completedStage(known);
        }
        return CompletableFuture.supplyAsync(() -> engine.decide(question), misses)
                .thenCompose(Function.identity())
                .thenApply(decision -> {
                    decisions.put(key, decision);
                    return decision;
                });
    }

    /// The engine behind the cache, for asking whether it still decides.
    public PolicyEngine uncached() {
        return engine;
    }

    @Override
    public PolicyRevision revision() {
        return engine.revision();
    }

    @Override
    public void close() {
        misses.close();
        engine.close();
    }

    private record Key(String query, String facts) {}
}
