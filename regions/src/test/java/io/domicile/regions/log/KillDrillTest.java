// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Consistency;
import io.domicile.audit.Note;
import io.domicile.audit.Tile;
import io.domicile.audit.TileFiles;
import io.domicile.audit.TilePath;
import io.domicile.audit.Verify;
import io.domicile.regions.FreshDatabase;
import io.domicile.regions.Samples;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two processes write and publish one log under load; they, their connections and their database
/// are killed at random moments. After each kill nothing that was acknowledged is lost, nothing is
/// there twice, and everything that was ever shown is one log. `-Ddomicile.kills=1000` is the long
/// run; `-Ddomicile.seed=…` repeats an order of kills.
class KillDrillTest {

    private static final int KILLS = Integer.getInteger("domicile.kills", 25);
    private static final long SEED = Long.getLong("domicile.seed", System.nanoTime());
    private static final int GATEWAYS = 2;

    /// A log up to this size is verified whole after each kill; a larger one at the end.
    private static final long SMALL = 50_000;

    /// The moment of a kill lies within this time after some load.
    private static final Duration MOMENT = Duration.ofMillis(300);

    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);

    @TempDir Path home;
    private final Random random = new Random(SEED);
    private FreshDatabase database;
    private Casualty casualty;
    private LoadedLogs gateways;
    private Path folder;
    private TileFiles files;
    private Checkpoint shown;

    @BeforeEach
    void start() throws Exception {
        database = FreshDatabase.start();
        casualty = new Casualty(database);
        var rig = new LogRig(database.owner(), home);
        rig.execute("create table drill_record (id uuid primary key)");
        rig.publish(0, 0);
        rig.execute("insert into drill_record select event_id from audit_index");
        rig.connection().commit();
        rig.close();
        folder = rig.folder();
        files = new TileFiles(folder);
        shown = seen();
        gateways = new LoadedLogs(database.owner(), home);
        for (int i = 0; i < GATEWAYS; i++) {
            gateways.start();
        }
    }

    @AfterEach
    void stop() throws Exception {
        gateways.close();
        database.close();
    }

    @Test
    void kills_at_random_moments_lose_nothing_double_nothing_and_fork_nothing() throws Exception {
        // given
        var killed = new TreeMap<String, Integer>();
        long begun = System.nanoTime();

        for (int kill = 0; kill < KILLS; kill++) {
            long goal = gateways.count() + 20;
            Samples.await(() -> gateways.count() >= goal);
            LockSupport.parkNanos(random.nextLong(MOMENT.toNanos()));

            // when
            killed.merge(kill(), 1, Integer::sum);

            // then
            assertOneLog();
            if (kill % 100 == 99) {
                System.out.printf("%d of %d kills, %d entries%n", kill + 1, KILLS, shown.size());
            }
        }
        gateways.close();
        assertWhole();
        System.out.printf(
                "%d kills %s in %d s, %d entries, seed %d: 0 lost, 0 doubled, 0 forks%n",
                KILLS,
                killed,
                Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                shown.size(),
                SEED);
    }

    /// Kills something.
    ///
    /// @return what
    private String kill() throws Exception {
        int dice = random.nextInt(10);
        if (dice < 4) {
            gateways.kill(random);
            gateways.start();
            casualty.expireLease();
            return "gateway";
        }
        if (dice < 5) {
            casualty.killPostmaster();
            return "postmaster";
        }
        if (dice < 7) {
            casualty.killBackend();
            return "backend";
        }
        casualty.cutOffSequencers();
        return "connection";
    }

    /// All that was acknowledged by now is shown, and continues what was shown before.
    private void assertOneLog() throws Exception {
        var events = "'{" + String.join(",", gateways.acknowledged()) + "}'::uuid[]";
        var placed =
                """
                select not exists (select unnest(%s) except select event_id from audit_index)
                """
                        .formatted(events);
        Samples.await(() -> casualty.isTrue(placed));
        var last =
                casualty.one(
                        "select coalesce(max(idx), 0) from audit_index where event_id = any("
                                + events
                                + ")");
        Samples.await(() -> seen().size() > Long.parseLong(last));
        assertGrown();
    }

    private void assertGrown() throws Exception {
        var now = seen();
        if (now.size() == shown.size()) {
            assertEquals(shown.root(), now.root());
        } else {
            var proof = Consistency.of(shown.size(), now.size(), files);
            assertTrue(proof.proves(shown.root(), now.root()), "a fork at " + shown.size());
        }
        assertEquals(placed(shown.size(), now.size()), entries(shown.size(), now.size()));
        if (now.size() <= SMALL) {
            assertEquals(Verify.FINE, verify());
        }
        shown = now;
    }

    /// The events whose records are there, in the order of the log.
    private List<String> placed(long from, long to) throws SQLException {
        return casualty.all(
                "select r.id from audit_index i join drill_record r on r.id = i.event_id"
                        + " where idx >= "
                        + from
                        + " and idx < "
                        + to
                        + " order by idx");
    }

    /// The entries as they are published; each is the id of its event.
    private List<String> entries(long from, long to) {
        var entries = new ArrayList<String>();
        for (long bundle = from / TilePath.FULL; bundle * TilePath.FULL < to; bundle++) {
            var path = TilePath.in(to, TilePath.ENTRIES, bundle).orElseThrow();
            new Tile(path, files.get(path))
                    .entries()
                    .forEach(entry -> entries.add(new String(entry, UTF_8)));
        }
        return entries.subList((int) (from % TilePath.FULL), entries.size());
    }

    /// After the last kill every record has its entry.
    private void assertWhole() throws Exception {
        casualty.expireLease();
        try (var log = RegionLog.open(database.owner(), LogRig.log(database.owner(), home))) {
            Samples.await(() ->
                    casualty.isTrue(
                            "select size = "
                                    + log.published()
                                    + " and not exists (select from audit_outbox) from audit_tree"));
            assertEquals(LogState.RUNNING, log.state());
        }
        assertGrown();
        assertEquals(
                casualty.one("select count(*) from drill_record"), Long.toString(shown.size()));
        assertEquals(Verify.FINE, verify());
    }

    private Checkpoint seen() {
        return files.read("checkpoint").map(Note::parse).map(Checkpoint::parse).orElseThrow();
    }

    private int verify() {
        return Verify.run("verify", new String[] {folder.toString()}, NOWHERE, System.err);
    }
}
