// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a region needs goes away under load, and comes back: the other regions do not notice, and
/// nobody has to help.
@QuarkusTest
@WithTestResource(ShakyGround.class)
class OutagesTest {

    /// Comes from [ShakyGround].
    @SuppressWarnings("NullAway.Init")
    private Process keyService;

    @Test
    void a_database_that_hangs_takes_nothing_and_goes_on_when_it_wakes() throws Exception {
        // given
        try (var drill = new OutageDrill("cn")) {
            // when
            var servers = servers("cn");
            ShakyGround.signal("STOP", servers);
            try {
                drill.awaitDown();
                drill.awaitAllRefused("region_unavailable");
            } finally {
                ShakyGround.signal("CONT", servers);
            }
            drill.awaitUp();

            // then
            assertNowhereElse(drill.assertNothingLost());
        }
    }

    @Test
    void a_region_is_up_again_though_nobody_calls() throws Exception {
        // given
        var servers = servers("cn");
        ShakyGround.signal("STOP", servers);
        try {
            Api.post("acme", Examples.MAINLAND_POINT).then().statusCode(503);
            Api.awaitReadiness(503);
        } finally {
            // when
            ShakyGround.signal("CONT", servers);
        }

        // then
        Api.awaitReadiness(200);
    }

    @Test
    void a_database_that_was_killed_is_started_again() throws Exception {
        // given
        try (var drill = new OutageDrill("cn")) {
            // when
            ShakyGround.signal("KILL", servers("cn").subList(0, 1));
            drill.awaitRefused(1);
            drill.awaitUp();

            // then
            assertNowhereElse(drill.assertNothingLost());
        }
    }

    @Test
    void on_a_full_disk_nothing_is_acknowledged_that_is_not_there_and_in_the_log()
            throws Exception {
        // given
        var disk = Api.home().resolve("nl");
        assumeTrue(
                ShakyGround.hasDisk(disk),
                "a full disk: this account may not mount a small one (tmpfs)");
        var filler = disk.resolve("filler");
        try (var drill = new OutageDrill("nl")) {
            // when
            try {
                fill(filler);
                drill.awaitDown();
                drill.awaitRefused(50);
            } finally {
                Files.deleteIfExists(filler);
            }
            drill.awaitUp();

            // then
            drill.assertNothingLost();
        }
    }

    @Test
    void with_a_full_disk_under_its_logs_files_a_region_stops_before_too_much_waits()
            throws Exception {
        // given
        var disk = Api.home().resolve("cn/log");
        assumeTrue(
                ShakyGround.hasDisk(disk),
                "a full disk: this account may not mount a small one (tmpfs)");
        var filler = disk.resolve("filler");
        try (var drill = new OutageDrill("cn")) {
            // when
            try {
                fill(filler);
                drill.awaitDown();
                drill.awaitAllRefused("audit_backlog");
            } finally {
                Files.deleteIfExists(filler);
            }
            drill.awaitUp();

            // then
            assertNowhereElse(drill.assertNothingLost());
        }
    }

    @Test
    void without_the_key_service_nothing_is_stored_not_even_under_keys_in_memory()
            throws Exception {
        // given
        try (var drill = new OutageDrill("sg")) {
            // when
            ShakyGround.order(keyService, "stop");
            drill.awaitDown();
            drill.awaitAllRefused("region_unavailable");
            ShakyGround.order(keyService, "start");
            drill.awaitUp();

            // then
            drill.assertNothingLost();
        }
    }

    /// A cluster's processes, the first one first.
    private static List<ProcessHandle> servers(String region) throws IOException {
        var pidFile = Api.home().resolve(region).resolve("postgres/data/postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        var first = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(first), first.children()).toList();
    }

    private static void fill(Path file) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var block = ByteBuffer.allocateDirect(1 << 20);
            while (block.capacity() > 0) {
                channel.write(block.clear());
            }
        } catch (IOException full) {
            assertEquals("No space left on device", full.getMessage());
        }
    }

    /// The first and the last of records of `cn` have left nothing in other regions.
    private static void assertNowhereElse(List<String> ids) throws IOException {
        for (var id : List.of(ids.getFirst(), ids.getLast())) {
            assertEquals(List.of(), Traces.ofRecord(id, "nl"));
            assertEquals(List.of(), Traces.ofRecord(id, "sg"));
        }
    }
}
