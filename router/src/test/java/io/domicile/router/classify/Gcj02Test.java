// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Gcj02Test {
    @ParameterizedTest
    @CsvSource({
        "31.1774276, 121.5272106, 31.17530398364597, 121.531541859215",
        "22.543847, 113.912316, 22.540796131694766, 113.9171764808363",
        "39.911954, 116.377817, 39.91334545536069, 116.38404722455657"
    })
    void the_published_cities_come_out_to_the_last_digit(
            double lat, double lon, double shiftedLat, double shiftedLon) {
        // when
        var shifted = Gcj02.shift(lat, lon);

        // then
        assertEquals(shiftedLat, shifted.lat());
        assertEquals(shiftedLon, shifted.lon());
    }

    @Test
    void baidus_shift_is_undone_within_a_metre() {
        // given: Baidu's published forward formula on a point in GCJ-02
        double lat = 31.2304;
        double lon = 121.4737;
        double k = Math.PI * 3000 / 180;
        double radius = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * k);
        double angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * k);

        // when
        var back =
                Gcj02.fromBd09(radius * Math.sin(angle) + 0.006, radius * Math.cos(angle) + 0.0065);

        // then
        assertEquals(lat, back.lat(), 3e-6);
        assertEquals(lon, back.lon(), 3e-6);
    }
}
