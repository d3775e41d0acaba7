// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {

    private static final UUID RECORD = UUID.fromString("019aa4f0-7b1c-7000-8000-000000000001");
    private static final UUID KEY = UUID.fromString("019aa4f0-7b1c-7000-8000-000000000002");
    private static final UUID EVENT = UUID.fromString("019aa4f0-7b1c-7000-8000-000000000003");
    private static final byte[] CLEAR =
            "{\"lat\":52.3731,\"lon\":4.8926}".getBytes(StandardCharsets.UTF_8);

    /// The golden files were made by another implementation from `docs/envelope.md`; they are never
    /// edited.
    @ParameterizedTest
    @CsvSource({"nl,AES-256-GCM", "cn,SM4-GCM"})
    void version_1_is_written_and_read_byte_for_byte(String region, String suite)
            throws IOException {
        // given
        var golden = golden("envelope-v1-" + suite.toLowerCase(Locale.ROOT) + ".hex");
        var bound = bound(RegionId.of(region), "oem-7");

        // when
        var written =
                Envelope.seal(
                        Suite.named(suite),
                        KEY,
                        Suite.named(suite).under(material(Suite.named(suite).keyLength())),
                        HexFormat.of().parseHex("a0a1a2a3a4a5a6a7a8a9aaab"),
                        bound.encode(Suite.named(suite), KEY),
                        CLEAR);
        var opened = key(Suite.named(suite)).open(bound, Envelope.read(golden));

        // then
        assertArrayEquals(golden, written);
        assertArrayEquals(CLEAR, opened);
    }

    @Test
    void the_same_bytes_do_not_open_for_another_tenant() throws IOException {
        // given
        var envelope = Envelope.read(golden("envelope-v1-aes-256-gcm.hex"));
        var other = bound(RegionId.of("nl"), "oem-8");

        // when, then
        assertThrows(TagMismatch.class, () -> key(Suite.AES_256_GCM).open(other, envelope));
    }

    @Test
    void no_two_lists_of_fields_give_the_same_bytes() {
        // given
        var one = new Fields("label").add("ab").add("c").toArray();

        // when
        var other = new Fields("label").add("a").add("bc").toArray();

        // then
        assertNotEquals(HexFormat.of().formatHex(one), HexFormat.of().formatHex(other));
    }

    @ParameterizedTest
    @CsvSource({"00,80", "02,80", "0103,80", "0101,45", "01,0"})
    void what_is_no_envelope_of_a_known_version_is_refused(String start, int length) {
        // given
        var stored = Arrays.copyOf(HexFormat.of().parseHex(start), length);

        // when, then
        assertThrows(MalformedEnvelope.class, () -> Envelope.read(stored));
    }

    @Test
    void a_destroyed_key_seals_and_opens_nothing() throws IOException {
        // given
        var key = key(Suite.AES_256_GCM);
        var bound = bound(RegionId.of("nl"), "oem-7");
        var envelope = Envelope.read(golden("envelope-v1-aes-256-gcm.hex"));

        // when
        key.destroy();

        // then
        assertThrows(IllegalStateException.class, () -> key.open(bound, envelope));
        assertThrows(
                IllegalStateException.class,
                () -> key.seal(bound, CLEAR, new Nonces(new SecureRandom(), 1)));
        assertThrows(IllegalStateException.class, () -> key.pseudonym(RECORD));
        assertEquals("SubjectKey[" + KEY + "]", key.toString());
    }

    /// HMAC-SHA-256 and SHA-256 of Python's standard library over the bytes that `docs/envelope.md`
    /// names.
    @Test
    void pseudonym_and_commitment_of_an_audit_entry_are_as_documented() {
        // given
        var hex = HexFormat.of();

        // when
        var pseudonym = key(Suite.SM4_GCM).pseudonym(RECORD);
        var commitment = SubjectKey.commitment(new byte[32], CLEAR);

        // then
        assertEquals("1c6ae4b201e24b7df627bff2a80bc4bc", hex.formatHex(pseudonym));
        assertEquals(
                "d0920dfc231717472a2ad69c05adf8713a5f16440c8ef0b4479f320fb41c2e29",
                hex.formatHex(commitment));
    }

    private static SubjectKey key(Suite suite) {
        return SubjectKey.of(KEY, suite, material(SubjectKey.LENGTH));
    }

    /// `00 01 …`.
    private static byte[] material(int length) {
        var material = new byte[length];
        for (int i = 0; i < material.length; i++) {
            material[i] = (byte) i;
        }
        return material;
    }

    private static AssociatedData bound(RegionId region, String tenant) {
        var holder = new byte[32];
        Arrays.fill(holder, (byte) 0x11);
        return new AssociatedData.OfRecord(
                region,
                tenant,
                RECORD,
                Bytes.of(holder),
                "loc.point",
                "sha256:" + "ab".repeat(32),
                "STORED",
                Instant.parse("2026-11-21T08:00:00.123456Z"),
                Instant.parse("1969-12-31T23:59:59.000001Z"),
                Instant.parse("2027-02-19T08:00:00.123456Z"),
                EVENT);
    }

    private static byte[] golden(String name) throws IOException {
        try (var file = Objects.requireNonNull(EnvelopeTest.class.getResourceAsStream(name))) {
            var hex = new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip();
            return HexFormat.of().parseHex(hex);
        }
    }
}
