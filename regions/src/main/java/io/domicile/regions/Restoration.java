// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.audit.LogFailure;
import io.domicile.regions.log.PublishedEntry;
import io.domicile.regions.log.Recovery;
import io.domicile.regions.log.Recovery.Missed;
import io.domicile.regions.store.Database;
import io.domicile.regions.store.Faults;
import io.domicile.regions.store.Home;
import io.domicile.regions.store.Tombstones;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Erases again what a restored backup brought back.
///
/// @param home whose backup
/// @param owner the role that owns the tables
/// @param folder where the region's log is published
record Restoration(Home home, Database owner, Path folder) {

    /// The acts that put a record into the store.
    private static final Set<String> STORING = Set.of("store", "quarantine", "refer");

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
            var missed =
                    Recovery.run(
                            tombstones.connection(),
                            home.origin(),
                            home.keys().logKey(),
                            folder,
                            from);
            if (missed.isEmpty()) {
                return Optional.empty();
            }
            long keys = tombstones.add(marks(missed.get()));
            tombstones.bury();
            var recovered =
                    new Recovered(from, missed.get().entries().size(), records(missed.get()), keys);
            tombstones.note(recovered, tenant, actor);
            return Optional.of(recovered);
        });
    }

    private <T> T commit(Task<T> task) {
        try (var connection = owner.connect()) {
            connection.setAutoCommit(false);
            T result = task.run(new Tombstones(home, connection));
            connection.commit();
            return result;
        } catch (SQLException | LogFailure e) {
            throw new ResidenceUnavailable(
                    "region "
                            + home.region()
                            + ": what was erased cannot be erased again: "
                            + Faults.describe(e),
                    e);
        }
    }

    /// What the log says of the keys that were destroyed.
    private static Set<String> marks(Missed missed) {
        return missed.entries().stream()
                .flatMap(entry -> entry.labels().stream())
                .filter(Home::isMark)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static long records(Missed missed) {
        return missed.entries().stream().map(PublishedEntry::act).filter(STORING::contains).count();
    }
}
