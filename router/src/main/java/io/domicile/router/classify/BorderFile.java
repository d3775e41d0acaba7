// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// The border file that the build makes: arcs of border between areas, in units of 1e-5 degrees.
///
/// @param version names the data
/// @param areas the areas' names, by number from 0
/// @param arcs all borders
record BorderFile(String version, List<String> areas, List<Arc> arcs) {
    static final double UNITS_PER_DEGREE = 1e5;
    private static final int MAGIC = 0x444f_4d42;

    /// A run of border.
    ///
    /// @param sides numbers of the areas it bounds, two but where claims overlap
    /// @param fine whether its error is that of the fine layer
    /// @param points x and y in turn
    record Arc(List<Integer> sides, boolean fine, Coordinates points) {}

    /// Coordinates as they stand in the file.
    static final class Coordinates {
        private final int[] values;

        Coordinates(int[] values) {
            this.values = values;
        }

        int size() {
            return values.length / 2;
        }

        int x(int point) {
            return values[2 * point];
        }

        int y(int point) {
            return values[2 * point + 1];
        }
    }

    static BorderFile read(InputStream stream) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(stream, 1 << 16))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("not a border file");
            }
            var version = in.readUTF();
            var areas = new ArrayList<String>();
            for (int i = in.readShort(); i > 0; i--) {
                areas.add(in.readUTF());
            }
            var arcs = new ArrayList<Arc>();
            for (int i = in.readInt(); i > 0; i--) {
                arcs.add(arc(in));
            }
            return new BorderFile(version, List.copyOf(areas), List.copyOf(arcs));
        }
    }

    private static Arc arc(DataInputStream in) throws IOException {
        var sides = new ArrayList<Integer>();
        for (int i = in.readByte(); i > 0; i--) {
            sides.add(in.readShort() - 1);
        }
        boolean fine = in.readBoolean();
        var points = new int[2 * in.readInt()];
        for (int i = 0; i < points.length; i++) {
            points[i] = (i < 2 ? 0 : points[i - 2]) + varint(in);
        }
        return new Arc(List.copyOf(sides), fine, new Coordinates(points));
    }

    private static int varint(DataInputStream in) throws IOException {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in.readUnsignedByte();
            value |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return value >>> 1 ^ -(value & 1);
            }
        }
    }
}
