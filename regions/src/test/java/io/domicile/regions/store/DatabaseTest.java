// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.postgres.EmbeddedPostgres;
import io.domicile.regions.postgres.Outage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    private static final RegionId NL = RegionId.of("nl");

    @TempDir Path home;

    @Test
    void a_database_that_may_lose_what_it_confirms_is_refused() throws Exception {
        // given
        var binaries = Path.of(System.getProperty("user.home"), ".cache", "domicile");
        var place = new EmbeddedPostgres.Place(home, binaries, "nobody", true);
        try (var cluster = EmbeddedPostgres.start(place, "nl")) {
            var database =
                    new Database(
                            cluster.jdbcUrl("postgres"),
                            EmbeddedPostgres.SUPERUSER,
                            cluster.password());
            relax(database);

            // when
            database.requireDurable(NL);
            Outage.weaken(home.resolve("nl/postgres"));
            var refused =
                    assertThrows(ResidenceUnavailable.class, () -> database.requireDurable(NL));

            // then
            assertTrue(String.valueOf(refused.getMessage()).contains("fsync is off"));
        }
    }

    /// What a connection asks for itself goes before.
    private static void relax(Database database) throws Exception {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("alter database postgres set synchronous_commit = off");
        }
    }
}
