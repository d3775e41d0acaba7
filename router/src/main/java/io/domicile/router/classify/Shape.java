// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.ArrayList;
import java.util.List;

/// A zone of the overlay as a polygon, in one datum.
final class Shape {
    private static final double METRES_PER_DEGREE = 111_320;
    private static final double HALO = 0.5;
    private final Overlay.Zone zone;
    private final List<Point> ring;

    /// Degrees.
    record Bounds(double south, double west, double north, double east) {}

    private Shape(Overlay.Zone zone, List<Point> ring) {
        this.zone = zone;
        this.ring = ring;
    }

    static Shape plain(Overlay.Zone zone) {
        return new Shape(zone, corners(zone));
    }

    static Shape shifted(Overlay.Zone zone) {
        return new Shape(
                zone,
                corners(zone).stream()
                        .map(point -> Gcj02.shift(point.lat(), point.lon()))
                        .toList());
    }

    private static List<Point> corners(Overlay.Zone zone) {
        var points = new ArrayList<Point>();
        zone.ring().forEach(corner -> points.add(new Point(corner.get(0), corner.get(1))));
        return List.copyOf(points);
    }

    Overlay.Zone zone() {
        return zone;
    }

    /// The square of degrees outside which the zone says nothing; a zone that changes the territory
    /// reaches as far as a poor fix.
    Bounds bounds() {
        double halo = zone.territory() == null ? 0 : HALO;
        var lats = ring.stream().mapToDouble(Point::lat).summaryStatistics();
        var lons = ring.stream().mapToDouble(Point::lon).summaryStatistics();
        return new Bounds(
                lats.getMin() - halo,
                lons.getMin() - halo,
                lats.getMax() + halo,
                lons.getMax() + halo);
    }

    boolean contains(Point point) {
        boolean inside = false;
        var a = ring.getLast();
        for (var b : ring) {
            if (a.lat() > point.lat() != b.lat() > point.lat()
                    && point.lon()
                            < a.lon()
                                    + (point.lat() - a.lat())
                                            / (b.lat() - a.lat())
                                            * (b.lon() - a.lon())) {
                inside = !inside;
            }
            a = b;
        }
        return inside;
    }

    /// Metres to the polygon's edge.
    double distance(Point point) {
        double scale = Math.cos(Math.toRadians(point.lat()));
        double best = Double.MAX_VALUE;
        var a = ring.getLast();
        for (var b : ring) {
            double ax = (a.lon() - point.lon()) * scale;
            double ay = a.lat() - point.lat();
            double dx = (b.lon() - a.lon()) * scale;
            double dy = b.lat() - a.lat();
            double length = dx * dx + dy * dy;
            double t = length == 0 ? 0 : Math.clamp(-(ax * dx + ay * dy) / length, 0, 1);
            best = Math.min(best, Math.hypot(ax + t * dx, ay + t * dy));
            a = b;
        }
        return best * METRES_PER_DEGREE;
    }
}
