// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.keys.KeysAway;
import java.sql.SQLException;
import java.util.ArrayList;

/// Says what failed without a word of a message: a database's messages may hold values.
public final class Faults {

    private Faults() {}

    /// The kinds of the failure and its causes, with the SQLSTATE of a database's.
    public static String describe(Throwable failure) {
        var kinds = new ArrayList<String>();
        for (var e = failure; e != null; e = e.getCause()) {
            kinds.add(
                    e instanceof SQLException sql
                            ? "SQLSTATE " + sql.getSQLState()
                            : e.getClass().getSimpleName());
        }
        return String.join(" < ", kinds);
    }

    /// Whether the database can take nothing at all: connection exceptions (SQLSTATE 08), operator
    /// intervention (57), errors of its system (58), a full disk (53100), and no connection at all
    /// (53300). Or whether what holds the region's keys is away.
    public static boolean isUnreachable(Throwable failure) {
        for (var e = failure; e != null; e = e.getCause()) {
            if (e instanceof KeysAway) {
                return true;
            }
            if (e instanceof SQLException sql) {
                var state = sql.getSQLState();
                return state == null || state.matches("(08|57|58).*|53100|53300");
            }
        }
        return false;
    }
}
