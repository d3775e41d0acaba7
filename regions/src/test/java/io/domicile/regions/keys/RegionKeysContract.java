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
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What holds for a region's keys, whoever holds them.
interface RegionKeysContract {

    RegionId NL = RegionId.of("nl");
    RegionId SG = RegionId.of("sg");
    Owner OWNER = owner("oem-7", 1);

    /// The region's keys, as a gateway opens them at each start.
    RegionKeys open(RegionId region);

    /// Makes the keys of a region that has none.
    void create(RegionId region);

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
    default void a_new_generation_of_log_keys_is_made_once_and_leaves_the_old_one_as_it_is() {
        // given
        var first = open(NL).logKeys().newest();
        var old = open(NL).logKeys().of(first).ed25519().publicKey();

        // when
        var second = open(NL).logKeys().next(first);
        var again = open(NL).logKeys().next(first);

        // then
        assertEquals(second, again);
        assertNotEquals(first, second);
        var keys = open(NL).logKeys();
        assertArrayEquals(old, keys.of(first).ed25519().publicKey());
        assertFalse(Arrays.equals(old, keys.of(second).ed25519().publicKey()));
        assertThrows(KeysUnusable.class, () -> keys.of("mac"));
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

    @Test
    default void a_destroyed_kek_opens_nothing_and_the_next_one_goes_on() {
        // given
        var region = RegionId.of("de");
        create(region);
        var keys = open(region);
        var old = keys.keks().getLast();
        var wrapped = keys.wrap(old, OWNER, new byte[64]);

        // when
        var next = keys.makeKek();
        var rewrapped = keys.wrap(next, OWNER, keys.unwrap(old, OWNER, wrapped));
        assertEquals(List.of(old, next), keys.keks());
        keys.destroyKek(old);

        // then
        assertEquals(List.of(next), keys.keks());
        assertThrows(KeysUnusable.class, () -> keys.unwrap(old, OWNER, wrapped));
        assertThrows(KeysUnusable.class, () -> keys.wrap(old, OWNER, new byte[64]));
        assertArrayEquals(new byte[64], open(region).unwrap(next, OWNER, rewrapped));
        assertEquals(next, open(region).keks().getLast());
    }

    static Owner owner(String tenant, long key) {
        return new Owner(tenant, Bytes.of("pseudonym"), Bytes.of(""), new UUID(0, key));
    }
}
