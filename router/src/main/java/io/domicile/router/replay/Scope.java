// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.replay;

import io.domicile.regions.Residence;
import io.domicile.regions.Span;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Which audited decisions are decided again.
///
/// @param tenant whose alone; all without
/// @param residences in whose logs
/// @param from since when, included
/// @param to until when, not included
/// @param last only so many, the latest
record Scope(
        Optional<String> tenant,
        List<Residence> residences,
        Instant from,
        Instant to,
        OptionalInt last) {

    Span span() {
        return Span.between(from, to);
    }
}
