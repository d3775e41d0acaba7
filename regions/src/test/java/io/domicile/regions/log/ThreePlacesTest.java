// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.LogFailure;
import io.domicile.audit.Merkle;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.Verify;
import io.domicile.regions.FreshDatabase;
import io.domicile.regions.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Database, published files and guard: each lost, taken back to an older state, or exchanged,
/// alone and together with another. `docs/audit-log.md` has the same table.
class ThreePlacesTest {

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
        rig.publish(1, 300);
    }

    @AfterEach
    void end() throws SQLException {
        rig.close();
    }

    @Test
    void lost_files_are_written_anew_under_the_same_checkpoint() throws Exception {
        // given
        var signed = rig.shown();

        // when
        delete(rig.folder());
        rig.restart();

        // then
        assertEquals(signed, rig.shown());
        assertGoesOn();
    }

    @Test
    void files_of_an_older_state_are_brought_up() throws Exception {
        // given
        var older = home.resolve("older");
        copy(rig.folder(), older);
        rig.publish(301, 700);
        var signed = rig.shown();

        // when
        delete(rig.folder());
        Files.move(older, rig.folder());
        rig.restart();

        // then
        assertEquals(signed, rig.shown());
        assertGoesOn();
    }

    @Test
    void a_lost_guard_is_made_anew_and_one_of_an_older_state_brought_up() throws Exception {
        // given
        var older = Files.readAllBytes(rig.guardFile());
        rig.publish(301, 700);

        // when
        Files.delete(rig.guardFile());
        rig.restart();
        var anew = rig.guarded();
        Files.write(rig.guardFile(), older);
        rig.restart();

        // then
        assertEquals(rig.shown(), anew);
        assertEquals(rig.shown(), rig.guarded());
        assertGoesOn();
    }

    @Test
    void a_database_and_files_of_the_same_older_state_are_given_away_by_the_guard()
            throws Exception {
        // given
        rig.copy("older");
        copy(rig.folder(), home.resolve("older"));
        rig.publish(301, 700);

        // when
        rig.restore("older");
        delete(rig.folder());
        Files.move(home.resolve("older"), rig.folder());

        // then
        assertThrows(RolledBack.class, rig::restart);
        rig.connection().rollback();
        try (var log = rig.open()) {
            assertEquals(LogState.ROLLED_BACK, log.state());
        }
        assertTrue(rig.shown().contains("\n300\n"));
    }

    @Test
    void a_database_that_grew_anew_to_the_size_that_was_signed_gets_no_second_signature()
            throws Exception {
        // given
        rig.copy("older");
        copy(rig.folder(), home.resolve("older"));
        rig.publish(301, 700);
        var signed = rig.guarded();

        // when
        rig.restore("older");
        delete(rig.folder());
        Files.move(home.resolve("older"), rig.folder());
        rig.add(1301, 1700);
        rig.sequencer().step();

        // then
        assertThrows(LogFailure.Conflict.class, rig::restart);
        rig.connection().rollback();
        assertEquals(signed, rig.guarded());
        assertTrue(rig.shown().contains("\n300\n"));
        assertEquals("300", rig.query("select max(size) from audit_pub"));
    }

    @Test
    void a_second_database_under_the_same_guard_signs_nothing_that_the_first_does_not_know()
            throws Exception {
        // given
        var sequencer = rig.sequencer();
        var publisher = rig.publisher(sequencer);
        var guarded = rig.guard().read();
        rig.add(301, 310);
        sequencer.step();

        // when
        var other = new Checkpoint(rig.origin(), 305, Merkle.EMPTY_ROOT);
        rig.guard().swap(guarded, new NoteSigner(rig.origin(), LogRig.KEY).sign(other.text()));

        // then
        assertThrows(LogFailure.Conflict.class, publisher::publish);
        rig.connection().rollback();
        assertEquals("300", rig.query("select max(size) from audit_pub"));
        assertTrue(rig.shown().contains("\n300\n"));
    }

    @Test
    void a_store_that_gives_back_other_bytes_is_fatal() throws Exception {
        // given
        var sequencer = rig.sequencer();
        var publisher = rig.publisher(sequencer);
        var guarded = rig.guarded();
        rig.add(301, 310);
        sequencer.step();

        // when
        var tile = rig.folder().resolve("tile/0/000");
        var bytes = Files.readAllBytes(tile);
        bytes[40] ^= 1;
        Files.write(tile, bytes);
        Files.createDirectories(rig.folder().resolve("tile/0/001.p"));
        Files.write(rig.folder().resolve("tile/0/001.p/54"), new byte[54 * 32]);

        // then
        assertThrows(LogFailure.Conflict.class, publisher::publish);
        rig.connection().rollback();
        assertEquals(guarded, rig.guarded());
        assertEquals("300", rig.query("select max(size) from audit_pub"));
        try (var log = rig.open()) {
            Samples.await(() -> log.state() == LogState.DAMAGED);
        }
    }

    @Test
    void a_tile_that_changed_in_the_store_is_fatal_at_the_next_signature() throws Exception {
        // given
        var sequencer = rig.sequencer();
        var publisher = rig.publisher(sequencer);
        rig.add(301, 310);
        sequencer.step();

        // when
        Files.write(rig.folder().resolve("tile/1/000.p/1"), new byte[32]);

        // then
        assertThrows(LogFailure.class, publisher::publish);
        rig.connection().rollback();
        assertEquals("300", rig.query("select max(size) from audit_pub"));
    }

    @Test
    void a_recovery_takes_what_the_guard_knows_and_lists_what_was_lost() throws Exception {
        // given
        rig.copy("older");
        rig.add(301, 700);
        var sequencer = rig.sequencer();
        var publisher = rig.publisher(sequencer);
        sequencer.step();
        var obstacle = Files.createDirectory(rig.folder().resolve(".checkpoint.tmp"));
        assertThrows(LogFailure.Unavailable.class, publisher::publish);
        rig.connection().rollback();
        Files.delete(obstacle);
        var signed = rig.guarded();
        rig.restore("older");

        // when
        rig.add(350, 400);
        var lost = new ArrayList<UUID>();
        long added =
                rig.recover(
                        300,
                        (entry, isLost) -> lost.addAll(isLost ? List.of(entry.id()) : List.of()));

        // then
        assertEquals(400, added);
        var expected =
                LongStream.rangeClosed(301, 700)
                        .filter(i -> i < 350 || i > 400)
                        .mapToObj(i -> new UUID(0, i))
                        .toList();
        assertEquals(expected, lost);
        assertEquals(expected, listed());
        rig.restart();
        assertEquals(signed, rig.shown());
        assertGoesOn();
    }

    private List<UUID> listed() throws SQLException {
        var listed = new ArrayList<UUID>();
        long from = 0;
        while (true) {
            var page = LostEntries.page(rig.connection(), from, 77);
            if (page.isEmpty()) {
                return listed;
            }
            page.forEach(lost -> listed.add(lost.id()));
            from = page.getLast().number() + 1;
        }
    }

    private void assertGoesOn() throws Exception {
        var before = rig.shown();
        rig.publish(2001, 2300);
        assertNotEquals(before, rig.shown());
        assertEquals(rig.shown(), rig.guarded());
        assertEquals(Verify.FINE, rig.verify());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
