// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.audit.Tile;
import io.domicile.audit.TilePath;
import io.domicile.audit.TileReader;
import java.io.IOException;
import java.util.List;

/// Goes through the entries of a plan in their order, one bundle in memory at a time.
///
/// @param log the log's tiles and bundles
record Walk(Plan plan, TileReader log) {

    /// What is done with each entry that is told.
    interface Step {
        void take(Line line) throws IOException;
    }

    /// What is done with each bundle that holds an entry of the range.
    interface Bundles {
        void take(TilePath path, byte[] bytes) throws IOException;
    }

    void each(Step step) throws IOException {
        bundles((path, bytes) -> {
            long index = path.index() * TilePath.FULL;
            for (var entry : entries(path, bytes)) {
                if (index >= plan.range().first() && index < plan.range().end()) {
                    var line = Line.read(index, entry);
                    if (plan.onlyOf().map(line::isOf).orElse(true)) {
                        step.take(line);
                    }
                }
                index++;
            }
        });
    }

    void bundles(Bundles bundles) throws IOException {
        long size = plan.checkpoint().size();
        long end = plan.range().end();
        for (long n = plan.range().first() / TilePath.FULL; n * TilePath.FULL < end; n++) {
            var path = TilePath.in(size, TilePath.ENTRIES, n).orElseThrow();
            bundles.take(path, log.get(path));
        }
    }

    static List<byte[]> entries(TilePath path, byte[] bytes) {
        return new Tile(path, bytes).entries();
    }
}
