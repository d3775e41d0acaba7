// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import java.util.Collection;

/// The regions of this gateway. The router's only door to stored records.
public interface Residences {

    /// The residence of a region.
    ///
    /// @throws ResidenceUnavailable if the region is not configured
    Residence at(RegionId region);

    Collection<Residence> all();
}
