// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import io.domicile.policies.RegionId;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.keys.RegionKeys;
import io.domicile.regions.store.Database;
import io.domicile.regions.store.Faults;
import io.domicile.regions.store.Home;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// A region as a proof looks at it: with all that its operator could see.
public final class Premises {

    private static final int PATIENCE_MILLIS = 600_000;

    private final Home home;
    private final String provider;
    private final Database owner;
    private final Optional<Database> superuser;

    /// @param provider what kind of thing holds the region's keys
    /// @param owner the role that owns the tables
    /// @param superuser the role that may do all, where the database is the gateway's own
    public Premises(Home home, String provider, Database owner, Optional<Database> superuser) {
        this.home = home;
        this.provider = provider;
        this.owner = owner;
        this.superuser = superuser;
    }

    RegionId region() {
        return home.region();
    }

    RegionKeys keys() {
        return home.keys();
    }

    String provider() {
        return provider;
    }

    /// Whether the database's files are below the home folder.
    boolean isEmbedded() {
        return superuser.isPresent();
    }

    /// Work with the region's database.
    interface Work<T> {

        T with(Connection connection) throws SQLException;
    }

    /// Does work on a connection that waits for long answers.
    ///
    /// @throws ResidenceUnavailable if the database does not answer; without its words
    <T> T ask(Work<T> work) {
        try (var connection = superuser.orElse(owner).connect()) {
            connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
            return work.with(connection);
        } catch (SQLException e) {
            throw new ResidenceUnavailable(
                    "region " + region() + ": its store fails: " + Faults.describe(e));
        }
    }

    /// Has everything that was written brought into the data files.
    void flush() {
        if (isEmbedded()) {
            ask(connection -> {
                try (var statement = connection.createStatement()) {
                    return statement.execute("checkpoint");
                }
            });
        }
    }
}
