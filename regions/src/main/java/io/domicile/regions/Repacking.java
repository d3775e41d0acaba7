// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.List;

/// Knows what is in the clear text of records, which residences do not: makes of a record what its
/// new home keeps.
public interface Repacking {

    /// What the new home is given.
    ///
    /// @param holder the data subject, by the tenant's id of it
    /// @param content the clear text to seal
    /// @param terms what it is found by
    record Parcel(String holder, Bytes content, List<Term> terms) {

        @Override
        public String toString() {
            return "Parcel";
        }
    }

    /// Called between opening and sealing, in memory alone.
    ///
    /// @param content the clear text as its old home had it
    /// @param there its new home
    Parcel of(String tenant, Bytes content, Residence there);
}
