// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import java.util.List;
import java.util.Optional;

/// How the values of a table rest.
///
/// @param table with its schema: `public.record`
/// @param rows how many rows it has
/// @param columns all of them, in their order
public record TableCount(String table, long rows, List<Column> columns) {

    public TableCount {
        columns = List.copyOf(columns);
    }

    /// A column.
    ///
    /// @param rest how its values should rest; empty if nobody said so
    /// @param values how many there are
    /// @param odd how many of them are no envelopes, though all should be
    public record Column(String name, Optional<Rest> rest, long values, long odd) {}

    /// How many values rest so.
    public long values(Rest rest) {
        return columns.stream()
                .filter(column -> column.rest().equals(Optional.of(rest)))
                .mapToLong(Column::values)
                .sum();
    }
}
