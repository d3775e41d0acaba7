// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Note;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.Policy;
import io.domicile.audit.SigningKey;
import io.domicile.audit.TileFiles;
import io.domicile.regions.FreshDatabase;
import io.domicile.regions.Samples;
import io.domicile.regions.log.RegionLog;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A witness that other people wrote, before our logs.
class LitewitnessTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @TempDir Path folder;

    @Test
    void it_cosigns_a_log_of_ours_as_it_grows_and_refuses_its_fork() throws Exception {
        // given
        try (var lite = start()) {
            var log = new GrowingLog(folder.resolve("log"), "entry ");
            know(lite, log.key());
            var address = new FarWitness(FarWitness.client(TIMEOUT), lite.url(), TIMEOUT);

            // when, then
            new Dialogue(address, log, lite.key()).hold(folder.resolve("fork"));
        }
    }

    @Test
    void it_cosigns_the_log_of_a_region_while_that_is_written() throws Exception {
        // given
        try (var lite = start();
                var database = FreshDatabase.start()) {
            var origin = RegionLog.origin(database.owner(), "audit.test/nl");
            var files = new TileFiles(folder);
            var collector = new Collector(true);
            try (var log =
                    RegionLog.open(
                            database.owner(),
                            origin,
                            SigningKey.of(new byte[32]),
                            folder,
                            collector)) {
                know(lite, log.keys().getFirst());
                collector.begin(circle(lite), log::keys, files, log::wake);

                for (int size = 400; size <= 1200; size += 400) {
                    // when
                    outbox(database, 400);
                    log.wake();
                    int wanted = size;
                    Samples.await(() -> log.published() == wanted);

                    // then
                    var note = files.read("checkpoint").map(Note::parse).orElseThrow();
                    assertTrue(Checkpoint.parse(note).size() >= size);
                    var verdict = collector.policy().orElseThrow().check(note, Instant.now());
                    assertTrue(verdict.isSatisfied(), verdict.refusal().orElse(""));
                }
            }
        }
    }

    private static Litewitness start() throws Exception {
        var program = Litewitness.program();
        assumeTrue(
                program.isPresent() && Litewitness.onPath("ssh-agent").isPresent(),
                "left out: litewitness of torchwood or ssh-agent is not installed; name the first"
                        + " with DOMICILE_LITEWITNESS");
        return Litewitness.start(program.orElseThrow());
    }

    private static void know(Litewitness lite, NoteVerifier log) throws Exception {
        assumeTrue(
                lite.know(log),
                "left out: neither witnessctl (DOMICILE_WITNESSCTL) nor sqlite3 is installed");
    }

    private static Circle circle(Litewitness lite) {
        var witness = new Policy.Witness("lite", lite.key(), Optional.of(lite.url().toString()));
        var policy = new Policy(List.of(), List.of(witness), List.of(), "lite");
        return new Circle(Optional.of(policy), List.of(), "", TIMEOUT);
    }

    private static void outbox(FreshDatabase database, int entries) throws SQLException {
        try (var connection = database.owner().connect();
                var insert =
                        connection.prepareStatement(
                                "insert into audit_outbox (event_id, entry) select"
                                        + " gen_random_uuid(), 'entry' from generate_series(1, ?)")) {
            insert.setInt(1, entries);
            insert.executeUpdate();
        }
    }
}
