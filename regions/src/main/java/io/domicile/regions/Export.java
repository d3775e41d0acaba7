// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.Set;

/// The persons whose data one act takes out of a region.
///
/// @param tenant the tenant that owns the data
/// @param entity the tenant's legal entity that exports; counted each by itself
/// @param year the calendar year of the region in which it happens, see [Residence#today]
/// @param kind as what the persons count
/// @param persons the tenant's ids of them, in clear; used to derive keyed marks and forgotten
public record Export(String tenant, String entity, int year, Kind kind, Set<String> persons) {

    /// What goes out of a person.
    public enum Kind {
        PI,
        SPI
    }

    public Export {
        persons = Set.copyOf(persons);
    }

    @Override
    public String toString() {
        return "Export[" + year + "]";
    }
}
