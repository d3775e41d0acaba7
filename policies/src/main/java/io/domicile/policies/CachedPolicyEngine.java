// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// Remembers decisions. A decision depends on question and bundle alone, so it is remembered under
/// both, whatever the order of the facts; failures are not remembered. What is remembered is
/// answered at once; an engine may take long and is asked on a virtual thread.
///
/// Questions are reduced to their [Intervals] first, so that a counter or a clock that moves below
/// its next limit asks nothing anew.
public final class CachedPolicyEngine implements PolicyEngine {

    private final PolicyEngine engine;
    private final Cache<Key, Decision> decisions;
    private final ExecutorService misses = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Intervals intervals;

    /// Puts a cache before an engine and takes over closing it.
    ///
    /// @param engine the engine to ask
    /// @param bundle the bundle with which it decides
    /// @param limit about how many bytes of memory the remembered decisions take at most
    public CachedPolicyEngine(PolicyEngine engine, PolicyBundle bundle, long limit) {
        this.engine = engine;
        this.intervals = Intervals.of(bundle);
        this.decisions =
                Caffeine.newBuilder()
                        .maximumWeight(limit)
                        .weigher((Key key, Decision decision) ->
                                Weight.bytes(key.question(), decision))
                        .recordStats()
                        .build();
    }

    @Override
    public CompletionStage<Decision> decide(Question question) {
        Intervals current = intervals;
        var key = new Key(current.reduce(question), current.bundle().digest());
        Decision known = decisions.getIfPresent(key);
        if (known != null && engine.isAvailable()) {
            return CompletableFuture.completedStage(known);
        }
        var asked = new Question(question.query(), question.facts().deepCopy());
        return CompletableFuture.supplyAsync(() -> ask(key, asked), misses)
                .thenCompose(Function.identity());
    }

    /// How often a decision was remembered and how often not.
    public CacheStats stats() {
        return decisions.stats();
    }

    /// About how many bytes of memory the remembered decisions take.
    public long weight() {
        return decisions
                .policy()
                .eviction()
                .map(Policy.Eviction::weightedSize)
                .orElseThrow()
                .orElseThrow();
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
        Runnable change = engine.prepare(bundle);
        var next = Intervals.of(bundle);
        return () -> {
            change.run();
            intervals = next;
        };
    }

    @Override
    public void close() {
        misses.close();
        engine.close();
    }

    private CompletionStage<Decision> ask(Key key, Question unreduced) {
        return engine.decide(key.question())
                .thenCompose(decision -> {
                    // Another bundle has other intervals: to it the reduced question is another.
                    if (!decision.policy().digest().equals(key.bundle())) {
                        return engine.decide(unreduced);
                    }
                    decisions.put(key, decision);
                    return CompletableFuture.completedStage(decision);
                });
    }

    private record Key(Question question, String bundle) {}
}
