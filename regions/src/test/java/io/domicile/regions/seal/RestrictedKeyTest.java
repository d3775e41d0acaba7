// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestrictedKeyTest {

    private static final UUID ID = new UUID(1, 2);
    private static final byte[] CLEAR = "clear".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @EnumSource(Suite.class)
    void the_log_half_opens_details_and_makes_pseudonyms_and_does_nothing_else(Suite suite) {
        // given
        var whole = SubjectKey.random(ID, suite, random);
        var detail = whole.seal(bound(AssociatedData.Kind.AUDIT_DETAIL), CLEAR, random);
        var record = whole.seal(bound(AssociatedData.Kind.RECORD), CLEAR, random);

        // when
        var restricted = SubjectKey.restricted(ID, suite, whole.wrappedLog(byte[]::clone));

        // then
        assertArrayEquals(CLEAR, restricted.open(bound(AssociatedData.Kind.AUDIT_DETAIL), detail));
        assertArrayEquals(whole.pseudonym(ID), restricted.pseudonym(ID));
        assertThrows(
                IllegalStateException.class,
                () -> restricted.open(bound(AssociatedData.Kind.RECORD), record));
        for (var kind : AssociatedData.Kind.values()) {
            assertThrows(
                    IllegalStateException.class, () -> restricted.seal(bound(kind), CLEAR, random));
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

    private static AssociatedData bound(AssociatedData.Kind kind) {
        return new AssociatedData(kind, RegionId.of("cn"), "oem-7", ID, Bytes.of("holder"), "", "");
    }
}
