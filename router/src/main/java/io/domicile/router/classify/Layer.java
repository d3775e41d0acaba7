// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Borders in one datum, ready to be asked.
///
/// @param lines what each line number stands for
record Layer(Grid grid, List<Line> lines) {
    private static final double UNITS = BorderFile.UNITS_PER_DEGREE;

    /// The longest edge, in units, that may be shifted by its ends alone.
    private static final int SHIFT_STEP = 1_000;

    private static final class Draft {
        final Edges edges = new Edges();
        final List<Line> lines = new ArrayList<>();
        final Map<Line, Integer> numbers = new HashMap<>();

        final List<String> territoryOfArea;

        Draft(List<String> territoryOfArea) {
            this.territoryOfArea = territoryOfArea;
        }

        int number(BorderFile.Arc arc) {
            var territories = arc.sides().stream().map(territoryOfArea::get).distinct().toList();
            return numbers.computeIfAbsent(
                    new Line(arc.sides(), territories, arc.fine()),
                    line -> {
                        lines.add(line);
                        return lines.size() - 1;
                    });
        }
    }

    /// All borders as they are.
    static Layer plain(BorderFile file, AreaSets sets, List<String> territoryOfArea) {
        var draft = new Draft(territoryOfArea);
        for (var arc : file.arcs()) {
            int line = draft.number(arc);
            var points = arc.points();
            for (int i = 1; i < points.size(); i++) {
                draft.edges.add(points.x(i - 1), points.y(i - 1), points.x(i), points.y(i), line);
            }
        }
        var toggles = draft.lines.stream().mapToLong(line -> sets.code(line.areas())).toArray();
        return new Layer(new Grid(draft.edges.trimmed(), toggles, sets), List.copyOf(draft.lines));
    }

    /// The borders of some areas, in GCJ-02. Nothing but these areas is found in it; their
    /// neighbours are known by the lines only.
    static Layer shifted(
            BorderFile file, AreaSets sets, List<String> territoryOfArea, Set<Integer> areas) {
        var draft = new Draft(territoryOfArea);
        for (var arc : file.arcs()) {
            if (arc.sides().stream().anyMatch(areas::contains)) {
                addShifted(draft, arc);
            }
        }
        var toggles =
                draft.lines.stream()
                        .mapToLong(line ->
                                sets.code(line.areas().stream().filter(areas::contains).toList()))
                        .toArray();
        return new Layer(new Grid(draft.edges.trimmed(), toggles, sets), List.copyOf(draft.lines));
    }

    private static void addShifted(Draft draft, BorderFile.Arc arc) {
        int line = draft.number(arc);
        var points = arc.points();
        var from = shift(points.x(0), points.y(0));
        for (int i = 1; i < points.size(); i++) {
            int dx = points.x(i) - points.x(i - 1);
            int dy = points.y(i) - points.y(i - 1);
            int steps = Math.max(Math.abs(dx), Math.abs(dy)) / SHIFT_STEP + 1;
            for (int step = 1; step <= steps; step++) {
                double t = (double) step / steps;
                var to = shift(points.x(i - 1) + t * dx, points.y(i - 1) + t * dy);
                draft.edges.add(x(from), y(from), x(to), y(to), line);
                from = to;
            }
        }
    }

    private static Point shift(double x, double y) {
        return Gcj02.shift(y / UNITS, x / UNITS);
    }

    private static int x(Point point) {
        return (int) Math.round(point.lon() * UNITS);
    }

    private static int y(Point point) {
        return (int) Math.round(point.lat() * UNITS);
    }

    /// The number of the set of areas at a point, as [Grid#setAt]; the edges of the map belong to
    /// it.
    int setAt(Point point) {
        return grid.setAt(inside(point.lon(), 180), inside(point.lat(), 90));
    }

    /// The areas at a point.
    List<Integer> areasAt(Point point) {
        return grid.areasAt(inside(point.lon(), 180), inside(point.lat(), 90));
    }

    private static double inside(double degrees, int limit) {
        double most = limit * UNITS - 0.5;
        return Math.clamp(degrees * UNITS, -most, most);
    }
}
