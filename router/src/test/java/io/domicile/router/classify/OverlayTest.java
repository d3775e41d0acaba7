// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OverlayTest {
    private static final Overlay OVERLAY = overlay();

    private static Overlay overlay() {
        try {
            return Overlay.read(resource("overlay.json"));
        } catch (IOException e) {
            throw new IllegalStateException("the overlay is not readable", e);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(Territories.class.getResourceAsStream(name), name);
    }

    @ParameterizedTest
    @CsvSource({
        "CN,CN", "HK,ROW", "MO,ROW", "TW,ROW", "SG,ROW", "NL,EU", "DE,EU", "AX,EU", "RE,EU",
                "MF,EU", "YT,EU",
        "IS,EEA", "LI,EEA", "NO,EEA", "SJ,ROW", "CH,ROW", "GB,ROW", "GI,ROW", "GL,ROW", "FO,ROW",
                "BL,ROW", "NC,ROW",
        "TF,ROW", "XK,ROW", "UA,ROW", "XZ,ROW", "ZZ,ROW", "nl,ROW", "??,ROW"
    })
    void each_territory_is_in_the_bucket_of_the_law(String territory, Bucket bucket) {
        assertEquals(bucket, Loaded.TERRITORIES.bucketOf(territory));
    }

    @Test
    void the_union_is_27_states_aland_and_six_outermost_regions_with_codes_of_their_own() {
        // given
        var union = OVERLAY.buckets().get(Bucket.EU);

        // then
        assertEquals(27 + 1 + 6, new HashSet<>(Objects.requireNonNull(union).territories()).size());
    }

    @Test
    void no_overseas_country_is_in_the_union_and_every_outermost_region_is() {
        for (var area : OVERLAY.areas()) {
            var territory = area.territory() == null ? area.area() : area.territory();
            var bucket = Loaded.TERRITORIES.bucketOf(territory);
            assertFalse(area.flags().contains(Flag.OCT) && bucket == Bucket.EU, territory);
            assertFalse(area.flags().contains(Flag.OUTERMOST) && bucket != Bucket.EU, territory);
        }
    }

    @Test
    void every_line_says_what_it_rests_on() {
        // when
        var cites =
                Stream.of(
                                OVERLAY.buckets().values().stream().map(Overlay.Group::cite),
                                OVERLAY.areas().stream().map(Overlay.Area::cite),
                                OVERLAY.claims().stream().map(Overlay.Claim::cite),
                                OVERLAY.zones().stream().map(Overlay.Zone::cite))
                        .flatMap(cite -> cite)
                        .toList();

        // then
        assertTrue(cites.stream().noneMatch(String::isBlank));
        assertTrue(cites.size() > 60);
    }

    @Test
    void every_area_and_claim_names_areas_of_the_border_file() throws IOException {
        // given
        var areas = new HashSet<>(BorderFile.read(resource("borders.bin")).areas());

        // then
        OVERLAY.areas().forEach(area -> assertTrue(areas.contains(area.area()), area.area()));
        OVERLAY.claims()
                .forEach(claim ->
                        assertTrue(areas.containsAll(claim.areas()), claim.areas()::toString));
    }

    @Test
    void every_zone_is_a_polygon_in_degrees_with_territories_as_codes() {
        for (var zone : OVERLAY.zones()) {
            assertTrue(zone.ring().size() >= 3, zone.name());
            assertTrue(
                    zone.ring().stream()
                            .allMatch(corner ->
                                    corner.size() == 2
                                            && Math.abs(corner.get(0)) <= 90
                                            && Math.abs(corner.get(1)) <= 180),
                    zone.name());
            assertTrue(
                    Stream.concat(zone.in().stream(), zone.others().stream())
                            .allMatch(code -> code.matches("[A-Z]{2}")),
                    zone.name());
        }
    }
}
