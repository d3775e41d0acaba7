// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.audit.LogFailure;
import io.domicile.regions.log.LogHome;
import io.domicile.regions.log.LostEntries;
import io.domicile.regions.log.Recovery;
import io.domicile.regions.store.Database;
import io.domicile.regions.store.Faults;
import io.domicile.regions.store.Home;
import io.domicile.regions.store.Tombstones;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Erases again what a restored backup brought back.
///
/// @param home whose backup
/// @param owner the role that owns the tables
/// @param logs the region's logs
record Restoration(Home home, Database owner, LogHome logs) {

    /// How long a statement may take: one looks at all records.
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /// Work that is done for good or not at all.
    private interface Task<T> {
        T run(Tombstones tombstones) throws SQLException;
    }

    /// Destroys the keys that have tombstones. To be called before anything is served.
    ///
    /// @throws ResidenceUnavailable if that cannot be done
    void bury() {
        var unused =
                commit(tombstones -> {
                    tombstones.bury();
                    return true;
                });
    }

    /// Tells a restored database what was published since its backup, and destroys what was erased
    /// since; see [Residence#recover].
    ///
    /// @throws ResidenceUnavailable if that cannot be done
    Optional<Recovered> recover(long from, String tenant, String actor) {
        return commit(tombstones -> {
            var marks = new HashMap<String, Optional<Instant>>();
            var lost = new AtomicLong();
            var records = new AtomicLong();
            long first = LostEntries.next(tombstones.connection());
            tombstones.rewindAccesses();
            long entries =
                    Recovery.run(
                            tombstones.connection(),
                            logs,
                            from,
                            (entry, isLost) -> {
                                var until = Home.logUntil(entry.labels());
                                entry.labels().stream()
                                        .filter(Home::isMark)
                                        .forEach(mark -> marks.put(mark, until));
                                lost.addAndGet(isLost ? 1 : 0);
                                records.addAndGet(isLost && entry.isOfNewRecord() ? 1 : 0);
                            });
            if (entries == 0) {
                return Optional.empty();
            }
            var keys = tombstones.add(marks);
            tombstones.bury();
            tombstones.pauseExpiry();
            var recovered = new Recovered(from, entries, lost.get(), records.get(), keys, first);
            tombstones.note(recovered, tenant, actor);
            return Optional.of(recovered);
        });
    }

    /// A page of what restores have lost; see [Residence#lost].
    ///
    /// @throws ResidenceUnavailable if it cannot be read
    List<LostEntry> lost(long from, int most) {
        return commit(tombstones -> LostEntries.page(tombstones.connection(), from, most));
    }

    private <T> T commit(Task<T> task) {
        try (var connection = owner.connect()) {
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
            T result = task.run(new Tombstones(home, connection));
            connection.commit();
            return result;
        } catch (SQLException | LogFailure e) {
            throw new ResidenceUnavailable(
                    "region "
                            + home.region()
                            + ": its database cannot be brought up to its log: "
                            + Faults.describe(e),
                    e);
        }
    }
}
