// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.audit.TilePath;
import io.domicile.audit.TileReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// How long an archive will be about, so that a download can show how far it is: nobody knows
/// before it is written.
final class Estimate {

    /// Of each entry of the log: its hash, and its share of those above it and of tiles' names.
    private static final long HASHES = 34;

    /// What does not depend on the log.
    private static final long BESIDES = 40_000;

    private Estimate() {}

    /// Writes two bundles' worth of the range to nowhere, and takes the rest to be like them.
    static long of(Plan plan, TileReader log) throws IOException {
        var range = plan.range();
        long count = Math.min(range.count(), TilePath.FULL);
        long written = 0;
        long middle = range.first() + (range.count() - count) / 2;
        for (long first : List.of(range.first(), middle)) {
            var part = new Plan.Range(null, null, first, count);
            var rest = new Rest(OutputStream.nullOutputStream(), 0);
            new Archive(plan.with(part), log).writeEntries(rest);
            written += rest.length();
        }
        long entries = count == 0 ? 0 : written * range.count() / (2 * count);
        return BESIDES + HASHES * plan.checkpoint().size() + entries;
    }
}
