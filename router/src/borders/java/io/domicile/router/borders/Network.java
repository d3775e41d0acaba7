// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.borders;

import java.util.Arrays;
import java.util.List;
import net.iakovlev.timeshape.proto.Geojson;

/// The borders of the world as one network: an edge between two polygons of the same area vanishes,
/// an edge between two areas is kept once with both names, and what hangs together between two
/// junctions is one arc.
final class Network {
    /// Degrees per unit of the stored coordinates: 1.1 m at most.
    static final double UNIT = 1e-5;

    private static final int AREA_BITS = 10;
    private static final int VERTEX_BITS = 26;
    private long[] points = new long[1 << 23];
    private short[] areas = new short[1 << 23];
    private int size;

    /// Adds a polygon's rings as borders of an area (1 to 1023).
    void add(int area, Geojson.Polygon polygon) {
        for (var ring : polygon.getCoordinatesList()) {
            for (var position : ring.getCoordinatesList()) {
                append(
                        pack(
                                Math.round(position.getLon() / UNIT),
                                Math.round(position.getLat() / UNIT)),
                        area);
            }
            append(points[size - 1], 0);
        }
    }

    private void append(long point, int area) {
        if (size == points.length) {
            points = Arrays.copyOf(points, 2 * size);
            areas = Arrays.copyOf(areas, 2 * size);
        }
        points[size] = point;
        areas[size++] = (short) area;
    }

    private static long pack(long x, long y) {
        return (x + (1 << 25)) << 32 | y + (1 << 25);
    }

    static int x(long point) {
        return (int) (point >>> 32) - (1 << 25);
    }

    static int y(long point) {
        return (int) point - (1 << 25);
    }

    /// Joins the edges to arcs; the order depends on the set of edges alone.
    List<Arc> arcs() {
        var vertices = vertices();
        return new ArcWalk(vertices, edges(vertices)).arcs();
    }

    private long[] vertices() {
        var sorted = Arrays.copyOf(points, size);
        Arrays.sort(sorted);
        int count = 0;
        for (long point : sorted) {
            if (count == 0 || point != sorted[count - 1]) {
                sorted[count++] = point;
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    /// Each edge as (lower vertex, higher vertex, area), sorted; zero-length ones left out.
    private long[] edges(long[] vertices) {
        var edges = new long[size];
        int count = 0;
        for (int i = 1; i < size; i++) {
            if (areas[i] != 0 && areas[i - 1] == areas[i] && points[i] != points[i - 1]) {
                long a = Arrays.binarySearch(vertices, points[i - 1]);
                long b = Arrays.binarySearch(vertices, points[i]);
                edges[count++] = edge(Math.min(a, b), Math.max(a, b), areas[i]);
            }
        }
        Arrays.sort(edges, 0, count);
        return Arrays.copyOf(edges, count);
    }

    private static long edge(long low, long high, int area) {
        return (low << VERTEX_BITS | high) << AREA_BITS | area;
    }

    static int low(long edge) {
        return (int) (edge >>> VERTEX_BITS + AREA_BITS);
    }

    static int high(long edge) {
        return (int) (edge >>> AREA_BITS) & (1 << VERTEX_BITS) - 1;
    }

    static int area(long edge) {
        return (int) edge & (1 << AREA_BITS) - 1;
    }
}
