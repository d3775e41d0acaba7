// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.exports;

import io.domicile.policies.Decision;
import io.domicile.policies.Effect;
import io.domicile.policies.Question;
import io.domicile.regions.Tally;
import java.util.Optional;

/// What was asked and answered of an act that may take persons' data out of a region.
///
/// @param tally the count that belongs to the act, if the law allows it so
public record Ruling(Question question, Decision decision, Optional<Tally> tally) {

    public boolean allows() {
        return decision.effect() == Effect.ALLOW;
    }

    /// Whether the law wants persons counted who cannot be, because no legal entity is known.
    public boolean lacksCount() {
        return tally.isEmpty() && Exports.isCounted(decision);
    }
}
