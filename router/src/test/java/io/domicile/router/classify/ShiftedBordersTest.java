// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShiftedBordersTest {
    @ParameterizedTest
    @CsvSource({"22.49, 113.93, 22.57, 114.26", "22.10, 113.51, 22.23, 113.58"})
    void places_at_the_border_stay_where_they_are_in_gcj_02(
            double south, double west, double north, double east) {
        // given
        var places = near(south, west, north, east);

        // when
        var misread =
                places.stream()
                        .filter(point -> {
                            var shifted = Gcj02.shift(point.lat(), point.lon());
                            var place =
                                    Loaded.TERRITORIES.locate(
                                            shifted.lat(), shifted.lon(), Datum.GCJ02, 10);
                            var truth =
                                    Loaded.TERRITORIES.locate(
                                            point.lat(), point.lon(), Datum.WGS84, 10);
                            return !place.territory().equals(truth.territory())
                                    || !place.candidates().contains(truth.territory());
                        })
                        .toList();

        // then
        assertTrue(places.size() > 1000);
        assertEquals(List.of(), misread);
    }

    /// Seeded points on land within 600 m of the border, but for the last 5 m, where rounding may
    /// decide.
    private static List<Point> near(double south, double west, double north, double east) {
        var random = new SplittableRandom(600);
        var points = new ArrayList<Point>();
        for (int i = 0; i < 20_000; i++) {
            var point = new Point(random.nextDouble(south, north), random.nextDouble(west, east));
            var place = Loaded.TERRITORIES.locate(point.lat(), point.lon(), Datum.WGS84, 10);
            if (place.marginM() > 5 && place.marginM() < 600 && !place.territory().equals("XZ")) {
                points.add(point);
            }
        }
        return points;
    }

    @Test
    void the_coordinate_of_a_neighbour_is_not_pulled_over_the_border() {
        // given: inside the box of the formula, outside the mainland
        double lat = 44.223;
        double lon = 80.25;

        // when
        var told = Loaded.TERRITORIES.locate(lat, lon, Datum.GCJ02, 10);

        // then
        assertEquals("KZ", told.territory());
    }

    @Test
    void an_unknown_datum_that_decides_the_territory_leaves_both() {
        // when
        var place = Loaded.TERRITORIES.locate(22.531814, 114.117109, Datum.UNKNOWN, 10);

        // then
        assertEquals("CN", place.territory());
        assertTrue(place.candidates().containsAll(List.of("CN", "HK")));
        assertTrue(
                place.flags()
                        .containsAll(Set.of(Flag.DATUM_UNKNOWN, Flag.BORDER_ZONE, Flag.AMBIGUOUS)));
        assertTrue(Loaded.TERRITORIES.bucketsDiffer(place));
        assertFalse(place.certain());
    }

    @Test
    void an_unknown_datum_that_decides_nothing_is_no_matter() {
        // when
        var place = Loaded.TERRITORIES.locate(31.2304, 121.4737, Datum.UNKNOWN, 10);

        // then
        assertEquals("CN", place.territory());
        assertEquals(Set.of(), place.flags());
        assertTrue(place.certain());
    }
}
