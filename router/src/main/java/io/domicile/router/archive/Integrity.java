// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.audit.Hash;
import io.domicile.audit.Inclusion;
import io.domicile.audit.Merkle;
import io.domicile.audit.TilePath;
import io.domicile.audit.TileReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// Checks the entries of a range against the checkpoint: each against its hash, and the hashes of
/// each bundle against the root. One proof holds for a whole tile, because it is computed from all
/// hashes in it.
///
/// @param firstBad index of the first entry that is not what the checkpoint is signed for
record Integrity(Optional<Long> firstBad) {

    static Integrity of(Plan plan, TileReader log) throws IOException {
        var checkpoint = plan.checkpoint();
        var bad = new long[] {-1};
        new Walk(plan, log)
                .bundles((path, bytes) -> {
                    if (bad[0] < 0) {
                        bad[0] = firstBad(path, bytes, checkpoint.size(), checkpoint.root(), log);
                    }
                });
        return new Integrity(bad[0] < 0 ? Optional.empty() : Optional.of(bad[0]));
    }

    private static long firstBad(
            TilePath path, byte[] bytes, long size, Hash root, TileReader log) {
        var hashes = log.get(new TilePath(0, path.index(), path.width()));
        long first = path.index() * TilePath.FULL;
        int place = 0;
        for (var entry : Walk.entries(path, bytes)) {
            if (!Merkle.leafHash(entry).equals(hash(hashes, place))) {
                return first + place;
            }
            place++;
        }
        return Inclusion.of(first, size, log).proves(hash(hashes, 0), root) ? -1 : first;
    }

    private static Hash hash(byte[] packed, int place) {
        return Hash.of(Arrays.copyOfRange(packed, place * Hash.BYTES, (place + 1) * Hash.BYTES));
    }
}
