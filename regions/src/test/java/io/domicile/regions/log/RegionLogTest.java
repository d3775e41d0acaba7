// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.LogFailure;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.SigningKey;
import io.domicile.audit.TileFiles;
import io.domicile.audit.TilePath;
import io.domicile.audit.Verify;
import io.domicile.policies.RegionId;
import io.domicile.regions.FreshDatabase;
import io.domicile.regions.Samples;
import io.domicile.regions.store.Database;
import io.domicile.regions.witness.Collector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log on a database without a gateway, stopped wherever a crash might stop it.
class RegionLogTest {

    private static final SigningKey KEY = SigningKey.of(new byte[32]);
    private static final UUID HOLDER = new UUID(0, 1);

    private static FreshDatabase database;
    private static Database owner;

    @TempDir Path base;
    @TempDir Path guard;
    private Path folder = Path.of("");
    private LogHome home;
    private Connection connection;
    private LogTables tables;
    private String origin;

    @BeforeAll
    static void start() {
        database = FreshDatabase.start();
        owner = database.owner();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        connection = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
        execute(
                "truncate audit_outbox, audit_tree, audit_bundle, audit_tile, audit_index,"
                        + " audit_pub, audit_key, audit_lost");
        home = home();
        origin = home.shards().origin();
        folder = home.shards().folder();
        connection.setAutoCommit(false);
        tables = new LogTables(connection, origin, HOLDER);
    }

    @AfterEach
    void end() throws SQLException {
        connection.close();
    }

    @Test
    void entries_are_placed_once_and_in_the_order_in_which_they_waited() throws SQLException {
        // given
        outbox(1, 300);
        Sequencer.begin(tables).step();
        outbox(301, 600);

        // when
        var restarted = Sequencer.begin(tables);
        int placed = restarted.step();
        int more = restarted.step();

        // then
        assertEquals(300, placed);
        assertEquals(0, more);
        assertEquals(600, restarted.tree().size());
        assertEquals("0", query("select count(*) from audit_outbox"));
        var bundle = tables.find(new TilePath(TilePath.ENTRIES, 1, 256)).orElseThrow();
        assertEquals("entry 257", new String(bundle.entries().getFirst(), StandardCharsets.UTF_8));
    }

    @Test
    void a_decision_goes_with_its_entry_to_its_place_also_after_a_crash() throws SQLException {
        // given
        outbox(1, 3);
        execute("update audit_outbox set decision = '\\x02' where entry = 'entry 2'");
        connection.commit();
        var crashed = Sequencer.begin(tables);
        execute("alter table audit_index rename to elsewhere");
        connection.commit();
        assertThrows(SQLException.class, crashed::step);
        connection.rollback();
        execute("alter table elsewhere rename to audit_index");
        connection.commit();

        // when
        int placed = Sequencer.begin(tables).step();

        // then
        assertEquals(3, placed);
        assertEquals(
                "0,\\x02,0",
                query(
                        "select string_agg(coalesce(decision::text, '0'), ',' order by idx)"
                                + " from audit_index"));
    }

    @Test
    void a_sequencer_that_was_overtaken_places_nothing() throws SQLException {
        // given
        outbox(1, 10);
        var overtaken = Sequencer.begin(tables);
        var leader = Sequencer.begin(tables);

        // when
        assertThrows(SQLException.class, overtaken::step);
        connection.rollback();

        // then
        assertEquals("0", query("select size from audit_tree"));
        assertEquals(10, leader.step());
    }

    @Test
    void a_checkpoint_that_was_signed_before_the_crash_is_shown_as_it_is() throws Exception {
        // given
        var files = new TileFiles(folder);
        publish(files, 1, 300);
        var shown = Files.readAllBytes(folder.resolve("checkpoint"));
        publish(files, 301, 600);
        var signed = Files.readAllBytes(folder.resolve("checkpoint"));
        Files.write(folder.resolve("checkpoint"), shown);

        // when
        Publisher.resume(tables, files, guard(), signer(), Sequencer.begin(tables), nobody());

        // then
        assertArrayEquals(signed, Files.readAllBytes(folder.resolve("checkpoint")));
        assertEquals(Verify.FINE, verify());
    }

