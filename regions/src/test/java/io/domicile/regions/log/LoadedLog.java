// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.domicile.regions.store.Database;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// A process to be killed: writes records with their audit rows without end, says which of them are
/// committed, and sequences, signs and publishes their log.
final class LoadedLog {

    private static final int WRITERS = 3;

    private LoadedLog() {}

    /// Runs until it is killed.
    ///
    /// @param arguments the database's URL and user, and the folder of files and guard; the
    ///   password comes by the environment
    public static void main(String... arguments) {
        var owner = new Database(arguments[0], arguments[1], System.getenv("DRILL_PASSWORD"));
        var log = RegionLog.open(owner, LogRig.log(owner, Path.of(arguments[2])));
        for (int i = 0; i < WRITERS; i++) {
            Thread.ofPlatform().start(() -> write(owner, log));
        }
    }

    private static void write(Database owner, RegionLog log) {
        while (true) {
            try {
                writeUntilCutOff(owner, log);
            } catch (SQLException _) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    private static void writeUntilCutOff(Database owner, RegionLog log) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(owner.url(), owner.user(), owner.password());
                var record = connection.prepareStatement("insert into drill_record values (?)");
                var row =
                        connection.prepareStatement(
                                "insert into audit_outbox (event_id, entry) values (?, ?)")) {
            connection.setAutoCommit(false);
            while (true) {
                var event = event();
                record.setObject(1, event);
                record.executeUpdate();
                row.setObject(1, event);
                row.setBytes(2, event.toString().getBytes(UTF_8));
                row.executeUpdate();
                connection.commit();
                System.out.println(event);
                System.out.flush();
                log.wake();
            }
        }
    }

    /// A UUIDv7 of now.
    private static UUID event() {
        var random = ThreadLocalRandom.current();
        long high = System.currentTimeMillis() << 16 | 0x7000L | random.nextInt(1 << 12);
        return new UUID(high, random.nextLong() >>> 2 | 1L << 63);
    }
}
