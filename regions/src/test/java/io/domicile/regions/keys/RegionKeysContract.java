// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.NoteSigner;
import io.domicile.audit.NoteVerifier;
import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.keys.RegionKeys.Owner;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What holds for a region's keys, whoever holds them.
interface RegionKeysContract {

    RegionId NL = RegionId.of("nl");
    RegionId SG = RegionId.of("sg");
    Owner OWNER = owner("oem-7", 1);

    /// The region's keys, as a gateway opens them at each start.
    RegionKeys open(RegionId region);

    @Test
    default void a_wrapped_key_opens_for_its_owner_after_a_restart() {
        // given
        var keys = open(NL);
        var material = new byte[64];
        new SecureRandom().nextBytes(material);

        // when
        var wrapped = keys.wrap(keys.keks().getLast(), OWNER, material);

        // then
        assertArrayEquals(material, open(NL).unwrap(keys.keks().getLast(), OWNER, wrapped));
        assertNotEquals(
                Bytes.of(wrapped), Bytes.of(keys.wrap(keys.keks().getLast(), OWNER, material)));
    }

    @Test
    default void half_a_key_is_wrapped_as_well() {
        // given
        var keys = open(NL);
        var kek = keys.keks().getLast();

        // when
        var wrapped = keys.wrap(kek, OWNER, new byte[32]);

        // then
        assertArrayEquals(new byte[32], keys.unwrap(kek, OWNER, wrapped));
    }

    @Test
    default void a_wrapped_key_opens_for_no_other_tenant_holder_session_or_key() {
        // given
        var keys = open(NL);
        var wrapped = keys.wrap(keys.keks().getLast(), OWNER, new byte[64]);
        var others =
                new Owner[] {
                    owner("oem-8", 1),
                    owner("oem-7", 2),
                    new Owner("oem-7", Bytes.of("another"), Bytes.of(""), OWNER.key()),
                    new Owner("oem-7", OWNER.holder(), Bytes.of("session"), OWNER.key())
                };

        for (var other : others) {
            // when, then
            assertThrows(
                    WrapBroken.class, () -> keys.unwrap(keys.keks().getLast(), other, wrapped));
        }
    }

    @Test
    default void an_unknown_kek_opens_nothing() {
        // given
        var keys = open(NL);
        var wrapped = keys.wrap(keys.keks().getLast(), OWNER, new byte[64]);

        for (var unknown : new String[] {"kek-nl-1999-01-01", "", keys.keks().getLast() + "9"}) {
            // when, then
            assertThrows(KeysUnusable.class, () -> keys.unwrap(unknown, OWNER, wrapped), unknown);
        }
    }

    @Test
    default void every_changed_byte_of_a_wrapped_key_is_found() {
        // given
        var keys = open(NL);
        var wrapped = keys.wrap(keys.keks().getLast(), OWNER, new byte[64]);

        for (int i = 0; i < wrapped.length; i++) {
            // when
            var changed = wrapped.clone();
            changed[i] ^= (byte) (1 << i % 8);

            // then
            assertThrows(
                    WrapBroken.class,
                    () -> keys.unwrap(keys.keks().getLast(), OWNER, changed),
                    "byte " + i);
        }
        assertThrows(
                WrapBroken.class, () -> keys.unwrap(keys.keks().getLast(), OWNER, new byte[0]));
        assertThrows(
                WrapBroken.class, () -> keys.unwrap(keys.keks().getLast(), OWNER, new byte[40]));
    }

    @Test
    default void a_mac_is_the_same_each_time_and_another_for_each_use_tenant_and_region() {
        // given
        var keys = open(NL);
        var subject = new byte[] {1, 2, 3};

        // when
        var mac = keys.mac("holder", "oem-7", subject);

        // then
        assertEquals(mac, open(NL).mac("holder", "oem-7", subject));
        assertNotEquals(mac, keys.mac("holder", "oem-8", subject));
        assertNotEquals(mac, keys.mac("session", "oem-7", subject));
        assertNotEquals(mac, open(SG).mac("holder", "oem-7", subject));
        assertEquals(32, mac.length());
    }

    @Test
    default void the_logs_signature_verifies_after_a_restart_and_not_as_another_regions() {
        // given
        var signer = new NoteSigner("audit.example/nl/2026", open(NL).logKey());
        var verifier = NoteVerifier.parse(signer.vkey()).orElseThrow();

        // when
        var note = new NoteSigner("audit.example/nl/2026", open(NL).logKey()).sign("text\n");
        var foreign = new NoteSigner("audit.example/nl/2026", open(SG).logKey()).sign("text\n");

        // then
        assertTrue(verifier.verifies(note));
        assertFalse(verifier.verifies(foreign));
    }

    @Test
    default void one_regions_keys_open_nothing_of_another() {
        // given
        var sg = open(SG);
        var wrapped = sg.wrap(sg.keks().getLast(), OWNER, new byte[64]);
        var nl = open(NL);

        // when, then
        assertThrows(KeysUnusable.class, () -> nl.unwrap(sg.keks().getLast(), OWNER, wrapped));
        assertThrows(WrapBroken.class, () -> nl.unwrap(nl.keks().getLast(), OWNER, wrapped));
    }

    static Owner owner(String tenant, long key) {
        return new Owner(tenant, Bytes.of("pseudonym"), Bytes.of(""), new UUID(0, key));
    }
}
