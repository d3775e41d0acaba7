// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The days and years by which a region's law counts.
public final class RegionCalendar {

    private RegionCalendar() {}

    /// The day that it is then in the region's territory; UTC where we know none.
    public static LocalDate day(RegionId region, Instant instant) {
        return LocalDate.ofInstant(instant, zone(region));
    }

    private static ZoneId zone(RegionId region) {
        return switch (region.code()) {
            case "cn" -> ZoneId.of("Asia/Shanghai");
            case "nl" -> ZoneId.of("Europe/Amsterdam");
            case "sg" -> ZoneId.of("Asia/Singapore");
            default -> ZoneOffset.UTC;
        };
    }
}
