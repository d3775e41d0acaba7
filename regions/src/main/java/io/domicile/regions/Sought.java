// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.List;
import java.util.Optional;

/// What records are looked for by.
///
/// @param tenant whose records
/// @param field see [Term#field]
/// @param values in clear; one of them is the record's
/// @param after only later records than this one
/// @param most how many at most
public record Sought(
        String tenant, String field, List<String> values, Optional<RecordId> after, int most) {

    public Sought {
        values = List.copyOf(values);
    }

    @Override
    public String toString() {
        return "Sought[" + field + "]";
    }
}
