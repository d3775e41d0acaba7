// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Note;
import io.domicile.regions.ResidenceUnavailable;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/// Work on a region's tables as the owner's role, each piece in a transaction of its own.
///
/// @param log is told of new audit rows, and says whether there may be any
record OwnerTransactions(Home home, Database owner, Writer.Log log, Ids ids) {

    static OwnerTransactions of(Home home, Database owner, Writer.Log log) {
        return new OwnerTransactions(
                home, owner, log, new Ids(Clock.systemUTC(), new SecureRandom()));
    }

    /// What is done in a transaction.
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /// Does the work and commits it.
    ///
    /// @throws ResidenceUnavailable if the database fails or is not the one that was published;
    ///   nothing is changed then
    <T> T in(Work<T> work) {
        requireTrusted();
        try (var connection = owner.connect()) {
            connection.setAutoCommit(false);
            var result = work.with(connection);
            connection.commit();
            log.wake().run();
            return result;
        } catch (SQLException e) {
            throw new ResidenceUnavailable(
                    "region " + home.region() + ": its store fails: " + Faults.describe(e));
        }
    }

    /// @throws ResidenceUnavailable if the database is not the one that was published
    void requireTrusted() {
        if (log.stopped().getAsBoolean()) {
            throw new ResidenceUnavailable("region " + home.region() + ": audit_log_stopped");
        }
    }

    /// Adds an audit row to the transaction.
    ///
    /// @return the event's id
    UUID note(Connection connection, Note note) throws SQLException {
        return Said.insert(
                connection, Said.row(home, note, ids.next(), Instant.now(), Optional.empty()));
    }

    /// Keeps erasures out until the transaction ends.
    static void barErasures(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select epoch from erasure_epoch where id = 1 for share");
        }
    }

    static java.sql.Array ids(Connection connection, Collection<UUID> ids) throws SQLException {
        return connection.createArrayOf("uuid", ids.toArray());
    }
}
