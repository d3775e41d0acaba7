// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What somebody may have got hold of: a KEK, a credential, or a stretch of time in which nothing
/// can be vouched for.
///
/// @param means how
/// @param from since when; always without
/// @param to until when; now without
/// @param tenant whose data alone; all tenants' without
/// @param among ids of subjects of the tenant that are looked for in the scope
/// @param most how many pseudonyms of subjects are told at most; 0 for none
public record Exposure(
        Means means,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> tenant,
        List<String> among,
        int most) {

    /// How data could be read.
    public sealed interface Means {

        /// Whoever has this KEK, and the database or a copy of it, opens all that it wraps or has
        /// wrapped.
        record Kek(String id) implements Means {}

        /// Whoever has this credential was told what it asked for.
        ///
        /// @param pseudonym in the region, 8 bytes in hex
        record OfCredential(String pseudonym) implements Means {}

        /// All that was shown or taken in.
        record Anything() implements Means {}
    }

    public Exposure {
        among = List.copyOf(among);
        if (!among.isEmpty() && tenant.isEmpty()) {
            throw new IllegalArgumentException("subjects are of a tenant");
        }
    }
}
