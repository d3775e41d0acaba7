// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.PolicyBundle;
import io.domicile.policies.PolicyBundles;
import io.domicile.policies.PolicyUnavailable;
import io.domicile.policies.WasmPolicyEngine;
import io.domicile.regions.Residences;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.Places;
import io.domicile.router.ProblemException;
import io.domicile.router.Tenants;
import io.domicile.router.bundles.BundleFile;
import io.domicile.router.config.DomicileConfig;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Runs replays, few at a time.
@Singleton
final class Replays {

    private final PolicyBundles bundles;
    private final BundleFile file;
    private final Residences residences;
    private final Tenants tenants;
    private final long limit;
    private final Places places = new Places(2);

    Replays(
            PolicyBundles bundles,
            BundleFile file,
            Residences residences,
            Tenants tenants,
            DomicileConfig config) {
        this.bundles = bundles;
        this.file = file;
        this.residences = residences;
        this.tenants = tenants;
        this.limit = config.policies().replayLimit();
    }

    /// Verifies the bundle, writes the audit row, and decides again. Blocks.
    ///
    /// @throws ProblemException with status 422 if the bundle is refused or the scope too large,
    ///   503 if too many replays run
    ObjectNode run(Caller caller, byte[] bundle, Scope scope, Replay.Watcher watcher) {
        try (var _ = places.take()) {
            var candidate = candidate(bundle);
            note(caller, candidate);
            try (var engine = new WasmPolicyEngine(candidate, 1)) {
                return new Replay(engine, scope, watcher).run(limit);
            }
        }
    }

    private PolicyBundle candidate(byte[] bundle) {
        try {
            return bundles.candidate(bundle, file.requiredKey());
        } catch (PolicyUnavailable e) {
            throw new ProblemException(Fault.BUNDLE_REFUSED, e.getMessage() + ".");
        }
    }

    /// Who tries which bundle is durable in the audit log before anything is answered.
    private void note(Caller caller, PolicyBundle candidate) {
        var note = Notes.of("policy", caller, "replay", "ok").policy(candidate.revision()).build();
        residences
                .at(tenants.ingressRegion())
                .note(note, Optional.empty(), Optional.empty())
                .toCompletableFuture()
                .join();
    }
}
