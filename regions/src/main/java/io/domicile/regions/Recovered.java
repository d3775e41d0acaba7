// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

/// What a restored database was told out of the published log.
///
/// @param from how many entries it knew
/// @param entries how many it did not know
/// @param lost how many of those are of events that the backup is without; the others it had, but
///   without their places
/// @param records how many of the lost say that a record was stored
/// @param keys how many keys it still knew of those that were destroyed since
/// @param first the number of the first that was lost; see [Residence#lost]
public record Recovered(long from, long entries, long lost, long records, long keys, long first) {

    /// How many entries were published.
    public long published() {
        return from + entries;
    }
}
