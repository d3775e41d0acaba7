// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parameter `region` of a call: one region's code; all regions without.
public final class RegionParameter {

    private RegionParameter() {}

    /// The regions that are asked for.
    ///
    /// @throws ProblemException with status 422 if it is no region of this gateway
    public static List<Residence> of(Residences residences, @Nullable String region) {
        var asked =
                residences.all().stream()
                        .filter(own -> region == null || own.region().code().equals(region))
                        .toList();
        if (asked.isEmpty()) {
            throw new ProblemException(
                    Fault.UNKNOWN_VALUE, "The parameter region is the code of a region.");
        }
        return asked;
    }

    /// The region that an address names.
    ///
    /// @throws ProblemException with status 404 if it is no region of this gateway
    public static Residence inPath(Residences residences, String region) {
        return residences.all().stream()
                .filter(own -> own.region().code().equals(region))
                .findFirst()
                .orElseThrow(() ->
                        new ProblemException(Fault.NOT_FOUND, "This gateway has no such region."));
    }
}
