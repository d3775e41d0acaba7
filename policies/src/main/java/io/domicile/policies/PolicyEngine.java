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

    /// The bundle that decides.
    PolicyRevision revision();

    @Override
    void close();
}
