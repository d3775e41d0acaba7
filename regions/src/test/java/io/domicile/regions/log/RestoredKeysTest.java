// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.audit.Verify;
import io.domicile.regions.FreshDatabase;
import io.domicile.regions.Samples;
import io.domicile.regions.keys.LogKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database that is restored to a time before the keys of its log were rotated.
class RestoredKeysTest {

    private static final String TENANT = "oem-7";
    private static final String ACTOR = "operator";

    private static FreshDatabase database;

    private final SetClock clock = new SetClock("2026-03-01T00:00:00Z");
    @TempDir Path home;

    @BeforeAll
    static void start() {
        database = FreshDatabase.start();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private interface Work {
        void with(LogRig rig) throws Exception;
    }

    @Test
    void a_key_that_is_derived_is_found_again_once_the_one_before_has_stopped() throws Exception {
        assertRestored(
                TestLogKeys.derived(),
                rig -> {
                    rig.orders().rotate(TENANT, ACTOR);
                    publish(rig, 11, 12);
                    clock.set("2026-05-01T00:00:00Z");
                    publish(rig, 13, 14);
                },
                "log-v2");
    }

    @Test
    void the_derived_key_of_the_log_that_follows_a_frozen_one_is_found_again() throws Exception {
        assertRestored(
                TestLogKeys.derived(),
                rig -> {
                    rig.orders().freeze(TENANT, ACTOR);
                    turn(rig, "audit.test/nl/2026b");
                    publish(rig, 11, 14);
                },
                "log-v2");
    }

    @Test
    void a_frozen_log_that_was_closed_but_not_followed_is_followed_with_new_keys()
            throws Exception {
        // given
        try (var rig = new LogRig(database.owner(), home, TestLogKeys.derived(), clock)) {
            publish(rig, 1, 10);
            rig.copy("backup");
            rig.orders().freeze(TENANT, ACTOR);
            var places = rig.sequencer();
            places.step();
            new Turn(rig.home()).close(places, "compromise");
            rig.publisher(places, TestLogKeys.derived().of("log-v1").ed25519()).publish();

            // when
            rig.restore("backup");
            rig.recover(10, (_, _) -> {});

            // then
            turn(rig, "audit.test/nl/2026b");
            assertEquals(List.of("log-v2"), inForce(rig));
        }
    }

    @Test
    void each_log_finds_the_key_of_its_own_last_checkpoint() throws Exception {
        assertRestored(
                new TestLogKeys(),
                rig -> {
                    rig.orders().rotate(TENANT, ACTOR);
                    publish(rig, 11, 12);
                    clock.set("2026-12-01T00:00:00Z");
                    publish(rig, 13, 14);
                    clock.set("2027-01-01T00:00:00Z");
                    turn(rig, "audit.test/nl/2027");
                    rig.orders().rotate(TENANT, ACTOR);
                    publish(rig, 15, 16);
                    clock.set("2027-03-01T00:00:00Z");
                    publish(rig, 17, 18);
                },
                "log-v3");
    }

    @Test
    void a_generation_that_was_only_spread_does_not_hide_the_one_that_signs() throws Exception {
        var keys = new TestLogKeys();
        assertRestored(
                keys,
                rig -> {
                    rig.orders().rotate(TENANT, ACTOR);
                    publish(rig, 11, 12);
                    clock.set("2026-05-01T00:00:00Z");
                    publish(rig, 13, 14);
                    keys.spread();
                },
                "log-v2");
    }

    @Test
    void two_rotations_leave_the_later_one_in_force_and_the_earlier_for_its_time()
            throws Exception {
        assertRestored(
                new TestLogKeys(),
                rig -> {
                    rig.orders().rotate(TENANT, ACTOR);
                    publish(rig, 11, 12);
                    clock.set("2026-03-20T00:00:00Z");
                    rig.orders().rotate(TENANT, ACTOR);
                    publish(rig, 13, 14);
                    clock.set("2026-04-10T00:00:00Z");
                    publish(rig, 15, 16);
                },
                "log-v3",
                "log-v2");
    }

    @Test
    void the_next_log_keeps_the_keys_of_the_overlap() throws Exception {
        assertRestored(
                new TestLogKeys(),
                rig -> {
                    clock.set("2026-12-20T00:00:00Z");
                    rig.orders().rotate(TENANT, ACTOR);
                    publish(rig, 11, 12);
                    clock.set("2027-01-01T00:00:00Z");
                    turn(rig, "audit.test/nl/2027");
                },
                "log-v2",
                "log-v1");
    }

    @Test
    void a_rotation_that_is_told_in_the_next_log_says_of_which_one_it_is() throws Exception {
        assertRestored(
                new TestLogKeys(),
                rig -> {
                    rig.orders().rotate(TENANT, ACTOR);
                    new Turn(rig.home()).close(rig.sequencer(), "year");
                    rig.tables().release();
                    rig.connection().commit();
                    turn(rig, "audit.test/nl/2026b");
                    publish(rig, 11, 12);
                },
                "log-v2",
                "log-v1");
    }

    /// Takes the database back to before the work, recovers it and lets it go on.
    ///
    /// @param inForce what signs then, the newest first
    private void assertRestored(LogKeys keys, Work work, String... inForce) throws Exception {
        try (var rig = new LogRig(database.owner(), home, keys, clock)) {
            // given
            publish(rig, 1, 10);
            rig.copy("backup");
            work.with(rig);
            assertEquals(List.of(inForce), inForce(rig));
            rig.restore("backup");

            // when
            try (var log = rig.open()) {
                assertEquals(LogState.ROLLED_BACK, log.state());
            }
            rig.recover(10, (_, _) -> {});

            // then
            assertEquals(List.of(inForce), inForce(rig));
            publish(rig, 101, 110);
            assertEquals(List.of(inForce), inForce(rig));
            for (var shard : rig.home().shards().all()) {
                var folder = rig.home().shards().folder(shard).toString();
                assertEquals(
                        Verify.FINE,
                        Verify.run("verify", new String[] {folder}, System.out, System.err));
            }

            // and
            clock.set("2027-06-01T00:00:00Z");
            assertEquals(List.of(inForce[0]), inForce(rig));
        }
    }

    private static List<String> inForce(LogRig rig) throws Exception {
        rig.home().shards().refresh(rig.connection());
        var keys = rig.home().keys().inForce(rig.connection(), rig.home().shards().origin());
        rig.connection().rollback();
        return keys;
    }

    private static void publish(LogRig rig, int from, int to) throws Exception {
        rig.add(from, to);
        try (var log = rig.open()) {
            Samples.await(() -> log.state() == LogState.RUNNING && log.published() > 0);
        }
        assertEquals("0", rig.query("select count(*) from audit_outbox"));
        rig.connection().rollback();
    }

    private static void turn(LogRig rig, String origin) throws Exception {
        try (var _ = rig.open()) {
            Samples.await(() ->
                    rig.home().shards().origin().equals(origin)
                            && Files.exists(rig.folder().resolve("checkpoint")));
        }
    }
}
