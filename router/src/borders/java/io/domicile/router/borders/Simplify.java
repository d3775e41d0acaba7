// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.borders;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Douglas and Peucker's line simplification on arcs, with the error in metres.
final class Simplify {
    private static final double METRES_PER_UNIT = 111_320 * Network.UNIT;

    /// A ring with fewer points, the first one counted twice, has no inside.
    private static final int LEAST_RING = 4;

    private final List<Long> points;
    private final double tolerance;
    private final BitSet kept = new BitSet();

    private Simplify(List<Long> points, double tolerance) {
        this.points = points;
        this.tolerance = tolerance;
    }

    /// Gives an arc no vertex of the first one is farther from than the tolerance; its ends stay,
    /// and a ring keeps an inside.
    static Arc arc(Arc arc, double tolerance) {
        var work = new Simplify(arc.points(), tolerance);
        int last = arc.points().size() - 1;
        work.kept.set(0);
        work.kept.set(last);
        if (arc.ring()) {
            int far = work.farthest(0, last);
            work.kept.set(far);
            work.split(0, far);
            work.split(far, last);
        } else {
            work.split(0, last);
        }
        var points = work.keptPoints();
        return arc.ring() && points.size() < LEAST_RING ? arc : new Arc(arc.sides(), points);
    }

    private List<Long> keptPoints() {
        var result = new ArrayList<Long>();
        kept.stream().forEach(i -> result.add(points.get(i)));
        return result;
    }

    private void split(int from, int to) {
        if (to - from < 2) {
            return;
        }
        int far = farthest(from, to);
        if (distance(far, from, to) > tolerance) {
            kept.set(far);
            split(from, far);
            split(far, to);
        }
    }

    private int farthest(int from, int to) {
        int best = from + 1;
        double bestDistance = -1;
        for (int i = from + 1; i < to; i++) {
            double distance = distance(i, from, to);
            if (distance > bestDistance) {
                bestDistance = distance;
                best = i;
            }
        }
        return best;
    }

    /// Metres between point `i` and the straight piece from `a` to `b`.
    private double distance(int i, int a, int b) {
        long p = points.get(i);
        double scale = Math.cos(Math.toRadians(Network.y(p) * Network.UNIT));
        double ax = (Network.x(points.get(a)) - Network.x(p)) * scale;
        double ay = Network.y(points.get(a)) - Network.y(p);
        double dx = (Network.x(points.get(b)) - Network.x(p)) * scale - ax;
        double dy = Network.y(points.get(b)) - Network.y(p) - ay;
        double length = dx * dx + dy * dy;
        double t = length == 0 ? 0 : Math.clamp(-(ax * dx + ay * dy) / length, 0, 1);
        return Math.hypot(ax + t * dx, ay + t * dy) * METRES_PER_UNIT;
    }
}
