// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.PolicyUnavailable;
import io.domicile.regions.Admission;
import io.domicile.regions.Residences;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// Answers bad requests of known callers: first the audit row in the gateway's own region, then the
/// problem. If the row cannot be written, the answer is 503.
@Singleton
public final class Rejections {

    private final Residences residences;
    private final Tenants tenants;

    Rejections(Residences residences, Tenants tenants) {
        this.residences = residences;
        this.tenants = tenants;
    }

    /// Turns what ended a request into its answer.
    ///
    /// @return the problem's response once its audit row is durable; a stage failed with `thrown`
    ///   when the caller was not to blame, which has an audit row, too, where no decision could be
    ///   had
    public CompletionStage<Response> reject(Caller caller, Throwable thrown) {
        return problem(caller, thrown).thenApply(body -> Problem.answer(body).build());
    }

    /// Turns what ended a request, or one of the records in it, into the problem that its caller is
    /// told.
    ///
    /// @return the problem as JSON once its audit row is durable; else as [#reject]
    public CompletionStage<ObjectNode> problem(Caller caller, Throwable thrown) {
        var cause =
                thrown instanceof CompletionException && thrown.getCause() != null
                        ? thrown.getCause()
                        : thrown;
        if (cause instanceof Refused refused) {
            return CompletableFuture.completedFuture(refused.problem());
        }
        if (cause instanceof PolicyUnavailable) {
            return note(caller, "decision", "deny", Fault.POLICY_UNAVAILABLE.code())
                    .handle((_, _) -> cause)
                    .thenCompose(CompletableFuture::failedFuture);
        }
        if (!(cause instanceof ProblemException ours) || ours.problem().fault().status() >= 500) {
            return CompletableFuture.failedFuture(cause);
        }
        var problem = ours.problem();
        return note(caller, "rejected", "deny", problem.fault().code())
                .thenApply(_ -> problem.json());
    }

    /// Writes an audit row about a request that brought no record.
    public CompletionStage<Admission> note(Caller caller, String type, String act, String result) {
        var note = Notes.of(type, caller, act, result).build();
        return residences
                .at(tenants.ingressRegion())
                .note(note, Optional.empty(), Optional.empty());
    }
}
