// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.iakovlev.timeshape.TimeZoneEngine;
import org.junit.jupiter.api.Test;

/// The engine against another one, on the borders before they were simplified.
final class SourceAgreementTest {
    private record Box(double south, double west, double north, double east) {}

    /// Southern China, central Europe, central Asia.
    private static final List<Box> BOXES =
            List.of(
                    new Box(21.5, 112.5, 23.5, 115),
                    new Box(45.5, 5.5, 55, 24.5),
                    new Box(40, 70, 50, 90));

    @Test
    void what_is_said_to_be_certain_is_what_the_full_borders_say() throws IOException {
        // given
        var source = TimeZoneEngine.initialize();
        var territories = territories();
        var wrong = new ArrayList<Point>();
        int open = 0;
        var points = points();

        for (var point : points) {
            // when
            var place = Loaded.TERRITORIES.locate(point.lat(), point.lon(), Datum.WGS84, 0);
            boolean agrees =
                    source.queryAll(point.lat(), point.lon()).stream()
                            .map(zone -> territories.getOrDefault(zone.getId(), "XZ"))
                            .anyMatch(place.territory()::equals);

            // then
            if (!agrees && place.certain()) {
                wrong.add(point);
            }
            open += place.certain() ? 0 : 1;
        }
        assertEquals(List.of(), wrong);
        assertTrue(open < points.size() / 10, "uncertain: " + open);
    }

    /// Half of them anywhere in the boxes, half of them near a border.
    private static List<Point> points() {
        var random = new SplittableRandom(2_000);
        var points = new ArrayList<Point>();
        for (var box : BOXES) {
            for (int near = 0, far = 0; near < 100 || far < 100; ) {
                var point =
                        new Point(
                                random.nextDouble(box.south(), box.north()),
                                random.nextDouble(box.west(), box.east()));
                var place = Loaded.TERRITORIES.locate(point.lat(), point.lon(), Datum.WGS84, 0);
                if (place.flags().contains(Flag.BORDER_ZONE) ? near++ < 100 : far++ < 100) {
                    points.add(point);
                }
            }
        }
        return points;
    }

    private static Map<String, String> territories() throws IOException {
        return Files.readAllLines(Path.of("src/borders/zones.tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .filter(columns -> columns.length == 2)
                .collect(
                        Collectors.toMap(
                                columns -> columns[0], columns -> columns[1].substring(0, 2)));
    }
}
