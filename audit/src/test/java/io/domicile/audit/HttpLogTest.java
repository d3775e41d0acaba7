// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpLogTest {
    private final MemoryLog log = MemoryLog.of(1_000);
    private final LogServer server = new LogServer(log);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_whole_log_is_whole_and_each_file_is_asked_for_once() {
        var report = verify();
        assertTrue(report.ok(), report.message());
        var names = new TreeSet<>(log.names());
        names.addAll(List.of("log.keys", "policy.tlog-policy", "retention"));
        assertEquals(List.copyOf(names), server.asked.stream().sorted().toList());
    }

    @Test
    void a_slash_at_the_end_of_the_address_makes_no_difference() {
        var address = URI.create(server.address() + "/");
        assertTrue(
                MemoryLog.verification(new HttpLog(address), Trust.Given.NOTHING)
                        .run((e, size) -> {})
                        .ok());
    }

    @Test
    void compressed_answers_are_read() {
        server.compressed = true;
        assertTrue(verify().ok());
    }

    @Test
    void spoiled_and_lost_files_are_found_and_named() {
        // given
        var bundle = log.file("tile/entries/002");

        // when
        log.files.put("tile/entries/002", Spoil.flip(bundle, 2, 1));

        // then
        assertEquals(Optional.of(512L), verify().index());

        // when
        log.files.remove("tile/entries/002");

        // then
        assertEquals("tile/entries/002 is missing, from entry 512 on", verify().message());
    }

    @Test
    void a_partial_that_is_gone_is_cut_from_the_full_tile() {
        // given
        var grown = Tree.empty().append(MemoryLog.entries(0, 1_100));
        var checkpoint = log.file("checkpoint");
        log.files.clear();
        log.files.putAll(MemoryLog.of(grown).files);
        log.files.put("checkpoint", checkpoint);
        log.files.put("tile/1/000.p/3", grown.writes().getLast().narrow(3).bytes());

        // then
        var report = verify();
        assertTrue(report.ok(), report.message());
        assertTrue(server.asked.contains("tile/0/003.p/232"));
        assertTrue(server.asked.contains("tile/0/003"));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void what_may_pass_is_tried_three_times(int status) {
        // when
        server.statuses.put("tile/0/001", List.of(status, status));

        // then
        assertTrue(verify().ok());
        assertEquals(3, Collections.frequency(server.asked, "tile/0/001"));

        // when
        server.statuses.put("tile/0/001", List.of(status, status, status));

        // then
        var refusal = assertThrows(LogFailure.Unavailable.class, this::verify);
        assertTrue(refusal.getMessage().contains("tile/0/001"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(Integer.toString(status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 410})
    void only_404_means_that_a_file_is_missing(int status) {
        // given
        var partial = "tile/0/003.p/232";
        log.files.put("tile/0/003", log.file(partial));
        server.statuses.put(partial, List.of(status));

        // then
        assertThrows(LogFailure.Unavailable.class, this::verify);
        assertFalse(server.asked.contains("tile/0/003"));
        assertEquals(1, Collections.frequency(server.asked, partial));
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() {
        server.close();
        assertThrows(LogFailure.Unavailable.class, this::verify);
    }

    @Test
    void a_file_longer_than_any_bundle_is_not_taken() {
        log.files.put("tile/0/001", new byte[256 * 65_537 + 1]);
        assertThrows(LogFailure.Unavailable.class, this::verify);
    }

    private Report verify() {
        server.asked.clear();
        return MemoryLog.verification(new HttpLog(server.address()), Trust.Given.NOTHING)
                .run((e, size) -> {});
    }
}
