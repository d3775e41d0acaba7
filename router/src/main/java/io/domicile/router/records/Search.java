// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import io.domicile.policies.RegionId;
import io.domicile.regions.RecordId;
import java.util.List;
import java.util.Optional;

/// A search under way.
///
/// @param field what is looked for by
/// @param values one of them is a record's
/// @param region one region alone; all without
/// @param limit how many records at most
/// @param after only what comes after this record
/// @param grounds what for, and who
record Search(
        String field,
        List<String> values,
        Optional<RegionId> region,
        int limit,
        Optional<RecordId> after,
        Grounds grounds) {

    /// Records of one answer.
    static final int MOST = 100;

    static final int USUAL = 20;

    Search {
        values = List.copyOf(values);
    }

    @Override
    public String toString() {
        return "Search[" + field + "]";
    }
}
