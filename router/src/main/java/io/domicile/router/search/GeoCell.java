// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.search;

import java.util.ArrayList;
import java.util.List;

/// A cell of the grid of geohashes, in one coordinate system: nothing is converted between them.
///
/// @param level characters of the geohash; cells of level 5 are 4.9 km high, of 4 20 km, of 3 156
///   km
/// @param crs coordinate system, for instance `GCJ02`
/// @param row from the south
/// @param column from 180 degrees west
record GeoCell(int level, String crs, int row, int column) {

    /// Bits of one character of a geohash.
    private static final int BITS = 5;

    /// The cell that holds a position.
    ///
    /// @param lat latitude in degrees, -90 to 90
    /// @param lon longitude in degrees, -180 to 180
    static GeoCell of(int level, String crs, double lat, double lon) {
        int row = Math.min((int) ((lat + 90) / 180 * rows(level)), rows(level) - 1);
        int column = (int) ((lon + 180) / 360 * columns(level)) % columns(level);
        return new GeoCell(level, crs, row, column);
    }

    /// The cell and those around it.
    List<GeoCell> around() {
        var cells = new ArrayList<GeoCell>();
        for (int north = -1; north <= 1; north++) {
            for (int east = -1; east <= 1; east++) {
                int line = row + north;
                if (line >= 0 && line < rows(level)) {
                    cells.add(
                            new GeoCell(
                                    level,
                                    crs,
                                    line,
                                    Math.floorMod(column + east, columns(level))));
                }
            }
        }
        return cells;
    }

    /// Its name in the index.
    String name() {
        return level + "/" + crs + "/" + row + "/" + column;
    }

    private static int rows(int level) {
        return 1 << (BITS * level / 2);
    }

    private static int columns(int level) {
        return 1 << ((BITS * level + 1) / 2);
    }
}
