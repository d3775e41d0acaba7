// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.keys.KeyStoreFile;
import io.domicile.regions.postgres.EmbeddedPostgres;
import io.domicile.regions.seal.Suite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Months and expiry on a database without a gateway.
class RetentionTest {

    private static final RegionId NL = RegionId.of("nl");

    @TempDir static Path home;
    private static EmbeddedPostgres cluster;
    private static Database owner;
    private static RetentionEvents events;

    private Connection connection;

    @BeforeAll
    static void start() {
        var binaries = Path.of(System.getProperty("user.home"), ".cache", "domicile");
        cluster =
                EmbeddedPostgres.start(
                        new EmbeddedPostgres.Place(home, binaries, "nobody", true), "nl");
        owner =
                new Database(
                        cluster.jdbcUrl("postgres"),
                        EmbeddedPostgres.SUPERUSER,
                        cluster.password());
        Schema.migrate(NL, owner);
        var keys =
                KeyStoreFile.find(
                        NL,
                        Suite.AES_256_GCM,
                        home.resolve("nl.p12"),
                        home.resolve("nl.password"),
                        true);
        events = RetentionEvents.of(new Home(NL, "audit.test/nl/2026", keys, Duration.ofDays(1)));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        connection = owner.connect();
        execute("truncate record, audit_outbox");
        execute("update retention set removed = 0, overdue = null, stated_at = null");
    }

    @AfterEach
    void end() throws SQLException {
        connection.close();
    }

    @Test
    void this_months_ids_have_a_partition_of_their_own_and_so_have_the_next_ones()
            throws SQLException {
        // given
        var now = Instant.now();

        // when
        for (int month = 0; month < 3; month++) {
            record(now.atOffset(ZoneOffset.UTC).plusMonths(month).toInstant(), "a", now);
        }

        // then
        assertEquals("3", query("select count(*) from record"));
        assertEquals("0", query("select count(*) from record_other"));
    }

    @Test
    void an_id_of_a_clock_that_went_wrong_is_kept_and_moves_when_its_month_comes()
            throws SQLException {
        // given
        var later = Instant.parse("2041-03-31T23:59:59.999Z");
        var id = record(later, "a", later);
        assertEquals(id.toString(), query("select id from record_other"));

        // when
        Months.ahead(connection, later);

        // then
        assertEquals("0", query("select count(*) from record_other"));
        assertEquals(id.toString(), query("select id from record_2041_03"));
        assertEquals("1", query("select count(*) from record where id = '" + id + "'"));
    }

    @Test
    void a_table_that_others_use_gets_its_partition_another_time() throws SQLException {
        // given
        var later = Instant.parse("2042-05-15T00:00:00Z");
        try (var backup = owner.connect()) {
            backup.setAutoCommit(false);
            run(backup, "lock table record_other in access share mode");

            // when
            Months.ahead(connection, later);
            record(later, "a", later);

            // then
            assertEquals("", query("select to_regclass('record_2042_05')::text"));
            assertEquals("1", query("select count(*) from record"));
        }
        Months.ahead(connection, later);
        assertEquals("1", query("select count(*) from record_2042_05"));
    }

    @Test
    void gateways_that_start_at_once_make_each_partition_once() throws Exception {
        // given
        Callable<Boolean> start =
                () -> {
                    try (var own = owner.connect()) {
                        Months.ahead(own, Instant.parse("2043-05-15T00:00:00Z"));
                        return own.getAutoCommit();
                    }
                };

        // when
        try (var threads = Executors.newFixedThreadPool(3)) {
            for (Future<Boolean> ended : threads.invokeAll(List.of(start, start, start))) {
                assertTrue(ended.get());
            }
        }

        // then
        assertEquals(
                "6",
                query(
                        "select count(*) from pg_class where relispartition and relkind = 'r'"
                                + " and relname ~ '_2043_'"));
    }

    @Test
    void two_gateways_remove_each_record_once_and_say_so_once() throws Exception {
        // given
        var over = Instant.now().minusSeconds(60);
        for (int i = 0; i < 1200; i++) {
            record(over.minusMillis(i), i % 3 == 0 ? "a" : "b", over);
        }
        Callable<Boolean> sweeper =
                () -> {
                    try (var own = owner.connect()) {
                        own.setAutoCommit(false);
                        return sweepAll(own);
                    }
                };

        // when
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (Future<Boolean> ended : threads.invokeAll(List.of(sweeper, sweeper))) {
                assertTrue(ended.get());
            }
        }

