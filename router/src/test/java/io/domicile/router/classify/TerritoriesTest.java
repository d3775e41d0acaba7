// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class TerritoriesTest {
    @ParameterizedTest
    @CsvSource({
        "NaN, 4",
        "52, NaN",
        "Infinity, 4",
        "52, -Infinity",
        "90.0001, 4",
        "-91, 4",
        "4, 180.0001",
        "4, -1e300",
        "0, 0",
        "-0.0, 0.0",
        "12, 12",
        "-77, -77"
    })
    void an_unusable_fix_is_nowhere(double lat, double lon) {
        for (var datum : Datum.values()) {
            // when
            var place = Loaded.TERRITORIES.locate(lat, lon, datum, 10);

            // then
            assertEquals("ZZ", place.territory());
            assertEquals(Set.of(Flag.INVALID_FIX), place.flags());
            assertEquals(List.of(), place.candidates());
            assertFalse(place.certain());
        }
    }

    @ParameterizedTest
    @EnumSource(Datum.class)
    void no_number_makes_it_fail(Datum datum) {
        // given
        var random = new SplittableRandom(datum.name().hashCode());

        for (int i = 0; i < 20_000; i++) {
            // when
            var place =
                    Loaded.TERRITORIES.locate(
                            any(random, 91), any(random, 181), datum, any(random, 1e6));

            // then
            assertTrue(place.marginM() >= 0);
            assertTrue(
                    place.territory().equals("ZZ")
                            || place.candidates().contains(place.territory()));
        }
    }

    /// Half of them any bit pattern at all, half of them in range or a little out of it.
    private static double any(SplittableRandom random, double bound) {
        return random.nextBoolean()
                ? Double.longBitsToDouble(random.nextLong())
                : random.nextDouble(-bound, bound);
    }

    @ParameterizedTest
    @CsvSource({"90, 10.5", "-90, 10.5", "10.5, 180", "10.5, -180", "90, 180", "-90, -180"})
    void the_edges_of_the_map_belong_to_it(double lat, double lon) {
        // when
        var place = Loaded.TERRITORIES.locate(lat, lon, Datum.WGS84, 10);

        // then
        assertFalse(place.flags().contains(Flag.INVALID_FIX));
    }

    @Test
    void a_poor_fix_near_a_border_is_not_certain() {
        // given: 190 m from the border
        double lat = 22.5281;
        double lon = 114.1133;

        // when
        var sharp = Loaded.TERRITORIES.locate(lat, lon, Datum.WGS84, 10);
        var poor = Loaded.TERRITORIES.locate(lat, lon, Datum.WGS84, 500);
        var unknown = Loaded.TERRITORIES.locate(lat, lon, Datum.WGS84, Double.NaN);

        // then
        assertTrue(sharp.certain());
        assertTrue(unknown.certain());
        assertFalse(poor.certain());
        assertEquals(190, sharp.marginM(), 10);
    }

    @Test
    void a_poor_fix_has_every_territory_around_as_candidate() {
        // when
        var place = Loaded.TERRITORIES.locate(50.7753, 6.0839, Datum.WGS84, 10_000);

        // then
        assertEquals("DE", place.territory());
        assertEquals(List.of("BE", "DE", "NL"), place.candidates());
    }

    @Test
    void a_fix_of_half_a_continent_is_never_certain() {
        // when
        var place = Loaded.TERRITORIES.locate(51.1, 10.4, Datum.WGS84, 1e6);

        // then
        assertEquals("DE", place.territory());
        assertFalse(place.certain());
    }

    @Test
    void loading_twice_gives_the_same_answers() {
        // given
        var again = Territories.load();
        var random = new SplittableRandom(7);

        for (int i = 0; i < 5_000; i++) {
            double lat = random.nextDouble(-90, 90);
            double lon = random.nextDouble(-180, 180);

            // when, then
            assertEquals(
                    Loaded.TERRITORIES.locate(lat, lon, Datum.UNKNOWN, 3_000),
                    again.locate(lat, lon, Datum.UNKNOWN, 3_000));
        }
    }

    @Test
    void threads_do_not_disturb_each_other() {
        // given
        var alone = IntStream.range(0, 20_000).mapToObj(TerritoriesTest::locate).toList();

        // when
        var together =
                IntStream.range(0, 20_000).parallel().mapToObj(TerritoriesTest::locate).toList();

        // then
        assertEquals(alone, together);
    }

    private static Place locate(int seed) {
        var random = new SplittableRandom(seed);
        return Loaded.TERRITORIES.locate(
                random.nextDouble(18, 54), random.nextDouble(73, 135), Datum.GCJ02, 50);
    }
}