    @Test
    void a_log_whose_files_are_lost_is_written_anew() throws Exception {
        // given
        publish(new TileFiles(folder), 1, 700);
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));

        // when
        Publisher.resume(
                tables,
                new TileFiles(elsewhere),
                guard(),
                signer(),
                Sequencer.begin(tables),
                nobody());

        // then
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("checkpoint")),
                Files.readAllBytes(elsewhere.resolve("checkpoint")));
        folder = elsewhere;
        assertEquals(Verify.FINE, verify());
    }

    @Test
    void a_database_restored_from_an_old_backup_signs_nothing_and_takes_only_so_much()
            throws Exception {
        // given
        publish(new TileFiles(folder), 1, 10);
        var signed = Files.readAllBytes(folder.resolve("checkpoint"));
        begin();
        outbox(1, 50_001);

        // when
        try (var log = RegionLog.open(owner, home)) {

            // then
            assertEquals(LogState.ROLLED_BACK, log.state(), "known before anything is served");
            Samples.await(log::isCongested);
        }
        assertArrayEquals(signed, Files.readAllBytes(folder.resolve("checkpoint")));
    }

    @Test
    void a_gateway_that_stands_by_notices_an_old_backup_too() throws Exception {
        // given
        publish(new TileFiles(folder), 1, 10);
        begin();
        Sequencer.begin(tables);

        // when
        try (var standby = RegionLog.open(owner, home)) {

            // then
            assertTrue(standby.isStopped());
            assertEquals(LogState.ROLLED_BACK, standby.state());
        }
    }

    @Test
    void a_sequencer_whose_tables_are_restored_under_it_places_nothing() throws Exception {
        // given
        publish(new TileFiles(folder), 1, 10);
        var sequencer = Sequencer.begin(tables);
        execute("create table backup as table audit_tree");
        outbox(11, 20);
        sequencer.step();

        // when
        execute("update audit_tree set (size, root) = (select size, root from backup)");
        execute("drop table backup");
        outbox(21, 30);

        // then
        assertThrows(SQLException.class, sequencer::step);
        connection.rollback();
        assertEquals("10", query("select size from audit_tree"));
    }

    @Test
    void a_restored_database_learns_what_was_published_and_gives_no_event_two_places()
            throws Exception {
        // given
        events(1, 300);
        execute("create table backup as table audit_outbox");
        connection.commit();
        publish(new TileFiles(folder), 1, 0);
        begin();
        execute(
                "insert into audit_outbox (event_id, entry)"
                        + " select event_id, entry from backup order by q");
        execute("drop table backup");
        connection.commit();

        // when
        var added = new ArrayList<PublishedEntry>();
        long another = recover(7, added);
        connection.rollback();
        long all = recover(0, added);
        connection.commit();

        // then
        assertEquals(0, another);
        assertEquals(300, all);
        assertEquals(300, added.size());
        assertEquals(new UUID(0, 300), added.getLast().id());
        assertEquals("0", query("select count(*) from audit_outbox"));
        assertEquals("0", query("select count(*) from audit_lost"), "the backup had the events");
        events(301, 310);
        publish(new TileFiles(folder), 1, 0);
        assertEquals("310", query("select size from audit_tree"));
        assertEquals(Verify.FINE, verify());
    }

    @Test
    void a_log_of_somebody_elses_key_recovers_nothing() throws Exception {
        // given
        events(1, 10);
        publish(new TileFiles(folder), 1, 0);
        begin();
        var otherSeed = new byte[32];
        otherSeed[0] = 1;

        // when
        var refused =
                assertThrows(
                        LogFailure.class,
                        () ->
                                Recovery.run(
                                        connection,
                                        home(SigningKey.of(otherSeed)),
                                        0,
                                        (_, _) -> {}));

        // then
        connection.rollback();
        assertTrue(refused instanceof LogFailure.Damaged);
        assertEquals("0", query("select size from audit_tree"));
    }

    @Test
    void a_database_that_grew_anew_after_an_old_backup_signs_nothing() throws Exception {
        // given
        publish(new TileFiles(folder), 1, 10);
        var signed = Files.readAllBytes(folder.resolve("checkpoint"));
        begin();
        outbox(1001, 1020);
        var other = Sequencer.begin(tables);
        other.step();

        // when
        assertThrows(
                LogFailure.Conflict.class,
                () ->
                        Publisher.resume(
                                tables, new TileFiles(folder), guard(), signer(), other, nobody()));

        // then
        assertArrayEquals(signed, Files.readAllBytes(folder.resolve("checkpoint")));
    }

    @Test
    void a_log_that_another_gateway_holds_is_not_taken_before_it_lets_go() throws Exception {
        // given
        Sequencer.begin(tables);
        try (var second =
                DriverManager.getConnection(owner.url(), owner.user(), owner.password())) {
            second.setAutoCommit(false);
            var standby = new LogTables(second, origin, new UUID(0, 2));

            // when
            var refused = assertThrows(SQLException.class, () -> Sequencer.begin(standby));
            tables.release();
            connection.commit();
            var leader = Sequencer.begin(standby);

            // then
            assertEquals(Sequencer.OVERTAKEN, refused.getSQLState());
            assertEquals(0, leader.step());
        }
    }

    @Test
    void a_publisher_that_was_overtaken_signs_nothing() throws Exception {
        // given
        outbox(1, 10);
        var overtaken = Sequencer.begin(tables);
        var publisher =
                Publisher.resume(
                        tables, new TileFiles(folder), guard(), signer(), overtaken, nobody());
        overtaken.step();
        Sequencer.begin(tables);

        // when
        var refused = assertThrows(SQLException.class, publisher::publish);

        // then
        assertEquals(Sequencer.OVERTAKEN, refused.getSQLState());
        assertEquals("0", query("select count(*) from audit_pub"));
        assertFalse(Files.exists(folder.resolve("checkpoint")));
    }

    @Test
    void a_log_that_cannot_look_takes_nothing_and_says_so() {
        // given
        var nowhere =
                new Database("jdbc:postgresql://127.0.0.1:1/nowhere", "nobody", "no password");

        // when
        try (var log = RegionLog.open(nowhere, home, Duration.ofMillis(100))) {

            // then
            Samples.await(log::isCongested);
            assertEquals(LogState.STALLED, log.state());
        }
    }

    @Test
    void a_fault_of_the_data_is_told_and_the_thread_lives_on() throws Exception {
        // given
        execute("alter table audit_pub rename to elsewhere");
        connection.commit();

        // when
        try (var log = RegionLog.open(owner, home)) {

            // then
            Samples.await(() -> log.state() == LogState.DAMAGED);
            assertTrue(log.isStopped());
            execute("alter table elsewhere rename to audit_pub");
            connection.commit();
            Samples.await(() -> log.state() == LogState.RUNNING);
        }
    }

    @Test
    void a_changed_file_stops_the_signing() throws Exception {
        // given
        publish(new TileFiles(folder), 1, 300);
        var tile = folder.resolve("tile/0/000");
        var bytes = Files.readAllBytes(tile);
        bytes[100] ^= 1;
        Files.write(tile, bytes);
        Files.delete(folder.resolve("checkpoint"));

        // when
        try (var log = RegionLog.open(owner, home)) {

            // then
            Samples.await(() -> log.state() == LogState.DAMAGED);
            assertFalse(Files.exists(folder.resolve("checkpoint")));
        }
    }

    @Test
    void an_empty_log_has_a_signed_checkpoint_too() throws IOException {
        // when
        RegionLog.open(owner, home).close();

        // then
        assertTrue(Files.readString(folder.resolve("checkpoint")).startsWith(origin + "\n0\n"));
    }

    private void publish(TileFiles files, int from, int to) throws SQLException {
        outbox(from, to);
        var sequencer = Sequencer.begin(tables);
        var publisher = Publisher.resume(tables, files, guard(), signer(), sequencer, nobody());
        sequencer.step();
        publisher.publish();
        tables.release();
        connection.commit();
    }

    private long recover(long from, List<PublishedEntry> added) throws SQLException {
        return Recovery.run(connection, home, from, (entry, _) -> added.add(entry));
    }

    private void outbox(int from, int to) throws SQLException {
        insert("'entry ' || i", from, to);
    }

    /// Lets entries wait that a recovery can read.
    private void events(int from, int to) throws SQLException {
        insert(
                "'{\"id\":\"' || cast(lpad(to_hex(i), 32, '0') as uuid)"
                        + " || '\",\"t\":\"2026-11-21T00:00:00Z\"}'",
                from,
                to);
    }

    private void insert(String entry, int from, int to) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "insert into audit_outbox (event_id, entry) select"
                                + " cast(lpad(to_hex(i), 32, '0') as uuid),"
                                + " convert_to("
                                + entry
                                + ", 'UTF8') from generate_series(?, ?) i order by i")) {
            insert.setInt(1, from);
            insert.setInt(2, to);
            insert.executeUpdate();
        }
        connection.commit();
    }

    private LogHome home() {
        return home(KEY);
    }

    private LogHome home(SigningKey key) {
        var clock = Clock.systemUTC();
        var shards = Shards.begin(owner, "audit.test/nl", base, clock);
        var keys = new ShardKeys(new TestLogKeys(key), Duration.ofDays(30), clock);
        return new LogHome(RegionId.of("nl"), shards, keys, guard, clock);
    }

    private Guard guard() {
        return new Guard(guard, origin);
    }

    private NoteSigner signer() {
        return new NoteSigner(origin, KEY);
    }

    private int verify() {
        return Verify.run("verify", new String[] {folder.toString()}, System.out, System.err);
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Collector nobody() {
        return new Collector(false);
    }

    private String query(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }
}
