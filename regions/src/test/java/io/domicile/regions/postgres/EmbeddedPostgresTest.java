// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresTest {

    @TempDir Path home;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rows_outlive_a_restart_and_a_change_of_account(boolean namespacesFirst) throws Exception {
        // given
        try (var first = EmbeddedPostgres.start(place(namespacesFirst), "nl")) {
            query(first, "create table kept as select 42 as answer; select 1");
        }

        // when
        try (var second = EmbeddedPostgres.start(place(!namespacesFirst), "nl")) {

            // then
            assertEquals("42", query(second, "select answer from kept"));
        }
    }

    @Test
    void every_commit_is_durable_and_the_log_has_no_values() throws Exception {
        // given
        try (var cluster = EmbeddedPostgres.start(place(true), "nl")) {

            // when
            assertThrows(SQLException.class, () -> query(cluster, "select 'canary'::int"));

            // then
            for (var setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                assertEquals("on", query(cluster, "show " + setting));
            }
            assertEquals("on", query(cluster, "show data_checksums"));
            assertEquals("127.0.0.1", query(cluster, "show listen_addresses"));
        }
    }

    @Test
    void a_wrong_password_does_not_get_in() {
        // given
        try (var cluster = EmbeddedPostgres.start(place(true), "nl")) {

            // when
            var refused =
                    assertThrows(
                            SQLException.class,
                            () ->
                                    DriverManager.getConnection(
                                                    cluster.jdbcUrl("postgres"),
                                                    EmbeddedPostgres.SUPERUSER,
                                                    "wrong")
                                            .close());

            // then
            assertEquals("28P01", refused.getSQLState());
        }
    }

    @Test
    void a_server_that_a_killed_gateway_left_is_stopped() throws Exception {
        // given
        var forgotten = EmbeddedPostgres.start(place(true), "nl");
        query(forgotten, "create table kept as select 42 as answer; select 1");

        // when
        try (var second = EmbeddedPostgres.start(place(true), "nl")) {

            // then
            assertEquals("42", query(second, "select answer from kept"));
            assertThrows(SQLException.class, () -> query(forgotten, "select 1"));
        }
    }

    @Test
    void a_pid_file_with_the_number_of_another_process_is_removed() throws Exception {
        // given
        EmbeddedPostgres.start(place(true), "nl").close();
        var pidFile = home.resolve("nl/postgres/data/postmaster.pid");
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");

        // when
        try (var again = EmbeddedPostgres.start(place(true), "nl")) {

            // then
            assertEquals("1", query(again, "select 1"));
        }
    }

    @Test
    void a_first_start_that_was_killed_leaves_no_half_of_a_cluster() throws Exception {
        // given
        var half = Files.createDirectories(home.resolve("nl/postgres/data.new/base"));
        Files.writeString(home.resolve("nl/postgres/data.new/PG_VERSION"), "18\n");
        Files.writeString(home.resolve("nl/postgres/password"), "");

        // when
        try (var first = EmbeddedPostgres.start(place(true), "nl")) {

            // then
            assertEquals("1", query(first, "select 1"));
            assertFalse(Files.exists(half));
        }
    }

    @Test
    void an_empty_password_file_is_told() throws Exception {
        // given
        try (var cluster = EmbeddedPostgres.start(place(true), "nl")) {
            Files.writeString(home.resolve("nl/postgres/password"), "\n");

            // when
            var refused = assertThrows(PostgresFailed.class, cluster::password);

            // then
            assertTrue(String.valueOf(refused.getMessage()).contains("nl/postgres/password"));
        }
    }

    @Test
    void a_home_serves_one_gateway_at_a_time() {
        // given
        var lock = HomeLock.take(home);

        // when
        var refused = assertThrows(PostgresFailed.class, () -> HomeLock.take(home));

        // then
        assertTrue(String.valueOf(refused.getMessage()).contains("another gateway is running on"));
        lock.close();
        HomeLock.take(home).close();
    }

    @Test
    void the_password_file_is_for_its_owner_alone() throws IOException {
        // given
        EmbeddedPostgres.start(place(true), "nl").close();

        // when
        var permissions = Files.getPosixFilePermissions(home.resolve("nl/postgres/password"));

        // then
        assertEquals(2, permissions.size());
        assertFalse(Files.exists(home.resolve("nl/postgres/data/postmaster.pid")));
    }

    private EmbeddedPostgres.Place place(boolean namespaces) {
        var binaries = Path.of(System.getProperty("user.home"), ".cache", "domicile");
        return new EmbeddedPostgres.Place(home, binaries, "nobody", namespaces);
    }

    private static String query(EmbeddedPostgres cluster, String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                cluster.jdbcUrl("postgres"),
                                EmbeddedPostgres.SUPERUSER,
                                cluster.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
            while (statement.getResultSet() == null) {
                statement.getMoreResults();
            }
            var rows = statement.getResultSet();
            rows.next();
            return rows.getString(1);
        }
    }
}
