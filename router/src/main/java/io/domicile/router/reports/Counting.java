// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import java.util.List;
import java.util.Optional;

/// What a figure counts.
///
/// @param name names the figure
/// @param where the entries that count
/// @param by the member whose values are counted apart; of a list each of its codes, and none of
///   its `name:value`
/// @param sum the name of the `name:value` in `class` whose values are added up; else entries are
///   counted
/// @param ofAll whether it is of all tenants in every report, also of one tenant's
record Counting(
        String name, Where where, Optional<String> by, Optional<String> sum, boolean ofAll) {

    static Counting of(String name, String... where) {
        return new Counting(name, Where.of(where), Optional.empty(), Optional.empty(), false);
    }

    Counting by(String member) {
        return new Counting(name, where, Optional.of(member), sum, ofAll);
    }

    Counting sum(String label) {
        return new Counting(name, where, by, Optional.of(label), ofAll);
    }

    /// The same under another name, where a member has one of these values, and of all tenants.
    Counting ofAll(String other, String member, List<String> values) {
        var all = where;
        for (var value : values) {
            all = all.and(member, value);
        }
        return new Counting(other, all, by, sum, true);
    }

    /// The same for one tenant alone.
    Counting of(Optional<String> tenant) {
        return tenant.filter(_ -> !ofAll)
                .map(own -> where.and("tenant", own))
                .map(own -> new Counting(name, own, by, sum, false))
                .orElse(this);
    }
}
