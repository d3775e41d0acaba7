// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.policies.RegionId;
import io.domicile.regions.postgres.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A region that only configuration knows, on a database that somebody else runs.
@QuarkusTest
@WithTestResource(FreshHome.class)
@WithTestResource(FourthRegionTest.Elsewhere.class)
class FourthRegionTest {

    @Inject Residences residences;

    @Test
    void a_fourth_region_needs_configuration_and_no_java() {
        // given
        var residence = residences.at(RegionId.of("jp"));

        // when
        var receipt = Samples.done(residence.admit(Samples.deposit("u-jp", "text")));

        // then
        assertEquals("SM4-GCM", receipt.suite().orElseThrow());
        assertEquals("text", Samples.read(residence, receipt));
        assertEquals(4, residences.all().size());
    }

    /// An operator's database with its logins.
    public static final class Elsewhere implements QuarkusTestResourceLifecycleManager {

        private final FreshHome home = new FreshHome();
        private @Nullable EmbeddedPostgres cluster;

        @Override
        public Map<String, String> start() {
            var folder = Path.of(home.start().getOrDefault("domicile.home", ""));
            var binaries = Path.of(System.getProperty("user.home"), ".cache", "domicile");
            var place = new EmbeddedPostgres.Place(folder, binaries, "nobody", true);
            var started = EmbeddedPostgres.start(place, "jp");
            cluster = started;
            try (var connection =
                            DriverManager.getConnection(
                                    started.jdbcUrl("postgres"),
                                    EmbeddedPostgres.SUPERUSER,
                                    started.password());
                    var statement = connection.createStatement()) {
                statement.execute("create role asker login password 'only-a-test'");
                statement.execute("create role logger login password 'only-a-test'");
                var password = Files.writeString(folder.resolve("password"), "only-a-test\n");
                var prefix = "domicile.regions.jp.";
                return Map.of(
                        prefix + "suite",
                        "SM4-GCM",
                        prefix + "jdbc-url",
                        started.jdbcUrl("postgres"),
                        prefix + "owner.username",
                        EmbeddedPostgres.SUPERUSER,
                        prefix + "owner.password-file",
                        folder.resolve("jp/postgres/password") + "",
                        prefix + "gateway.username",
                        "asker",
                        prefix + "gateway.password-file",
                        password.toString(),
                        prefix + "sequencer.username",
                        "logger",
                        prefix + "sequencer.password-file",
                        password.toString());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {
            if (cluster != null) {
                cluster.close();
            }
            home.stop();
        }
    }
}
