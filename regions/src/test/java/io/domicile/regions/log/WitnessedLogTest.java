// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Cosigner;
import io.domicile.audit.Note;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.Policy;
import io.domicile.audit.SigningKey;
import io.domicile.audit.TileFiles;
import io.domicile.policies.RegionId;
import io.domicile.regions.FreshDatabase;
import io.domicile.regions.Samples;
import io.domicile.regions.witness.Circle;
import io.domicile.regions.witness.Collector;
import io.domicile.regions.witness.Litewitness;
import io.domicile.regions.witness.Witness;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A region's log with a witness in another region.
class WitnessedLogTest {

    private static final SigningKey KEY = SigningKey.of(new byte[32]);

    private static FreshDatabase database;
    private static FreshDatabase elsewhere;

    @TempDir Path folder;
    private final AtomicBoolean gone = new AtomicBoolean();
    private final SetClock clock = new SetClock("2026-12-31T23:59:30Z");
    private String origin;
    private Witness witness;
    private NoteVerifier key;

    @BeforeAll
    static void start() {
        database = FreshDatabase.start();
        elsewhere = FreshDatabase.start();
    }

    @AfterAll
    static void stop() {
        database.close();
        elsewhere.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        execute(database, "truncate audit_outbox, audit_tree, audit_bundle, audit_tile");
        execute(database, "truncate audit_index, audit_pub, audit_cosigned, audit_key");
        execute(elsewhere, "truncate witnessed");
        origin = shards("log").origin();
        var cosigner =
                new Cosigner(
                        "audit.test/witness/sg",
                        SigningKey.of("w".repeat(32).getBytes(StandardCharsets.US_ASCII)),
                        InstantSource.system());
        witness = new Witness(cosigner, elsewhere.owner(), folder.resolve("seen"), gone::get);
        witness.know(log -> List.of(verifier(log, KEY)));
        key = NoteVerifier.parse(witness.vkey()).orElseThrow();
    }

    @AfterEach
    void end() {
        witness.close();
    }

    @Test
    void a_checkpoint_is_shown_at_once_and_again_with_its_cosignature() throws Exception {
        // given
        gone.set(true);
        var collector = new Collector(false);
        try (var log = open("log", collector)) {
            outbox(700);
            log.wake();
            Samples.await(() -> log.published() == 700);

            // when
            var alone = shown("log");
            gone.set(false);
            Samples.await(() -> key.verifies(shown("log")));

            // then
            assertFalse(key.verifies(alone), "nobody waits for a witness that is gone");
            assertEquals(alone.text(), shown("log").text());
            assertEquals(LogState.RUNNING, log.state());
            Samples.await(() -> key.verifies(proof().orElseThrow()));
            Samples.await(
                    () -> collector.policy().map(policy -> text(policy.bytes())).equals(policy()));
        }
    }

    @Test
    void the_last_checkpoint_of_a_log_is_cosigned_though_another_log_follows() throws Exception {
        // given
        gone.set(true);
        try (var log = open("log", new Collector(false))) {
            outbox(5);
            log.wake();
            Samples.await(() -> log.published() == 5);
            clock.set("2027-01-01T00:00:00Z");
            Samples.await(() -> shards("log").origin().endsWith("/2027") && isShown("2027"));
        }

        // when
        gone.set(false);
        try (var log = open("log", new Collector(false))) {
            Samples.await(() -> key.verifies(shown("log", "2026")));

            // then
            assertEquals(6, Checkpoint.parse(shown("log", "2026")).size());
            Samples.await(() -> key.verifies(shown("log", "2027")));
            assertEquals(LogState.RUNNING, log.state());
            Samples.await(() -> count("audit_cosigned") == 2);
        }
    }

    @Test
    void where_nobody_need_cosign_each_size_is_signed_once_and_shown() throws Exception {
        // given
        var nobody = new Circle(Optional.empty(), List.of(), "", Duration.ofSeconds(2));
        try (var log = open("log", new Collector(true), nobody)) {

            // when
            outbox(5);
            log.wake();
            Samples.await(() -> log.published() == 5);
            outbox(5);
            log.wake();
            Samples.await(() -> log.published() == 10);

            // then
            assertEquals(LogState.RUNNING, log.state());
        }
    }

    @Test
    void where_a_witness_is_wanted_nothing_is_shown_without_it_and_nothing_lost() throws Exception {
        // given
        gone.set(true);
        try (var log = open("log", new Collector(true))) {
            outbox(300);
            log.wake();
            Samples.await(() -> count("audit_pub") == 1);
            outbox(300);
            log.wake();
            Samples.await(() -> count("audit_index") == 600);
        }
        boolean shown = Files.exists(shards("log").folder().resolve("checkpoint"));
        long signed = count("audit_pub");

        // when
        gone.set(false);
        try (var log = open("log", new Collector(true))) {
            Samples.await(() -> log.published() == 600);
        }

        // then
        assertFalse(shown);
        assertEquals(1, signed, "nothing follows what nobody may see");
        assertTrue(key.verifies(shown("log")));
    }

