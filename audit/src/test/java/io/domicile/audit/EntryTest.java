// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final Instant TIME = Instant.parse("2026-11-20T20:51:07.987654321Z");

    @Test
    void a_full_entry_is_canonical_json_with_these_members() {
        // given
        var entry =
                new Entry(
                        ID,
                        TIME,
                        "decision",
                        "NL",
                        "oem-7",
                        Optional.of("00112233445566778899aabbccddeeff"),
                        Optional.of("ab".repeat(32)),
                        "store",
                        Optional.of("CN"),
                        Optional.of("NL"),
                        List.of("location.precise", "message.text"),
                        Optional.of("nav"),
                        List.of("R7", "R2"),
                        List.of("GDPR-44", "PIPL-38"),
                        Optional.of("sha256:1234"),
                        Optional.of("584329c32a48"),
                        Optional.of("sha256:5678"),
                        Optional.of("kek-nl-2026-03"),
                        "service",
                        "ok");

        // when
        var json = new String(entry.bytes(), UTF_8);

        // then
        assertEquals(
                "{\"act\":\"store\",\"actor\":\"service\","
                        + "\"class\":[\"location.precise\",\"message.text\"],"
                        + "\"commit\":\""
                        + "ab".repeat(32)
                        + "\",\"facts\":\"sha256:5678\",\"from\":\"CN\","
                        + "\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"key\":\"kek-nl-2026-03\","
                        + "\"law\":[\"GDPR-44\",\"PIPL-38\"],\"policy\":\"sha256:1234\","
                        + "\"purpose\":\"nav\",\"region\":\"NL\",\"res\":\"ok\",\"rev\":\"584329c32a48\",\"rule\":[\"R7\",\"R2\"],"
                        + "\"sp\":\"00112233445566778899aabbccddeeff\","
                        + "\"t\":\"2026-11-20T20:51:07Z\",\"tenant\":\"oem-7\",\"to\":\"NL\","
                        + "\"type\":\"decision\",\"v\":1}",
                json);
    }

    @Test
    void members_without_a_value_are_left_out() {
        assertEquals(
                "{\"act\":\"config\",\"actor\":\"operator\",\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\","
                        + "\"region\":\"NL\",\"res\":\"ok\",\"t\":\"2026-11-20T20:51:07Z\",\"tenant\":\"oem-7\","
                        + "\"type\":\"config\",\"v\":1}",
                new String(small("oem-7").bytes(), UTF_8));
    }

    @Test
    void the_bytes_are_those_of_an_independent_canonicaliser() throws IOException {
        // given
        var tenant = "\u20ac$\u000f\nA'B\"\\/\b\f\t\u007f\u0080\u2028\ufb33\ud83d\ude02\u0000";

        // when
        var bytes = small(tenant).bytes();

        // then
        assertArrayEquals(new JsonCanonicalizer(bytes).getEncodedUTF8(), bytes);
    }

    @Test
    void an_entry_has_at_most_16384_bytes() {
        var rest = small("").bytes().length;
        assertEquals(16_384, small("x".repeat(16_384 - rest)).bytes().length);
        assertThrows(
                IllegalArgumentException.class, () -> small("x".repeat(16_385 - rest)).bytes());
        assertThrows(IllegalArgumentException.class, () -> small("\u4e2d".repeat(16_000)).bytes());
    }

    @Test
    void a_broken_text_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> small("\ud83d").bytes());
        assertThrows(IllegalArgumentException.class, () -> small("\ude02").bytes());
        assertThrows(IllegalArgumentException.class, () -> small("\ud83dx").bytes());
        assertThrows(IllegalArgumentException.class, () -> small("\ude02\ud83d").bytes());
    }

    @Test
    void a_pseudonym_or_commitment_that_is_not_hex_of_its_length_is_refused() {
        for (var bad : List.of("u-1842", "AB".repeat(16), "ab".repeat(15), "ab".repeat(17), "")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> with(Optional.of(bad), Optional.empty()),
                    bad);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> with(Optional.empty(), Optional.of(bad)),
                    bad);
        }
    }

    private static Entry small(String tenant) {
        return entry(tenant, Optional.empty(), Optional.empty());
    }

    private static Entry with(Optional<String> subject, Optional<String> commitment) {
        return entry("oem-7", subject, commitment);
    }

    private static Entry entry(
            String tenant, Optional<String> subject, Optional<String> commitment) {
        return new Entry(
                ID,
                TIME,
                "config",
                "NL",
                tenant,
                subject,
                commitment,
                "config",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "operator",
                "ok");
    }
}
