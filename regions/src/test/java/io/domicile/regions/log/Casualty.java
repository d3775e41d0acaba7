// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.regions.FreshDatabase;
import io.domicile.regions.Samples;
import io.domicile.regions.postgres.Outage;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A database whose processes are killed, and which is asked all the same.
record Casualty(FreshDatabase database) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Kills the server's first process. Its children end when they see that it is gone; only then
    /// a new one starts.
    void killPostmaster() throws IOException {
        var pidFile = database.cluster().resolve("data/postmaster.pid");
        if (!kill(Files.readAllLines(pidFile).getFirst())) {
            throw new IllegalStateException("the postmaster is gone already");
        }
        Samples.await(this::isStarted);
    }

    private boolean isStarted() {
        try {
            Outage.end(database.cluster());
            return true;
        } catch (IllegalStateException childrenStillThere) {
            return false;
        }
    }

    /// Kills a process that serves a client. The server ends all others, and recovers by itself.
    void killBackend() throws SQLException {
        boolean killed;
        do {
            killed =
                    kill(
                            one(
                                    """
                                    select pid from pg_stat_activity
                                    where backend_type = 'client backend'
                                        and pid <> pg_backend_pid()
                                    order by random() limit 1
                                    """));
        } while (!killed);
    }

    /// Ends the connections that sequence and publish.
    void cutOffSequencers() throws SQLException {
        var unused =
                one(
                        """
                        select count(pg_terminate_backend(pid)) from pg_stat_activity
                        where query like '%audit_tree%' and pid <> pg_backend_pid()
                        """);
    }

    /// Whoever held the log is gone; others need not wait for the end of its lease.
    void expireLease() throws SQLException {
        var unused = one("update audit_tree set holder = null returning 1");
    }

    boolean isTrue(String sql) {
        try {
            return one(sql).equals("t");
        } catch (SQLException e) {
            throw new TablesFailed(e);
        }
    }

    /// The first column of the first row.
    String one(String sql) throws SQLException {
        return all(sql).getFirst();
    }

    /// The first column of all rows. Asks until the database answers, which may be recovering.
    List<String> all(String sql) throws SQLException {
        for (long begun = System.nanoTime(); ; ) {
            try (var connection =
                            DriverManager.getConnection(
                                    database.owner().url(),
                                    database.owner().user(),
                                    database.owner().password());
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                var all = new ArrayList<String>();
                while (rows.next()) {
                    all.add(String.valueOf(rows.getString(1)));
                }
                return all;
            } catch (SQLException e) {
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    /// @return whether it was there still
    private static boolean kill(String pid) {
        var process = ProcessHandle.of(Long.parseLong(pid));
        process.ifPresent(ProcessHandle::destroyForcibly);
        process.ifPresent(gone -> gone.onExit().join());
        return process.isPresent();
    }
}
