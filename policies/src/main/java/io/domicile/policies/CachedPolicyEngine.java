// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Remembers decisions. A decision depends on question and bundle alone, so equal questions to the
/// same engine have equal answers, whatever the order of the facts; failures are not remembered.
public final class CachedPolicyEngine implements PolicyEngine {

    private final PolicyEngine engine;
    private final Cache<Question, Decision> decisions;

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
        Decision known = decisions.getIfPresent(question);
        if (known != null) {
            return CompletableFuture.completedStage(known);
        }
        var key = new Question(question.query(), question.facts().deepCopy());
        return engine.decide(key)
                .thenApply(decision -> {
                    decisions.put(key, decision);
                    return decision;
                });
    }

    @Override
    public PolicyRevision revision() {
        return engine.revision();
    }

    @Override
    public void close() {
        engine.close();
    }
}
