// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import io.domicile.regions.Residence;
import io.domicile.router.Caller;
import java.util.List;

/// A demand as it comes in.
///
/// @param caller who enters it, on behalf of the tenant whose records are demanded
/// @param subjects the tenant's ids of the persons that it is about
record Incoming(Caller caller, Residence residence, Demand demand, List<String> subjects) {

    Incoming {
        subjects = List.copyOf(subjects);
    }

    /// Names no subject.
    @Override
    public String toString() {
        return "Incoming[" + demand.kind() + "]";
    }
}
