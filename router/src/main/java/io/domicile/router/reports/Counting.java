// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import java.util.Optional;

/// What a figure counts.
///
/// @param name names the figure
/// @param where the entries that count
/// @param by the member whose values are counted apart; of a list each of its codes, and none of
///   its `name:value`
/// @param sum the name of the `name:value` in `class` whose values are added up; else entries are
///   counted
record Counting(String name, Where where, Optional<String> by, Optional<String> sum) {

    static Counting of(String name, String... where) {
        return new Counting(name, Where.of(where), Optional.empty(), Optional.empty());
    }

    Counting by(String member) {
        return new Counting(name, where, Optional.of(member), sum);
    }

    Counting sum(String label) {
        return new Counting(name, where, by, Optional.of(label));
    }

    /// The same for one tenant alone.
    Counting of(Optional<String> tenant) {
        return tenant.map(name -> where.and("tenant", name))
                .map(own -> new Counting(name, own, by, sum))
                .orElse(this);
    }
}
