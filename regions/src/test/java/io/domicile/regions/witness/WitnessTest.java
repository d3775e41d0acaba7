// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Cosigner;
import io.domicile.audit.Hash;
import io.domicile.audit.Merkle;
import io.domicile.audit.Note;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.SigningKey;
import io.domicile.regions.FreshDatabase;
import io.domicile.regions.ResidenceUnavailable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A witness on a real database, asked by a log as C2SP tlog-witness says.
class WitnessTest {

    private static final String NAME = "audit.test/witness/sg";
    private static final SigningKey KEY =
            SigningKey.of("w".repeat(32).getBytes(StandardCharsets.US_ASCII));

    private static FreshDatabase database;

    @TempDir Path folder;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private GrowingLog log;
    private Witness witness;

    @BeforeAll
    static void start() {
        database = FreshDatabase.start();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        execute("truncate witnessed");
        log = new GrowingLog(folder.resolve("log"), "entry ");
        witness = witness();
    }

    @AfterEach
    void end() {
        witness.close();
    }

    @Test
    void it_cosigns_a_log_that_grows_and_answers_all_else_as_litewitness_does() throws Exception {
        // when, then
        new Dialogue(new NearWitness(witness), log, key()).hold(folder.resolve("fork"));
    }

    @Test
    void it_refuses_a_fork_whatever_comes_with_it() {
        // given
        var seen = log.grow(300);
        assertCosigned(seen, witness.add(log.ask(0, seen)));
        var fork = new GrowingLog(folder.resolve("fork"), "other ");
        var same = fork.grow(300);
        var larger = fork.grow(700);

        // when, then
        assertEquals(Reply.INCONSISTENT, status(fork.ask(300, same)), "another root");
        assertEquals(Reply.INCONSISTENT, status(fork.ask(300, larger)), "a proof of its own");
        assertEquals(Reply.STALE, status(fork.ask(0, larger)), "as if it were new");
        assertEquals(Reply.MALFORMED, status(fork.ask(701, larger)), "from the future");
        var grown = log.grow(700);
        assertCosigned(grown, witness.add(log.ask(300, grown)));
    }

    @Test
    void an_empty_log_has_the_empty_root_and_needs_no_proof() {
        // given
        var one = log.grow(1);
        var nothing = log.sign(0, Merkle.EMPTY_ROOT);

        // when, then
        var proof = List.of(Merkle.EMPTY_ROOT);
        assertEquals(Reply.INCONSISTENT, status(body(0, proof, one)), "a proof of nothing");
        var odd = log.sign(0, Checkpoint.parse(one).root());
        assertEquals(Reply.INCONSISTENT, status(log.ask(0, odd)), "entries without a size");
        assertCosigned(nothing, witness.add(log.ask(0, nothing)));
        assertCosigned(nothing, witness.add(log.ask(0, nothing)));
        assertCosigned(one, witness.add(log.ask(0, one)));
        assertCosigned(one, witness.add(log.ask(1, one)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "old 0",
                "old 0\n\n",
                "old 00\n\nNOTE",
                "old +1\n\nNOTE",
                "old -1\n\nNOTE",
                "old 9999999999999999999\n\nNOTE",
                "old 0\nNOTE",
                "old 0\nbm90IGEgaGFzaA==\n\nNOTE",
                "old  0\n\nNOTE",
                "new 0\n\nNOTE",
                "old 0\r\n\r\nNOTE",
                "old 0\n\nlog.example/one\n1\n",
                "old 0\n\nlog.example/one\n01\nNOROOT\n\n\u2014 a AAAAAAA=\n",
            })
    void what_is_no_request_is_400(String request) {
        // given
        var note = new String(log.grow(1).bytes(), StandardCharsets.UTF_8);

        // when
        int status = status(request.replace("NOTE", note).getBytes(StandardCharsets.UTF_8));

        // then
        assertEquals(Reply.MALFORMED, status);
    }

    @Test
    void more_than_63_lines_of_proof_are_no_request() {
        // given
        var note = log.grow(1);

        // when, then
        var most = Collections.nCopies(63, Merkle.EMPTY_ROOT);
        var more = Collections.nCopies(64, Merkle.EMPTY_ROOT);
        assertEquals(Reply.INCONSISTENT, status(body(0, most, note)));
        assertEquals(Reply.MALFORMED, status(body(0, more, note)));
    }

    @Test
    void what_it_cosigned_last_is_there_for_monitors_with_both_signatures() {
        // given
        var signed = log.grow(9);
        var stray = new NoteSigner("someone.example/else", KEY).sign(signed.text()).signatures();
        witness.add(log.ask(0, signed.with(stray)));

        // when
        var note = witness.checkpoint(WitnessState.name(GrowingLog.ORIGIN)).orElseThrow();

        // then
        var read = Note.parse(note.getBytes(StandardCharsets.UTF_8));
        assertTrue(log.key().verifies(read));
        assertTrue(key().verifies(read));
        assertEquals(2, read.signatures().size(), "none that it did not verify");
        assertTrue(witness.checkpoint("0".repeat(64)).isEmpty());
    }

    @Test
    void of_requests_that_come_together_one_is_cosigned_and_nothing_goes_back() throws Exception {
        // given
        var start = log.grow(10);
        witness.add(log.ask(0, start));
        var bodies = new ArrayList<byte[]>();
        for (int size = 11; size <= 26; size++) {
            bodies.add(log.ask(10, log.grow(size)));
        }
        var gateways = new ArrayList<Witness>();
        for (int i = 0; i < 4; i++) {
            gateways.add(witness());
        }

        // when
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<Callable<Reply>>();
            for (int i = 0; i < bodies.size(); i++) {
                var gateway = gateways.get(i % gateways.size());
                var body = bodies.get(i);
                asked.add(() -> gateway.add(body));
            }
            for (var reply : threads.invokeAll(asked)) {
                statuses.add(reply.get().status());
            }
        }
        gateways.forEach(Witness::close);

        // then
        assertEquals(1, Collections.frequency(statuses, Reply.COSIGNED), statuses.toString());
        assertEquals(15, Collections.frequency(statuses, Reply.STALE), statuses.toString());
    }

