// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

/// What a restored database was told out of the published log.
///
/// @param from how many entries it knew
/// @param entries how many it did not know
/// @param records how many records those entries say were stored: the backup is without them
/// @param keys how many keys it still knew of those that were destroyed since
public record Recovered(long from, long entries, long records, long keys) {}
