// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.LogFailure;
import io.domicile.regions.LegalHold;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.keys.KeysUnusable;
import io.domicile.regions.store.Database;
import io.domicile.regions.store.Faults;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What operators and compliance order of a region's logs, each with an audit entry in the same
/// transaction. Works as the owner's role, and blocks its caller. All fail with
/// [ResidenceUnavailable] if the database or the keys cannot be used; nothing is changed then.
///
/// @param owner the role that owns the tables
/// @param home whose logs
/// @param noted is told of new audit rows
public record LogOrders(Database owner, LogHome home, Runnable noted) {

    /// What is done in a transaction.
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /// Puts a new generation of log keys in force; the one before signs beside it for the time of
    /// the overlap.
    ///
    /// @param tenant on whose behalf
    /// @param actor the caller's role
    /// @return the names of the generations that sign now, the newest first; empty if the log is
    ///   being closed, so that nothing of it will be signed with new ones
    public Optional<List<String>> rotate(String tenant, String actor) {
        return in(connection -> {
            var open = lockOpen(connection);
            if (open.isEmpty()) {
                return Optional.empty();
            }
            var log = open.get();
            var labels = home.keys().rotate(connection, log);
            LogEvent.add(
                    connection,
                    home,
                    tenant,
                    actor,
                    "log.key.rotated",
                    labels.toArray(String[]::new));
            return Optional.of(home.keys().inForce(connection, log));
        });
    }

    /// Orders that the open log be closed, because its keys are not safe, and another begin with
    /// new keys. The sequencer does it as soon as it comes to it.
    ///
    /// @return the log to be closed; empty if that is ordered already
    public Optional<String> freeze(String tenant, String actor) {
        return in(connection -> {
            var frozen = new ShardRows(connection).freeze();
            if (frozen.isPresent()) {
                LogEvent.add(connection, home, tenant, actor, "log.frozen", "log:" + frozen.get());
            }
            return frozen;
        });
    }

    /// Places a legal hold on the logs, or changes it.
    public LegalHold hold(LegalHold.Draft draft, String tenant, String actor) {
        return in(connection -> new LogHolds(connection, home, tenant, actor).place(draft));
    }

    /// Releases a legal hold.
    ///
    /// @return what was released; empty if there was none
    public Optional<LegalHold> release(String reference, String tenant, String actor) {
        return in(connection -> new LogHolds(connection, home, tenant, actor).release(reference));
    }

    /// The tenant's legal holds on the logs, also those whose time is over.
    public List<LegalHold> holds(String tenant) {
        return in(connection -> new LogHolds(connection, home, tenant, "").all());
    }

    /// The log that takes entries; none between two.
    private static Optional<String> lockOpen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "select log_id from audit_tree where not closed for update")) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    private <T> T in(Work<T> work) {
        try (var connection = owner.connect()) {
            connection.setAutoCommit(false);
            var result = work.with(connection);
            connection.commit();
            noted.run();
            return result;
        } catch (SQLException | LogFailure e) {
            throw unavailable(Faults.describe(e));
        } catch (KeysUnusable e) {
            throw unavailable(String.valueOf(e.getMessage()));
        }
    }

    private ResidenceUnavailable unavailable(String why) {
        return new ResidenceUnavailable("region " + home.region() + ": " + why);
    }
}
