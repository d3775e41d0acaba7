// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.EntryProof;
import io.domicile.audit.Note;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.Tile;
import io.domicile.audit.TileFiles;
import io.domicile.audit.TilePath;
import io.domicile.audit.Verify;
import io.domicile.policies.RegionId;
import io.domicile.regions.FreshDatabase;
import io.domicile.regions.LegalHold;
import io.domicile.regions.PlacedEntry;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Samples;
import io.domicile.regions.store.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The logs of a region, one after the other, on a database without a gateway.
class ShardsTest {

    private static final UUID HOLDER = new UUID(0, 1);
    private static final String OLD = "audit.test/nl/2026";
    private static final String NEXT = "audit.test/nl/2027";
    private static final LegalHold.Draft HOLD =
            new LegalHold.Draft("case-7", LegalHold.Basis.LEGAL_CLAIM, Optional.empty());

    private static FreshDatabase database;
    private static Database owner;

    @TempDir Path base;
    private Connection connection;
    private SetClock clock;
    private TestLogKeys keys;
    private LogHome home;
    private LogOrders orders;

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
                        + " audit_pub, audit_key, audit_hold, audit_lost, perishable.legal_hold");
        clock = new SetClock("2026-12-31T23:59:30Z");
        keys = new TestLogKeys();
        home = home();
        orders = new LogOrders(owner, home, () -> {});
    }

    @AfterEach
    void end() throws SQLException {
        connection.close();
    }

    @Test
    void at_the_turn_of_the_year_the_log_ends_and_the_next_names_its_last_checkpoint()
            throws Exception {
        // given
        events(1, 300);
        try (var log = RegionLog.open(owner, home)) {
            Samples.await(() -> log.published() == 300);

            // when
            clock.set("2027-01-01T00:00:00Z");
            Samples.await(() -> home.shards().origin().equals(NEXT));
            events(301, 310);
            log.wake();
            Samples.await(() -> log.published() == 11);
            assertEquals(LogState.RUNNING, log.state());
        }

        // then
        var closed = entry("2026", 300);
        assertEquals("log.closed", closed.act());
        assertEquals(List.of("reason:year"), closed.labels());
        var last = note("2026");
        var opened = entry("2027", 0);
        assertEquals("log.opened", opened.act());
        assertEquals(
                List.of(
                        "prev:" + OLD,
                        "size:301",
                        "root:" + Checkpoint.parse(last).root(),
                        "note:sha256:" + Turn.digest(last)),
                opened.labels());
        requireWhole(310);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void a_turn_that_stopped_after_any_step_goes_on_with_the_next(int steps) throws Exception {
        // given
        events(1, 5);
        var tables = new LogTables(connection, OLD, HOLDER);
        connection.setAutoCommit(false);
        var signer = home.keys().signer(connection, OLD, List.of());
        var places = Sequencer.begin(tables);
        var publisher =
                Publisher.resume(
                        tables, home.files(), home.guard(OLD), signer, places, home.witnesses());
        places.step();
        publisher.publish();
        clock.set("2027-01-01T00:00:00Z");
        var turn = new Turn(home);
        if (steps > 0) {
            turn.close(places, "year");
        }
        events(6, 9);
        if (steps > 1) {
            publisher.publish();
        }
        if (steps == 3) {
            execute("alter table audit_key rename to elsewhere");
            connection.commit();
            assertThrows(SQLException.class, () -> turn.open(tables, places));
            connection.rollback();
            execute("alter table elsewhere rename to audit_key");
        }
        if (steps == 4) {
            turn.open(tables, places);
        }
        execute("update audit_tree set held_until = now()");
        connection.commit();

        // when
        home = home();
        try (var log = RegionLog.open(owner, home)) {
            Samples.await(() -> home.shards().origin().equals(NEXT) && waiting() == 0);
            Samples.await(() -> log.published() > 0);
        }

        // then
        assertEquals("log.opened", entry("2027", 0).act());
        requireWhole(9);
    }

    @Test
    void an_event_is_found_and_proven_in_whichever_log_has_it() throws Exception {
        // given
        events(1, 10);
        turnTo("2027-01-01T00:00:00Z", NEXT);
        events(11, 20);
        publishAll();

        // when
        var old = find(3);
        var young = find(13);

        // then
        assertEquals(OLD, Checkpoint.parse(old.proof().checkpoint()).origin());
        assertEquals(NEXT, Checkpoint.parse(young.proof().checkpoint()).origin());
        assertEquals(2, old.proof().inclusion().index());
        assertEquals(3, young.proof().inclusion().index());
    }

    @Test
    void a_frozen_log_ends_and_another_of_its_year_begins_with_keys_of_its_own() throws Exception {
        // given
        events(1, 10);
        publishAll();

        // when
        var frozen = orders.freeze("oem-7", "operator");
        var again = orders.freeze("oem-7", "operator");
        turn("audit.test/nl/2026b");
        events(11, 20);
        publishAll();

        // then
        assertEquals(Optional.of(OLD), frozen);
        assertEquals(Optional.empty(), again);
        assertEquals("log.opened", entry("2026b", 0).act());
        var old = Files.readString(base.resolve("2026/log.keys")).lines().toList();
        var young = Files.readString(base.resolve("2026b/log.keys")).lines().toList();
        assertEquals(2, old.size());
        assertEquals(2, young.size());
        assertFalse(material(young).stream().anyMatch(material(old)::contains));
        requireWhole(20);
    }

    @Test
    void a_log_that_is_frozen_once_it_is_closed_is_followed_with_new_keys() throws Exception {
        // given
        events(1, 10);
        publishAll();
        connection.setAutoCommit(false);
        var places = Sequencer.begin(new LogTables(connection, OLD, HOLDER));
        new Turn(home).close(places, "year");
        execute("update audit_tree set held_until = now()");
        connection.commit();
        connection.setAutoCommit(true);

        // when
        var frozen = orders.freeze("oem-7", "operator");
        var again = orders.freeze("oem-7", "operator");
        try (var log = RegionLog.open(owner, home)) {
            Samples.await(() -> log.published() == 2);
        }

        // then
        assertEquals(Optional.of(OLD), frozen);
        assertEquals(Optional.empty(), again);
        assertEquals("log.frozen", entry("2026b", 1).act());
        assertEquals(List.of("log-v2"), home.keys().inForce(connection, "audit.test/nl/2026b"));
    }

    @Test
    void a_database_of_last_year_signs_nothing_until_it_has_learnt_of_both_logs() throws Exception {
        // given
        events(1, 10);
        publishAll();
        execute("create table tree_backup as table audit_tree");
        for (var table : List.of("audit_bundle", "audit_tile", "audit_index", "audit_pub")) {
            execute("create table " + table + "_backup as table " + table);
        }
        events(11, 15);
        turnTo("2027-01-01T00:00:00Z", NEXT);
        events(16, 20);
        publishAll();
        execute("truncate audit_tree, audit_bundle, audit_tile, audit_index, audit_pub");
        execute("insert into audit_tree select * from tree_backup");
        execute("drop table tree_backup");
        for (var table : List.of("audit_bundle", "audit_tile", "audit_index", "audit_pub")) {
            execute("insert into " + table + " select * from " + table + "_backup");
            execute("drop table " + table + "_backup");
        }
        home = home();

        // when
        try (var log = RegionLog.open(owner, home)) {
            assertEquals(LogState.ROLLED_BACK, log.state());
        }
        var added = new ArrayList<PublishedEntry>();
        connection.setAutoCommit(false);
        long all = Recovery.run(connection, home, 10, (entry, _) -> added.add(entry));
        connection.commit();

        // then
        assertEquals(5 + 1 + 1 + 5, all);
        assertEquals(all, added.size());
        connection.setAutoCommit(true);
        publishAll();
        assertEquals(NEXT, home.shards().origin());
        requireWhole(20);
    }

    @Test
    void a_database_that_stopped_between_two_logs_does_not_open_the_second_twice()
            throws Exception {
        // given
        events(1, 10);
        turnTo("2027-01-01T00:00:00Z", NEXT);
        execute("delete from audit_tree where log_id = '" + NEXT + "'");
        for (var table : List.of("audit_bundle", "audit_tile", "audit_index", "audit_pub")) {
            execute("delete from " + table + " where log_id = '" + NEXT + "'");
        }
        home = home();

        // when
        try (var log = RegionLog.open(owner, home)) {

            // then
            assertEquals(LogState.ROLLED_BACK, log.state());
        }
        assertEquals("1", query("select count(*) from audit_tree"));
        connection.setAutoCommit(false);
        assertEquals(1, Recovery.run(connection, home, 11, (_, _) -> {}));
    }

    @Test
    void a_rotation_signs_with_both_generations_for_the_time_of_the_overlap() throws Exception {
        // given
        clock.set("2026-03-01T00:00:00Z");
        events(1, 10);
        publishAll();
        var old = Files.readString(base.resolve("2026/log.keys")).lines().toList();

        // when
        var inForce = orders.rotate("oem-7", "operator").orElseThrow();
        publishAll();

        // then
        assertEquals(List.of("log-v2", "log-v1"), inForce);
        var both = Files.readString(base.resolve("2026/log.keys")).lines().toList();
        assertEquals(4, both.size());
        assertEquals(old, both.subList(2, 4));
        both.forEach(vkey -> assertTrue(verifies(vkey, note("2026"))));
        assertEquals(both.getFirst(), Files.readString(base.resolve("2026/log.pub")).strip());
        var rotated = entry("2026", 10);
        assertEquals("log.key.rotated", rotated.act());
        var statement = KeyStatement.read(rotated.labels()).orElseThrow();
        assertEquals(both.subList(0, 2), statement.vkeys());
        assertTrue(verifies(old.getFirst(), statement.note(rotated.labels())));

        // and
        clock.set("2026-04-01T00:00:00Z");
        events(11, 12);
        publishAll();
        assertEquals(
                both.subList(0, 2),
                Files.readString(base.resolve("2026/log.keys")).lines().toList());
        assertFalse(verifies(old.getFirst(), note("2026")));
        assertTrue(verifies(both.getFirst(), note("2026")));
        requireWhole(12);
    }

    @Test
    void the_keys_of_a_log_that_is_being_closed_stay_as_they_are() throws Exception {
        // given
        events(1, 10);
        publishAll();
        var keys = Files.readString(base.resolve("2026/log.keys"));
        // the sequencer has written its last entry, and the next log has not begun
        execute("update audit_tree set closed = true");

        // when
        var inForce = orders.rotate("oem-7", "operator");

        // then
        assertEquals(Optional.empty(), inForce);
        assertEquals("0", query("select count(*) from audit_outbox"));
        assertEquals(keys, Files.readString(base.resolve("2026/log.keys")));
    }

    @Test
    void the_next_log_begins_with_the_keys_that_are_in_force() throws Exception {
        // given
        events(1, 10);
        publishAll();
        assertTrue(orders.rotate("oem-7", "operator").isPresent());

        // when
        turnTo("2027-01-01T00:00:00Z", NEXT);

        // then
        var old = Files.readString(base.resolve("2026/log.keys")).lines().toList();
        var young = Files.readString(base.resolve("2027/log.keys")).lines().toList();
        assertEquals(material(old), material(young));
        assertEquals(4, young.size());
    }

    @Test
    void pruned_bundles_are_gone_everywhere_and_old_proofs_still_hold() throws Exception {
        // given
        clock.set("2026-01-10T00:00:00Z");
        events(1, 600);
        publishAll();
        var proof = find(100);
        var before = Checkpoint.parse(note("2026"));
        clock.set("2026-12-01T00:00:00Z");

        // when
        prune(Optional.of(Duration.ofDays(200)), () -> minimum() == 512);
        publishAll();

        // then
        assertEquals("2", query("select min(n) from audit_bundle"));
        assertFalse(Files.exists(base.resolve("2026/tile/entries/000")));
        assertFalse(Files.exists(base.resolve("2026/tile/entries/001")));
        assertTrue(Files.exists(base.resolve("2026/tile/0/000")));
        var retention = Files.readString(base.resolve("2026/retention"));
        assertTrue(retention.contains("minimum-index 512\nkeep-entries 200 days\n"), retention);
        var pruned = entry("2026", 600);
        assertEquals("log.pruned", pruned.act());
        assertEquals(List.of("log:" + OLD, "from:0", "minimum:512"), pruned.labels());
        var files = new TileFiles(base.resolve("2026"));
        var again = EntryProof.of(proof.proof().inclusion().index(), note("2026"), files);
        var key = NoteVerifier.parse(Files.readString(base.resolve("2026/log.pub")).strip());
        assertTrue(again.proves(proof.entry().toArray(), key.orElseThrow()));
        var now = Checkpoint.parse(note("2026"));
        assertTrue(now.size() > before.size());
        Signed.requireContinued(before, now, files);
        assertEquals(Optional.empty(), Placement.find(connection, new UUID(0, 100)));
        assertTrue(Placement.find(connection, new UUID(0, 550)).isPresent());
    }

    @Test
    void a_pruned_log_whose_files_are_lost_is_written_anew_without_its_old_bundles()
            throws Exception {
        // given
        clock.set("2026-01-10T00:00:00Z");
        events(1, 600);
        publishAll();
        clock.set("2026-12-01T00:00:00Z");
        prune(Optional.of(Duration.ofDays(200)), () -> minimum() == 512);
        base = Files.createDirectory(base.resolve("elsewhere"));
        home = home();

        // when
        publishAll();

        // then
        assertFalse(Files.exists(base.resolve("2026/tile/entries/000")));
        assertTrue(Files.exists(base.resolve("2026/tile/0/000")));
        assertEquals(601, Checkpoint.parse(note("2026")).size());
    }

    @Test
    void a_legal_hold_keeps_every_bundle_and_is_told() throws Exception {
        // given
        clock.set("2026-01-10T00:00:00Z");
        events(1, 600);
        publishAll();
        clock.set("2026-12-01T00:00:00Z");
        orders.hold(HOLD, "oem-7", "compliance");

        // when
        prune(Optional.of(Duration.ofDays(200)), () -> retention().contains("legal-hold yes"));

        // then
        assertEquals(0, minimum());
        assertEquals("log.held", entryAfterPublishing(600).act());
        assertEquals("case-7", orders.holds("oem-7").getFirst().reference());
        assertTrue(orders.release("case-7", "oem-7", "compliance").isPresent());
        prune(Optional.of(Duration.ofDays(200)), () -> minimum() == 512);
    }

    @Test
    void a_hold_that_is_placed_while_bundles_are_looked_at_keeps_them() throws Exception {
        // given
        clock.set("2026-01-10T00:00:00Z");
        events(1, 600);
        publishAll();
        clock.set("2026-12-01T00:00:00Z");
        connection.setAutoCommit(false);
        new LogHolds(connection, home, "oem-7", "compliance").place(HOLD);

        // when
        var retention = new LogRetention(Optional.of(Duration.ofDays(200)), Duration.ofDays(1096));
        try (var pruner = new Pruner(owner, home, retention, () -> false, () -> {})) {
            pruner.wake();
            Samples.await(() ->
                    minimum() > 0 || number("select count(*) from pg_locks where not granted") > 0);
            connection.commit();
            Samples.await(() -> retention().contains("legal-hold yes"));
        }

        // then
        assertEquals(0, minimum());
    }

    @Test
    void a_legal_hold_on_any_data_subject_keeps_the_log_too() throws Exception {
        // given
        clock.set("2026-01-10T00:00:00Z");
        events(1, 300);
        publishAll();
        clock.set("2026-12-01T00:00:00Z");
        execute(
                "insert into perishable.legal_hold values"
                        + " ('oem-7', '\\x00', 'case-8', 'legal_claim', null, now(),"
                        + " gen_random_uuid())");

        // when
        prune(Optional.of(Duration.ofDays(200)), () -> retention().contains("legal-hold yes"));

        // then
        assertEquals(0, minimum());
    }

    @Test
    void without_a_retention_nothing_is_pruned_and_transfers_are_kept_longer() throws Exception {
        // given
        clock.set("2025-01-10T00:00:00Z");
        home = home();
        orders = new LogOrders(owner, home, () -> {});
        events(1, 256);
        insert(event("transfer"), 257, 300);
        insert(event("read\",\"to\":\"SG"), 301, 512);
        publishAll();
        clock.set("2025-12-01T00:00:00Z");

        // when
        prune(Optional.empty(), () -> retention().contains("keep-entries forever"));

        // then
        assertEquals(0, minimum());
        prune(Optional.of(Duration.ofDays(200)), () -> minimum() == 256);
        assertTrue(retention().contains("keep-transfers 1096 days"));
    }

    @Test
    void the_last_bundle_of_a_closed_log_goes_too() throws Exception {
        // given
        events(1, 10);
        turnTo("2027-01-01T00:00:00Z", NEXT);
        clock.set("2027-12-01T00:00:00Z");

        // when
        prune(Optional.of(Duration.ofDays(200)), () -> minimum() == 11);

        // then
        assertFalse(Files.exists(base.resolve("2026/tile/entries/000.p")));
        assertEquals("0", query("select count(*) from audit_bundle where log_id = '" + OLD + "'"));
        assertTrue(Files.exists(base.resolve("2027/tile/entries/000.p")));
    }

    @Test
    void china_keeps_its_log_six_months_and_its_transfers_three_years() {
        var cn = RegionId.of("cn");
        var years = Duration.ofDays(1096);
        for (var refused :
                List.of(
                        new LogRetention(Optional.of(Duration.ofDays(183)), years),
                        new LogRetention(Optional.empty(), Duration.ofDays(1000)))) {
            assertThrows(ResidenceUnavailable.class, () -> refused.in(cn));
            assertEquals(refused, refused.in(RegionId.of("nl")));
        }
        var enough = new LogRetention(Optional.of(Duration.ofDays(184)), years);
        assertEquals(enough, enough.in(cn));
    }

    /// Every event has one place, and each log verifies.
    private void requireWhole(int events) throws Exception {
        assertEquals("0", query("select count(*) from audit_outbox"));
        assertEquals(
                Integer.toString(events),
                query(
                        "select count(*) from audit_index"
                                + " where event_id < '00000000-0000-0001-0000-000000000000'"));
        for (var shard : home.shards().all()) {
            var folder = home.shards().folder(shard);
            assertEquals(
                    Verify.FINE,
                    Verify.run("verify", new String[] {folder.toString()}, System.out, System.err));
        }
    }

    private void turnTo(String time, String origin) throws SQLException {
        clock.set(time);
        turn(origin);
    }

    private void turn(String origin) {
        try (var log = RegionLog.open(owner, home)) {
            Samples.await(() -> home.shards().origin().equals(origin) && log.published() == 1);
        }
    }

    private void publishAll() {
        try (var log = RegionLog.open(owner, home)) {
            Samples.await(() -> waiting() == 0 && log.state() == LogState.RUNNING);
        }
    }

    private void prune(Optional<Duration> keep, BooleanSupplier until) {
        var retention = new LogRetention(keep, Duration.ofDays(1096));
        try (var pruner = new Pruner(owner, home, retention, () -> false, () -> {})) {
            pruner.wake();
            Samples.await(until);
        }
    }

    private PublishedEntry entryAfterPublishing(long index) throws Exception {
        publishAll();
        return entry("2026", index);
    }

    private PublishedEntry entry(String shard, long index) throws IOException {
        var size = Checkpoint.parse(note(shard)).size();
        var path = TilePath.in(size, TilePath.ENTRIES, index / TilePath.FULL).orElseThrow();
        var entries = new TileFiles(base.resolve(shard)).get(path);
        return PublishedEntry.read(
                new Tile(path, entries).entries().get((int) (index % TilePath.FULL)));
    }

    private Note note(String shard) {
        return Note.parse(
                new TileFiles(base.resolve(shard)).read("checkpoint").orElse(new byte[0]));
    }

    private PlacedEntry find(int event) throws SQLException {
        return Placement.find(connection, new UUID(0, event)).orElseThrow();
    }

    private static boolean verifies(String vkey, Note note) {
        return NoteVerifier.parse(vkey).orElseThrow().verifies(note);
    }

    /// The keys without their name and id, which another log's differ in.
    private static List<String> material(List<String> vkeys) {
        return vkeys.stream().map(vkey -> vkey.split("\\+", 3)[2]).toList();
    }

    private String retention() {
        return new TileFiles(base.resolve("2026"))
                .read("retention")
                .or(() -> new TileFiles(base.resolve("2025")).read("retention"))
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .orElse("");
    }

    private long minimum() {
        return number("select minimum from audit_tree order by n limit 1");
    }

    private long waiting() {
        return number("select count(*) from audit_outbox");
    }

    private long number(String sql) {
        try (var other = owner.connect();
                var statement = other.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new TablesFailed(e);
        }
    }

    private void events(int from, int to) throws SQLException {
        insert(event("decision"), from, to);
    }

    private String event(String type) {
        return "'{\"id\":\"' || cast(lpad(to_hex(i), 32, '0') as uuid) || '\",\"t\":\""
                + clock.instant()
                + "\",\"type\":\""
                + type
                + "\"}'";
    }

    private void insert(String entry, int from, int to) throws SQLException {
        try (var other = owner.connect();
                var insert =
                        other.prepareStatement(
                                "insert into audit_outbox (event_id, entry) select"
                                        + " cast(lpad(to_hex(i), 32, '0') as uuid),"
                                        + " convert_to("
                                        + entry
                                        + ", 'UTF8') from generate_series(?, ?) i order by i")) {
            insert.setInt(1, from);
            insert.setInt(2, to);
            insert.executeUpdate();
        }
    }

    private LogHome home() {
        var shards = Shards.begin(owner, "audit.test/nl", base, clock);
        return new LogHome(
                RegionId.of("nl"),
                shards,
                new ShardKeys(keys, Duration.ofDays(30), clock),
                base.resolve("guard"),
                clock);
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }
}
