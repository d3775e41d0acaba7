// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.exports;

import io.domicile.policies.PolicyBundle;
import io.domicile.policies.RegionId;
import io.domicile.regions.Export;
import io.domicile.regions.Volume;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The counts of persons at which the law on leaving a region changes (CAC 2024 arts 7 and 8), from
/// the data of a policy bundle. Regions whose law does not count have none.
///
/// @param pi counts of persons without sensitive data, ascending
/// @param spi counts of persons with sensitive data, ascending
record ExportLimits(List<Long> pi, List<Long> spi) {

    private static final String LAW = "/law/cn_outbound/";

    static ExportLimits of(PolicyBundle bundle, RegionId region) {
        return region.law().equals("CN")
                ? new ExportLimits(
                        limits(bundle, "scc_or_cert_pi_from", "assessment_pi_from"),
                        limits(bundle, "scc_or_cert_spi_from", "assessment_spi_from"))
                : new ExportLimits(List.of(), List.of());
    }

    /// Whether the law cannot tell these counts apart.
    boolean isSame(Volume one, Volume other) {
        return Stream.of(Export.Kind.values())
                .allMatch(kind -> next(kind, one).equals(next(kind, other)));
    }

    /// The first count above this one at which the law changes.
    OptionalLong next(Export.Kind kind, Volume volume) {
        var limits =
                switch (kind) {
                    case PI -> pi;
                    case SPI -> spi;
                };
        return limits.stream()
                .mapToLong(Long::longValue)
                .filter(limit -> limit > volume.of(kind))
                .findFirst();
    }

    private static List<Long> limits(PolicyBundle bundle, String... names) {
        return Stream.of(names).map(name -> bundle.limit(LAW + name)).sorted().toList();
    }
}
