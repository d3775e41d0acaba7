// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;

/// The tenants that a transaction works for. The database shows it no row of another tenant and
/// takes none from it (row-level security).
///
/// @param names their names
record Tenants(Set<String> names) {

    private static final String WILDCARD = "*";

    /// For tables that have no tenants: the log, the keys of the region.
    static final Tenants NONE = new Tenants(Set.of());

    /// For reading registers and kept decisions across tenants, and nothing else.
    static final Tenants EVERY = new Tenants(Set.of(WILDCARD));

    Tenants {
        names = Set.copyOf(names);
    }

    static Tenants of(String tenant) {
        return of(Set.of(tenant));
    }

    static Tenants of(Collection<String> tenants) {
        if (tenants.contains(WILDCARD)) {
            throw new IllegalArgumentException("no tenant is called " + WILDCARD);
        }
        return new Tenants(Set.copyOf(tenants));
    }

    /// Names them to the database until the transaction ends.
    void name(Connection connection) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "select set_config('domicile.tenants', cast(cast(? as text[]) as text), true)")) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            statement.execute();
        }
    }
}