    @Test
    void the_same_again_is_neither_signed_nor_written_again_until_some_time_has_passed()
            throws SQLException {
        // given
        var note = log.grow(7);
        var first = witness.add(log.ask(0, note));
        var written = version();

        // when
        now.set(now.get().plusSeconds(3));
        var soon = witness.add(log.ask(7, note));
        var untouched = version();
        now.set(now.get().plusSeconds(30));
        var late = witness.add(log.ask(7, note));

        // then
        assertEquals(first, soon);
        assertEquals(written, untouched);
        assertCosigned(note, late);
        assertNotEquals(first, late);
        assertNotEquals(written, version());
    }

    @Test
    void a_witness_whose_database_is_lost_or_old_still_knows_what_it_saw() throws Exception {
        // given
        var before = log.grow(5);
        witness.add(log.ask(0, before));
        var after = log.grow(8);
        witness.add(log.ask(5, after));
        var fork = new GrowingLog(folder.resolve("fork"), "other ").grow(6);

        // when
        execute("delete from witnessed");
        var lost = witness.add(log.ask(0, fork));
        execute("update witnessed set size = 5, root = '" + bytes(before) + "'");
        var old = witness.add(log.ask(5, log.grow(9)));

        // then
        assertEquals(new Reply(409, "8\n"), lost);
        assertEquals(new Reply(409, "8\n"), old);
    }

    @Test
    void a_witness_in_a_region_that_was_restored_says_nothing() {
        // given
        var note = log.grow(1);
        stopped.set(true);

        // when, then
        assertThrows(ResidenceUnavailable.class, () -> witness.add(log.ask(0, note)));
        assertThrows(ResidenceUnavailable.class, () -> witness.checkpoint("0".repeat(64)));
    }

    @Test
    void a_broken_connection_is_opened_again() throws Exception {
        // given
        witness.add(log.ask(0, log.grow(1)));
        execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where query like '%witnessed%' and pid <> pg_backend_pid()");
        var next = log.grow(2);

        // when
        assertThrows(ResidenceUnavailable.class, () -> witness.add(log.ask(1, next)));
        var again = witness.add(log.ask(1, next));

        // then
        assertCosigned(next, again);
    }

    private Witness witness() {
        var made =
                new Witness(
                        new Cosigner(NAME, KEY, now::get),
                        database.owner(),
                        folder.resolve("witness"),
                        stopped::get);
        made.know(origin -> origin.equals(GrowingLog.ORIGIN) ? List.of(log.key()) : List.of());
        return made;
    }

    private NoteVerifier key() {
        return NoteVerifier.parse(witness.vkey()).orElseThrow();
    }

    private int status(byte[] body) {
        return witness.add(body).status();
    }

    private void assertCosigned(Note note, Reply reply) {
        assertEquals(Reply.COSIGNED, reply.status(), reply.body());
        var lines = reply.body().lines().map(Note.Signature::parse).toList();
        assertTrue(key().verifies(new Note(note.text(), lines)));
    }

    private static byte[] body(long old, List<Hash> proof, Note note) {
        return new AddCheckpoint(old, proof, note).bytes();
    }

    private static String bytes(Note note) {
        return "\\x" + HexFormat.of().formatHex(Checkpoint.parse(note).root().bytes());
    }

    /// Which version of the row there is: each write makes a new one.
    private static String version() throws SQLException {
        try (var connection = database.owner().connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select xmin from witnessed")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = database.owner().connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
