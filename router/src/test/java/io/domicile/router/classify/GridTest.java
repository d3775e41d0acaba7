// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The grid against the simplest way there is to do the same, on the same borders.
final class GridTest {
    private static final int BAND = 25_000;
    private static final BorderFile FILE = file();

    private static final AreaSets SETS = new AreaSets(FILE.areas().size());
    private static final Layer LAYER = Layer.plain(FILE, SETS, FILE.areas());

    static {
        SETS.freeze();
    }

    private record Edge(int ax, int ay, int bx, int by, List<Integer> areas) {}

    private static BorderFile file() {
        try {
            return BorderFile.read(
                    Objects.requireNonNull(Territories.class.getResourceAsStream("borders.bin")));
        } catch (IOException e) {
            throw new IllegalStateException("the border file is not readable", e);
        }
    }

    @Test
    void it_agrees_with_a_ray_to_the_west_over_all_edges() {
        // given
        var bands = bands();

        for (var point : points(20_000)) {
            // when
            var found = new HashSet<>(LAYER.areasAt(point));

            // then
            assertEquals(westward(bands, point), found, point::toString);
        }
    }

    /// Half of them anywhere, half of them within some kilometres of a border.
    private static List<Point> points(int count) {
        var random = new SplittableRandom(20_000);
        var points = new ArrayList<Point>();
        for (int i = 0; i < count; i++) {
            if (i % 2 == 0) {
                points.add(new Point(random.nextDouble(-90, 90), random.nextDouble(-180, 180)));
            } else {
                var corners = FILE.arcs().get(random.nextInt(FILE.arcs().size())).points();
                int corner = random.nextInt(corners.size());
                double lat = corners.y(corner) / 1e5 + random.nextDouble(-0.03, 0.03);
                double lon = corners.x(corner) / 1e5 + random.nextDouble(-0.03, 0.03);
                points.add(new Point(Math.clamp(lat, -89.9, 89.9), Math.clamp(lon, -179.9, 179.9)));
            }
        }
        return points;
    }

    private static List<List<Edge>> bands() {
        var bands = new ArrayList<List<Edge>>();
        for (int band = 0; band <= 18_000_000 / BAND; band++) {
            bands.add(new ArrayList<>());
        }
        for (var arc : FILE.arcs()) {
            var points = arc.points();
            for (int i = 1; i < points.size(); i++) {
                var edge =
                        new Edge(
                                points.x(i - 1),
                                points.y(i - 1),
                                points.x(i),
                                points.y(i),
                                arc.sides());
                for (int band = band(Math.min(edge.ay, edge.by));
                        band <= band(Math.max(edge.ay, edge.by));
                        band++) {
                    bands.get(band).add(edge);
                }
            }
        }
        return Collections.unmodifiableList(bands);
    }

    private static int band(double y) {
        return (int) ((y + 9_000_000) / BAND);
    }

    private static Set<Integer> westward(List<List<Edge>> bands, Point point) {
        double x = point.lon() * 1e5;
        double y = point.lat() * 1e5;
        var areas = new HashSet<Integer>();
        for (var edge : bands.get(band(y))) {
            if (edge.ay > y != edge.by > y
                    && edge.ax
                                    + (y - edge.ay)
                                            / (edge.by - (double) edge.ay)
                                            * (edge.bx - (double) edge.ax)
                            < x) {
                for (int area : edge.areas) {
                    if (!areas.remove(area)) {
                        areas.add(area);
                    }
                }
            }
        }
        return areas;
    }

    @Test
    void it_finds_the_nearest_edge() {
        // given
        var edges = new Edges();
        for (var arc : FILE.arcs()) {
            var points = arc.points();
            for (int i = 1; i < points.size(); i++) {
                edges.add(points.x(i - 1), points.y(i - 1), points.x(i), points.y(i), 0);
            }
        }
        int near = 0;
        for (var point : points(60)) {
            if (Math.abs(point.lat()) > 80 || Math.abs(point.lon()) > 179) {
                continue;
            }

            // when
            var nearby = new Survey(0).lines(LAYER, point);

            // then
            double least = 2_200 / 1.1132;
            for (int edge = 0; edge < edges.size(); edge++) {
                double scale = Math.cos(Math.toRadians(point.lat()));
                double squared =
                        edges.distanceSquared(edge, point.lon() * 1e5, point.lat() * 1e5, scale);
                least = Math.min(least, Math.sqrt(squared));
            }
            double found =
                    IntStream.range(0, nearby.size())
                            .mapToDouble(nearby::distance)
                            .min()
                            .orElse(2_200 / 1.1132);
            assertEquals(least, found, 1e-6);
            near += nearby.size() > 0 ? 1 : 0;
        }
        assertTrue(near > 10);
    }
}