        // then
        assertEquals("0", query("select count(*) from record where envelope is not null"));
        assertEquals("1200", query("select removed from retention"));
        assertEquals("400", said("a", "records"));
        assertEquals("800", said("b", "records"));
        assertEquals("1", query("select count(distinct key_id) from record"));
    }

    private static boolean sweepAll(Connection own) throws SQLException {
        var expiry = new Expiry(events);
        while (expiry.step(own)) {
            own.commit();
        }
        return expiry.end(own).sweptAt().isPresent();
    }

    @Test
    void the_log_says_how_many_are_left_when_that_changes_and_once_a_day() throws SQLException {
        // given
        var over = Instant.now().minusSeconds(60);
        var held = record(over, "a", over);
        record(over.plusMillis(1), "a", over);
        try (var other = owner.connect()) {
            other.setAutoCommit(false);
            run(other, "select 1 from record where id = '" + held + "' for update");

            // when
            sweep();
            sweep();
        }
        sweep();
        sweep();
        execute("update retention set stated_at = now() - interval '25 hours'");
        sweep();

        // then
        assertEquals("overdue:1 overdue:0 overdue:0", statements());
    }

    @Test
    void what_is_left_and_what_comes_next_is_measured() throws SQLException {
        // given
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        record(now, "a", now.minusSeconds(20));
        record(now.plusMillis(1), "a", now.minusSeconds(10));
        record(now.plusMillis(2), "a", now.plusSeconds(1000));
        record(now.plusMillis(3), "a", now.plusSeconds(2000));

        // when
        var before = Expiry.measure(connection);
        sweep();
        var after = Expiry.measure(connection);

        // then
        assertEquals(2, before.overdue());
        assertEquals(now.minusSeconds(20), before.oldestOverdue().orElseThrow());
        assertEquals(now.plusSeconds(1000), before.nextExpiry().orElseThrow());
        assertEquals(0, after.overdue());
        assertEquals(2, after.removed());
        assertEquals(0, after.stated().orElseThrow().overdue());
        assertEquals(
                after.stated().orElseThrow().entry().toString(),
                query("select event_id from audit_outbox order by q desc limit 1"));
    }

    @Test
    void an_old_month_of_which_nothing_is_left_is_dropped_and_that_is_said() throws SQLException {
        // given
        var longAgo = Instant.parse("2024-01-15T00:00:00Z");
        Months.ahead(connection, longAgo);
        record(longAgo, "a", Instant.parse("2024-06-01T00:00:00Z"));
        record(longAgo.plusMillis(1), "b", Instant.now().minusSeconds(60));
        record(Instant.parse("2024-02-15T00:00:00Z"), "a", Instant.parse("2099-06-01T00:00:00Z"));
        record(Instant.parse("2024-03-15T00:00:00Z"), "a", Instant.parse("2024-06-01T00:00:00Z"));
        sweep();

        // when
        new OldMonths(events).drop(connection, Instant.now());

        // then
        assertEquals("", query("select to_regclass('record_2024_03')::text"));
        assertEquals("record_2024_01", query("select to_regclass('record_2024_01')::text"));
        assertEquals("record_2024_02", query("select to_regclass('record_2024_02')::text"));
        assertEquals("", query("select to_regclass('audit_detail_2024_01')::text"));
        assertEquals(
                "1",
                query(
                        "select count(*) from audit_outbox where convert_from(entry, 'UTF8') like"
                                + " '%\"act\":\"drop\"%month:2024-03%records:1%'"));
        assertEquals("3", query("select count(*) from record"));
    }

    private void sweep() throws SQLException {
        connection.setAutoCommit(false);
        sweepAll(connection);
        connection.setAutoCommit(true);
    }

    private String statements() throws SQLException {
        var found = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                select substring(convert_from(entry, 'UTF8') from 'overdue:[0-9]+')
                                from audit_outbox
                                where convert_from(entry, 'UTF8') like '%"act":"sweep"%' order by q
                                """)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return String.join(" ", found);
    }

    private String said(String tenant, String what) throws SQLException {
        return query(
                """
                select sum(substring(convert_from(entry, 'UTF8') from '%s:([0-9]+)')::int)
                from audit_outbox where convert_from(entry, 'UTF8') like '%%"tenant":"%s"%%'
                """
                        .formatted(what, tenant));
    }

    /// A record whose id was made at that time.
    private UUID record(Instant made, String tenant, Instant expiresAt) throws SQLException {
        var id =
                new UUID(
                        made.toEpochMilli() << 16 | 0x7000,
                        UUID.randomUUID().getLeastSignificantBits());
        execute(
                """
                insert into record values ('%s', '%s', 'loc.point', 'STORED', now(), now(), '%s',
                    gen_random_uuid(), 'AES-256-GCM', '', 'x', gen_random_uuid())
                """
                        .formatted(id, tenant, expiresAt));
        return id;
    }

    private void execute(String sql) throws SQLException {
        run(connection, sql);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1)).replace("null", "");
        }
    }
}
