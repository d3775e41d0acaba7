// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import java.util.concurrent.CompletionStage;

/// Asks the law. Two engines stand behind it, with the same bundle and the same answers: OPA over
/// REST and the bundle compiled to WebAssembly in this process.
///
/// Engines are safe for use by many threads and [#decide] never blocks the caller.
public interface PolicyEngine extends AutoCloseable {

    /// Decides one question.
    ///
    /// @return the decision, or a stage failed with [PolicyUnavailable]; never an empty or partial
    ///   answer
    CompletionStage<Decision> decide(Question question);

    /// The bundle that decides. A decision under way at a change may come from the one before;
    /// [Decision#policy] says which.
    PolicyRevision revision();

    /// Makes ready to decide with another bundle. Nothing changes before the result is run, which
    /// is quick and does not fail; no question fails because of it.
    ///
    /// @throws PolicyUnavailable if the bundle cannot be used
    Runnable prepare(PolicyBundle bundle);

    /// Whether it could decide now, as far as is known. While it could not, nothing is answered
    /// from memory either: who takes the engine away stops the gateway.
    default boolean isAvailable() {
        return true;
    }

    /// The engine that decides, where this one may answer from memory.
    default PolicyEngine uncached() {
        return this;
    }

    @Override
    void close();
}