    @Test
    void a_log_whose_database_and_files_are_both_old_learns_so_from_its_witness() throws Exception {
        // given
        try (var log = open("log", new Collector(false))) {
            outbox(20);
            log.wake();
            Samples.await(() -> log.published() == 20 && key.verifies(shown("log")));
        }
        execute(database, "truncate audit_outbox, audit_tree, audit_bundle, audit_tile");
        execute(database, "truncate audit_index, audit_pub, audit_cosigned, audit_key");

        // when
        try (var log = open("restored", new Collector(false))) {
            outbox(5);
            log.wake();

            // then
            Samples.await(() -> log.state() == LogState.ROLLED_BACK);
            assertTrue(log.isStopped());
        }
    }

    @Test
    void litewitness_cosigns_the_log_of_a_region_while_that_is_written() throws Exception {
        // given
        try (var lite = Litewitness.start()) {
            var collector = new Collector(true);
            try (var log = open("log", collector, circle(lite))) {
                lite.know(verifier(origin, KEY));

                for (int size = 400; size <= 1200; size += 400) {
                    // when
                    outbox(400);
                    log.wake();
                    int wanted = size;
                    Samples.await(() -> log.published() == wanted);

                    // then
                    var verdict =
                            collector.policy().orElseThrow().check(shown("log"), Instant.now());
                    assertTrue(verdict.isSatisfied(), verdict.refusal().orElse(""));
                    assertEquals(1, verdict.confirmations().size());
                }
            }
        }
    }

    private static Circle circle(Litewitness lite) {
        var witness = new Policy.Witness("lite", lite.key(), Optional.of(lite.url().toString()));
        var policy = new Policy(List.of(), List.of(witness), List.of(), "lite");
        return new Circle(Optional.of(policy), List.of(), "", Duration.ofSeconds(5));
    }

    private RegionLog open(String name, Collector collector) {
        var near = List.of(new Circle.Near("sg", witness));
        return open(name, collector, new Circle(Optional.empty(), near, "", Duration.ofSeconds(2)));
    }

    private RegionLog open(String name, Collector collector, Circle circle) {
        var keys = new ShardKeys(new TestLogKeys(KEY), Duration.ofDays(30), clock);
        var guards = folder.resolve("guard");
        var home = new LogHome(RegionId.of("nl"), shards(name), keys, guards, clock, collector);
        var log = RegionLog.open(database.owner(), home);
        collector.begin(circle, log::keys, log::reader, log::wake);
        return log;
    }

    private Shards shards(String name) {
        return Shards.begin(database.owner(), "audit.test/nl", folder.resolve(name), clock);
    }

    private Note shown(String name) {
        return shown(name, shards(name).current().name());
    }

    private Note shown(String name, String shard) {
        return new TileFiles(folder.resolve(name).resolve(shard))
                .read("checkpoint")
                .map(Note::parse)
                .orElseThrow();
    }

    /// The policy beside the checkpoint.
    private Optional<String> policy() {
        return new TileFiles(shards("log").folder())
                .read("policy.tlog-policy")
                .map(WitnessedLogTest::text);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private boolean isShown(String shard) {
        return Files.exists(folder.resolve("log").resolve(shard).resolve("checkpoint"));
    }

    /// The checkpoint that the proof of some entry ends in.
    private Optional<Note> proof() {
        try (var connection = database.owner().connect()) {
            connection.setAutoCommit(false);
            var event = UUID.fromString(query("select event_id from audit_index limit 1"));
            return Placement.find(connection, event).map(placed -> placed.proof().checkpoint());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static NoteVerifier verifier(String origin, SigningKey of) {
        var signer = new NoteSigner(origin, of);
        return NoteVerifier.parse(signer.vkey()).orElseThrow();
    }

    private static void outbox(int entries) throws SQLException {
        execute(
                database,
                "insert into audit_outbox (event_id, entry) select gen_random_uuid(), 'entry'"
                        + " from generate_series(1, "
                        + entries
                        + ")");
    }

    private static long count(String table) {
        return Long.parseLong(query("select count(*) from " + table));
    }

    private static String query(String sql) {
        try (var connection = database.owner().connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void execute(FreshDatabase where, String sql) throws SQLException {
        try (var connection = where.owner().connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
