// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.seal.Suite;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.util.Objects;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On SoftHSM2, with both regions' keys in one token.
class TokenKeysTest implements RegionKeysContract {

    private static TokenKeys.@Nullable Place shared;

    @TempDir Path folder;

    @BeforeAll
    static void make() {
        var place = SoftHsm.token();
        TokenKeys.create(NL, place);
        TokenKeys.create(SG, place);
        shared = place;
    }

    @Override
    public TokenKeys open(RegionId region) {
        return TokenKeys.open(region, Suite.AES_256_GCM, place(), false);
    }

    @Override
    public void create(RegionId region) {
        TokenKeys.create(region, place());
    }

    @Test
    void no_key_leaves_the_token() {
        // given
        var token = Token.open("look", place());

        for (var label : new String[] {open(NL).keks().getLast(), "mac-nl"}) {
            // when
            var key = token.key(label);

            // then
            assertNull(key.getEncoded());
            assertNull(key.getFormat());
            assertTrue(key.toString().contains("sensitive, unextractable"), key.toString());
        }
    }

    @Test
    void a_key_that_the_token_would_give_out_is_refused() throws Exception {
        // given
        var place = SoftHsm.token();
        var loose =
                "--name = loose\nlibrary = "
                        + place.library()
                        + "\nslot = "
                        + place.slot()
                        + "\nattributes(*, CKO_SECRET_KEY, *) = { CKA_SENSITIVE = false"
                        + " CKA_EXTRACTABLE = true }";
        var store =
                KeyStore.getInstance("PKCS11", Security.getProvider("SunPKCS11").configure(loose));
        store.load(null, SoftHsm.PIN.toCharArray());
        var key = new SecretKeySpec(new byte[32], "AES");
        store.setKeyEntry("kek-nl-2026-01-01", key, null, null);
        var token = Token.open("strict", place);

        // when
        var refused = assertThrows(KeysUnusable.class, () -> token.key("kek-nl-2026-01-01"));

        // then
        assertTrue(String.valueOf(refused.getMessage()).endsWith("must not be extractable"));
    }

    @Test
    void a_region_does_not_open_on_a_token_with_anothers_keys_alone() {
        // given
        var place = SoftHsm.token();
        TokenKeys.create(SG, place);

        // when
        var refused =
                assertThrows(
                        KeysUnusable.class,
                        () -> TokenKeys.open(NL, Suite.AES_256_GCM, place, false));

        // then
        assertEquals("the token has no key kek-nl-<date>", refused.getMessage());
    }

    @Test
    void keys_are_never_made_twice() {
        // when, then
        assertThrows(KeysUnusable.class, () -> TokenKeys.create(NL, place()));
    }

    @Test
    void a_region_with_sm4_is_refused() {
        // when
        var refused =
                assertThrows(
                        KeysUnusable.class,
                        () -> TokenKeys.open(NL, Suite.SM4_GCM, place(), false));

        // then
        assertTrue(String.valueOf(refused.getMessage()).startsWith("domicile.regions.nl.keys"));
    }

    @Test
    void a_wrong_pin_opens_nothing_and_is_not_repeated() throws IOException {
        // given
        var token = SoftHsm.token();
        var pin = Files.writeString(folder.resolve("pin"), "pin-that-is-wrong\n");
        var place = new TokenKeys.Place(token.library(), token.slot(), pin);

        // when
        var refused = assertThrows(KeysUnusable.class, () -> TokenKeys.create(NL, place));

        // then
        var trace = new StringWriter();
        refused.printStackTrace(new PrintWriter(trace));
        assertFalse(trace.toString().contains("pin-that-is-wrong"));
        assertTrue(String.valueOf(refused.getMessage()).contains(pin.toString()));
    }

    @Test
    void without_a_pin_nothing_opens() {
        // given
        var place = new TokenKeys.Place(place().library(), place().slot(), folder.resolve("none"));

        // when, then
        assertThrows(KeysUnusable.class, () -> TokenKeys.open(NL, Suite.AES_256_GCM, place, false));
    }

    @Test
    void the_operator_says_whether_the_token_is_certified() {
        // when, then
        assertFalse(open(NL).areCertified());
        assertTrue(TokenKeys.open(NL, Suite.AES_256_GCM, place(), true).areCertified());
    }

    private static TokenKeys.Place place() {
        return Objects.requireNonNull(shared);
    }
}
