// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/// The bundle in force, and the one way to put another in its place.
public final class PolicyBundles {

    private static final String NO_QUERY = "no_such_query";
    private static final List<String> QUERIES =
            List.of(
                    "store",
                    "transfer",
                    "read",
                    "replicate",
                    "authority",
                    "fanout",
                    "crypto",
                    "erase",
                    "audit",
                    "breach",
                    "due");

    private final PolicyEngine engine;
    private volatile PolicyBundle active;

    /// What became of a bundle that should decide.
    public sealed interface Replacement {

        /// It decides now.
        record Active(PolicyRevision revision) implements Replacement {}

        /// It does not, and the one before still does.
        ///
        /// @param reason one sentence for the person who sent it
        record Refused(String reason) implements Replacement {}
    }

    /// Begins with the bundle that the engine has already.
    public PolicyBundles(PolicyBundle active, PolicyEngine engine) {
        this.active = active;
        this.engine = engine;
    }

    /// The engine that decides with the bundle in force.
    public PolicyEngine engine() {
        return engine;
    }

    /// The bundle in force.
    public PolicyBundle active() {
        return active;
    }

    /// Checks a bundle and puts it in force. Blocks for seconds; questions go on being answered.
    ///
    /// @param gzipped the bytes of `bundle.tar.gz`
    /// @param key who must have signed it
    /// @param before is told of the bundle once it is found good, before it decides; when that
    ///   fails, the exception passes and nothing changes
    public synchronized Replacement replace(
            byte[] gzipped, BundleKey key, Consumer<PolicyBundle> before) {
        PolicyBundle bundle;
        Runnable change;
        try {
            bundle = candidate(gzipped, key);
            change = engine.prepare(bundle);
        } catch (PolicyUnavailable e) {
            return new Replacement.Refused(String.valueOf(e.getMessage()));
        }
        before.accept(bundle);
        // First expected, then served: no OPA server answers with what the engine does not know.
        change.run();
        active = bundle;
        return new Replacement.Active(bundle.revision());
    }

    /// Checks a bundle as [#replace] does, and leaves the one in force. Blocks for seconds.
    ///
    /// @throws PolicyUnavailable if it is not good; the message says why
    public PolicyBundle candidate(byte[] gzipped, BundleKey key) {
        var bundle = PolicyBundle.signed(gzipped, key);
        requireOwnRevision(bundle);
        requireRefusals(bundle);
        return bundle;
    }

    // An OPA server names the revision alone, so it must say which policies decided.
    private void requireOwnRevision(PolicyBundle bundle) {
        if (bundle.revision().revision().equals(active.revision().revision())
                && !bundle.hasFilesOf(active)) {
            throw new PolicyUnavailable("the bundle has the revision of another one");
        }
    }

    /// Asks what must be refused: every query without facts, and one that does not exist.
    private static void requireRefusals(PolicyBundle bundle) {
        try (var candidate = new WasmPolicyEngine(bundle, 1)) {
            if (effect(candidate, NO_QUERY) != Effect.DENY) {
                throw new PolicyUnavailable("the bundle does not refuse by default");
            }
            for (String query : QUERIES) {
                if (effect(candidate, query) == Effect.ALLOW) {
                    throw new PolicyUnavailable("the bundle allows to " + query + " without facts");
                }
            }
        }
    }

    private static Effect effect(PolicyEngine candidate, String query) {
        try {
            var question = new Question(query, Json.MAPPER.createObjectNode());
            return candidate.decide(question).toCompletableFuture().join().effect();
        } catch (CompletionException e) {
            throw new PolicyUnavailable("the bundle gives no decision for " + query, e);
        }
    }
}
