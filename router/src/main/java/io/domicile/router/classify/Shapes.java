// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The overlay's zones in one datum, found by degree.
final class Shapes {
    private static final int COLUMNS = 361;
    private static final int ROWS = 181;
    private final List<List<Shape>> byDegree =
            new ArrayList<>(Collections.nCopies(COLUMNS * ROWS, List.of()));

    Shapes(List<Shape> shapes) {
        shapes.forEach(this::add);
    }

    private void add(Shape shape) {
        var bounds = shape.bounds();
        for (int lat = floor(bounds.south(), -90); lat <= Math.min(bounds.north(), 90); lat++) {
            for (int lon = floor(bounds.west(), -180); lon <= Math.min(bounds.east(), 180); lon++) {
                var all = new ArrayList<>(byDegree.get(index(lat, lon)));
                all.add(shape);
                byDegree.set(index(lat, lon), List.copyOf(all));
            }
        }
    }

    private static int floor(double degrees, int least) {
        return Math.max((int) Math.floor(degrees), least);
    }

    private static int index(double lat, double lon) {
        return ((int) Math.floor(lat) + 90) * COLUMNS + (int) Math.floor(lon) + 180;
    }

    /// The zones that may matter at a point, in the order of the overlay.
    List<Shape> around(Point point) {
        return byDegree.get(index(point.lat(), point.lon()));
    }
}
