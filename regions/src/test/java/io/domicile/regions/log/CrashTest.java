// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.LogFailure;
import io.domicile.audit.SigningKey;
import io.domicile.audit.Verify;
import io.domicile.regions.FreshDatabase;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A crash at each point of an entry's way from the gateway into the published log, and what the
/// next start makes of it. `docs/audit-log.md` has the same table.
class CrashTest {

    private static FreshDatabase database;

    @TempDir Path home;
    private LogRig rig;

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
        rig = new LogRig(database.owner(), home);
    }

    @AfterEach
    void end() throws SQLException {
        rig.close();
    }

    @Test
    void before_the_gateways_commit_there_is_nothing() throws Exception {
        // when
        rig.dieAt(
                "audit_index",
                () -> {
                    rig.execute(
                            "insert into audit_outbox (event_id, entry) values"
                                    + " (gen_random_uuid(), 'an entry')");
                    rig.execute("lock table audit_index");
                });

        // then
        assertPublished(0);
    }

    @Test
    void after_the_gateways_commit_the_entry_is_there_once_and_its_event_comes_in_no_more()
            throws Exception {
        // given
        rig.add(1, 1);

        // when
        var again = assertThrows(SQLException.class, () -> rig.add(1, 1));
        rig.connection().rollback();

        // then
        assertEquals("23505", again.getSQLState());
        assertPublished(1);
    }

    @Test
    void within_the_sequencers_transaction_all_is_as_before_it() throws Exception {
        // given
        rig.publish(1, 300);
        rig.add(301, 700);
        var sequencer = rig.sequencer();

        // when
        rig.dieAt("audit_index", sequencer::step);

        // then
        assertEquals("300", rig.query("select size from audit_tree"));
        assertEquals("400", rig.query("select count(*) from audit_outbox"));
        assertPublished(700);
    }

    @Test
    void after_the_sequencers_commit_the_files_are_brought_up() throws Exception {
        // given
        rig.publish(1, 300);
        rig.add(301, 700);

        // when
        rig.sequencer().step();

        // then
        assertTrue(rig.shown().contains("\n300\n"));
        assertPublished(700);
    }

    @Test
    void after_the_tiles_before_the_signature_it_is_signed() throws Exception {
        // given
        rig.publish(1, 300);
        rig.add(301, 700);
        var sequencer = rig.sequencer();
        var publisher = rig.publisher(sequencer, new Away(LogRig.KEY));
        sequencer.step();

        // when
        assertThrows(ResidenceUnavailable.class, publisher::publish);
        rig.connection().rollback();

        // then
        assertTrue(Files.exists(rig.folder().resolve("tile/entries/002.p/188")));
        assertTrue(rig.guarded().contains("\n300\n"));
        assertPublished(700);
    }

    @Test
    void after_the_guard_before_the_database_knows_the_same_note_is_used() throws Exception {
        // given
        rig.publish(1, 300);
        rig.add(301, 700);
        var sequencer = rig.sequencer();
        var publisher = rig.publisher(sequencer);
        sequencer.step();

        // when
        rig.dieAt("audit_pub", publisher::publish);

        // then
        var signed = rig.guarded();
        assertTrue(signed.contains("\n700\n"));
        assertTrue(rig.shown().contains("\n300\n"));
        assertPublished(700);
        assertEquals(signed, rig.shown());
        assertEquals(signed, rig.query("select note from audit_pub order by size desc limit 1"));
    }

    @Test
    void before_the_checkpoint_is_renamed_the_same_note_is_shown() throws Exception {
        // given
        rig.publish(1, 300);
        rig.add(301, 700);
        var sequencer = rig.sequencer();
        var publisher = rig.publisher(sequencer);
        sequencer.step();
        var obstacle = Files.createDirectory(rig.folder().resolve(".checkpoint.tmp"));

        // when
        assertThrows(LogFailure.Unavailable.class, publisher::publish);
        rig.connection().rollback();
        Files.delete(obstacle);

        // then
        var signed = rig.guarded();
        assertTrue(signed.contains("\n700\n"));
        assertTrue(rig.shown().contains("\n300\n"));
        assertPublished(700);
        assertEquals(signed, rig.shown());
    }

    @Test
    void partial_tiles_that_were_to_go_do_no_harm() throws Exception {
        // given
        rig.publish(1, 300);
        var partial = rig.folder().resolve("tile/0/001.p/44");
        var bytes = Files.readAllBytes(partial);
        rig.publish(301, 700);
        assertFalse(Files.exists(partial));

        // when
        Files.createDirectories(partial.getParent());
        Files.write(partial, bytes);

        // then
        rig.add(701, 710);
        assertPublished(710);
    }

    @Test
    void while_the_store_is_away_entries_wait_until_no_more_are_taken() throws Exception {
        // given
        rig.publish(1, 300);
        var elsewhere = Files.move(rig.folder(), home.resolve("elsewhere"));
        Files.createFile(rig.folder());
        rig.add(301, 700);

        // when
        try (var log = rig.open(Duration.ofMillis(500))) {
            Samples.await(log::isCongested);
            var waiting = rig.query("select count(*) from audit_outbox");
            rig.connection().rollback();
            Files.delete(rig.folder());
            Files.move(elsewhere, rig.folder());

            // then
            assertEquals("400", waiting);
            Samples.await(() -> log.published() == 700 && !log.isCongested());
            assertEquals(LogState.RUNNING, log.state());
        }
        assertEquals(Verify.FINE, rig.verify());
    }

    /// After the next start, so many entries are public, each once and in order.
    private void assertPublished(int size) throws Exception {
        rig.restart();
        assertTrue(rig.shown().startsWith(rig.origin() + "\n" + size + "\n"), rig.shown());
        assertEquals(rig.shown(), rig.guarded());
        assertEquals(Verify.FINE, rig.verify());
        assertEquals("0", rig.query("select count(*) from audit_outbox"));
        assertEquals(
                "0",
                rig.query(
                        "select count(*) from audit_index where event_id"
                                + " <> cast(lpad(to_hex(idx + 1), 32, '0') as uuid)"));
    }

    /// A key whose holder does not answer.
    private record Away(SigningKey key) implements SigningKey {

        @Override
        public byte[] publicKey() {
            return key.publicKey();
        }

        @Override
        public byte[] sign(byte[] message) {
            throw new ResidenceUnavailable("the holder of the keys does not answer");
        }
    }
}
