// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestrictedKeyTest {

    private static final UUID ID = new UUID(1, 2);
    private static final byte[] CLEAR = "clear".getBytes(StandardCharsets.UTF_8);

    private static final AssociatedData DETAIL =
            new AssociatedData.OfDetail(RegionId.of("cn"), "oem-7", ID, Bytes.of("holder"));
    private static final AssociatedData RECORD =
            new AssociatedData.OfRecord(
                    RegionId.of("cn"),
                    "oem-7",
                    ID,
                    Bytes.of("holder"),
                    "loc.point",
                    "sha256:00",
                    "STORED",
                    Instant.EPOCH,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    ID);

    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @EnumSource(Suite.class)
    void the_log_half_opens_details_and_makes_pseudonyms_and_does_nothing_else(Suite suite) {
        // given
        var whole = SubjectKey.random(ID, suite, random);
        var nonces = new Nonces(random, 4);
        var detail = Envelope.read(whole.seal(DETAIL, CLEAR, nonces));
        var record = Envelope.read(whole.seal(RECORD, CLEAR, nonces));

        // when
        var restricted = SubjectKey.restricted(ID, suite, whole.wrappedLog(byte[]::clone));

        // then
        assertArrayEquals(CLEAR, restricted.open(DETAIL, detail));
        assertArrayEquals(whole.pseudonym(ID), restricted.pseudonym(ID));
        assertThrows(IllegalStateException.class, () -> restricted.open(RECORD, record));
        for (var bound : new AssociatedData[] {DETAIL, RECORD}) {
            assertThrows(IllegalStateException.class, () -> restricted.seal(bound, CLEAR, nonces));
        }
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void neither_half_is_taken_for_a_whole_key(Suite suite) {
        // given
        var half = new byte[SubjectKey.LENGTH / 2];

        // when, then
        assertThrows(IllegalArgumentException.class, () -> SubjectKey.of(ID, suite, half));
        assertThrows(
                IllegalArgumentException.class,
                () -> SubjectKey.restricted(ID, suite, new byte[SubjectKey.LENGTH]));
    }
}
