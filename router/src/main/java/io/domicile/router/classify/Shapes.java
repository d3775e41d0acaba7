// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.ArrayList;
import java.util.List;

/// The overlay's zones in one datum, found by degree.
final class Shapes {
    /// Around a zone, how many degrees off it may still matter.
    private static final double HALO = 0.5;

    private static final int COLUMNS = 361;
    private final List<List<Shape>> byDegree = new ArrayList<>();

    Shapes(List<Shape> shapes) {
        for (int cell = 0; cell < COLUMNS * 181; cell++) {
            byDegree.add(List.of());
        }
        for (var shape : shapes) {
            for (int lat = -90; lat <= 90; lat++) {
                for (int lon = -180; lon <= 180; lon++) {
                    if (shape.around(new Point(lat + 0.5, lon + 0.5), 0.5 + HALO)) {
                        add(index(lat, lon), shape);
                    }
                }
            }
        }
    }

    private void add(int index, Shape shape) {
        var all = new ArrayList<>(byDegree.get(index));
        all.add(shape);
        byDegree.set(index, List.copyOf(all));
    }

    private static int index(double lat, double lon) {
        return ((int) Math.floor(lat) + 90) * COLUMNS + (int) Math.floor(lon) + 180;
    }

    /// The zones that may matter at a point, in the order of the overlay.
    List<Shape> around(Point point) {
        return byDegree.get(index(point.lat(), point.lon()));
    }
}
