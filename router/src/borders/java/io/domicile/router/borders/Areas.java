// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.borders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.iakovlev.timeshape.proto.Geojson;

/// Which area a polygon of a time zone belongs to: the table `zones.tsv`.
final class Areas {
    private static final String HIGH_SEAS = "Etc/";
    private static final String SEA = "XZ";

    private record Part(double lon, double lat, String area) {}

    private final Map<String, String> whole = new HashMap<>();
    private final Map<String, List<Part>> parts = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    Areas(Path table) throws IOException {
        for (var line : Files.readAllLines(table)) {
            if (!line.startsWith("#")) {
                add(line.split("\t"));
            }
        }
    }

    private void add(String[] columns) {
        if (columns.length == 2) {
            whole.put(columns[0], columns[1]);
        } else {
            var point = columns[2].split(",");
            var part =
                    new Part(
                            Double.parseDouble(point[1]), Double.parseDouble(point[0]), columns[1]);
            parts.computeIfAbsent(columns[0], zone -> new ArrayList<>()).add(part);
        }
    }

    /// Whether the zone has any area.
    boolean has(String zone) {
        return whole.containsKey(zone) || zone.startsWith(HIGH_SEAS);
    }

    /// The number, from 1, of the area that the zone's polygon belongs to.
    int number(String zone, Geojson.Polygon polygon) {
        var area = whole.getOrDefault(zone, SEA);
        for (var part : parts.getOrDefault(zone, List.of())) {
            if (inside(polygon.getCoordinates(0), part)) {
                area = part.area();
            }
        }
        return numbers.computeIfAbsent(
                area,
                name -> {
                    names.add(name);
                    return names.size();
                });
    }

    /// The names in the order of their numbers.
    List<String> names() {
        return names;
    }

    private static boolean inside(Geojson.LineString ring, Part point) {
        boolean inside = false;
        var previous = ring.getCoordinates(ring.getCoordinatesCount() - 1);
        for (var next : ring.getCoordinatesList()) {
            if (next.getLat() > point.lat() != previous.getLat() > point.lat()
                    && point.lon()
                            < (previous.getLon() - next.getLon())
                                            * (point.lat() - next.getLat())
                                            / (previous.getLat() - next.getLat())
                                    + next.getLon()) {
                inside = !inside;
            }
            previous = next;
        }
        return inside;
    }
}
