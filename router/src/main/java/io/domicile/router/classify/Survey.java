// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Collects what lies around one fix.
final class Survey {
    /// Nearer than this to any border a fix is in the border zone, however exact it is.
    private static final double ZONE_M = 2_200;

    private static final double METRES_PER_UNIT = 111_320 / BorderFile.UNITS_PER_DEGREE;

    /// Beyond this the meridians are so close that a wider search would not pay.
    private static final double LEAST_SCALE = 0.05;

    private final double accuracyM;
    private final double radiusM;
    private final TreeSet<String> candidates = new TreeSet<>();
    private final EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    private double marginM;

    Survey(double accuracyM) {
        this.accuracyM = accuracyM;
        radiusM = radius(accuracyM);
        marginM = radiusM;
    }

    /// How far around a fix is looked, in metres.
    static double radius(double accuracyM) {
        return Math.max(ZONE_M, accuracyM + Line.COARSE_ERROR_M);
    }

    /// Whether no border of a layer can be so near as to matter.
    static boolean quiet(Layer layer, Point point, double accuracyM) {
        return layer.grid()
                .quiet(
                        units(point.lon()),
                        units(point.lat()),
                        scale(point),
                        radius(accuracyM) / METRES_PER_UNIT);
    }

    private static double units(double degrees) {
        return degrees * BorderFile.UNITS_PER_DEGREE;
    }

    private static double scale(Point point) {
        return Math.max(LEAST_SCALE, Math.cos(Math.toRadians(point.lat())));
    }

    /// The lines of a layer that are near enough to matter.
    Nearby lines(Layer layer, Point point) {
        var nearby = new Nearby();
        layer.grid()
                .near(
                        units(point.lon()),
                        units(point.lat()),
                        scale(point),
                        radiusM / METRES_PER_UNIT,
                        nearby);
        return nearby;
    }

    /// Notes the lines.
    ///
    /// @param except areas whose lines are left to another layer
    void borders(Layer layer, Nearby nearby, Set<Integer> except) {
        for (int i = 0; i < nearby.size(); i++) {
            var line = layer.lines().get(nearby.line(i));
            if (line.areas().stream().noneMatch(except::contains)) {
                candidates.addAll(line.territories());
                border(nearby.distance(i) * METRES_PER_UNIT, line.errorM());
            }
        }
    }

    /// Notes a border of another territory.
    private void border(double distanceM, double errorM) {
        marginM = Math.min(marginM, distanceM);
        flags.add(Flag.BORDER_ZONE);
        if (distanceM < accuracyM + errorM) {
            flags.add(Flag.AMBIGUOUS);
        }
    }

    /// Notes a zone of the overlay that may be near, and gives the territory it makes of the point,
    /// if any.
    @Nullable String zone(Shape shape, Point point) {
        var zone = shape.zone();
        boolean inside = shape.contains(point);
        if (inside) {
            flags.addAll(zone.flags());
            candidates.addAll(zone.others());
        }
        if (zone.territory() == null) {
            return null;
        }
        if (inside) {
            candidates.add(zone.territory());
        }
        double distance = shape.distance(point);
        if (distance <= Math.max(radiusM, zone.errorM())) {
            candidates.add(zone.territory());
            candidates.addAll(zone.in());
            border(distance, zone.errorM());
        }
        return inside ? zone.territory() : null;
    }

    void ground(Ground ground) {
        candidates.add(ground.territory());
        candidates.addAll(ground.candidates());
        flags.addAll(ground.flags());
    }

    Place place(String territory, Bucket bucket, String dataVersion) {
        return new Place(territory, bucket, List.copyOf(candidates), flags, marginM, dataVersion);
    }
}
