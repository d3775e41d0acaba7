// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SuiteTest {

    private static final HexFormat HEX = HexFormat.of();

    /// RFC 8998, appendix A.1.
    @Test
    void sm4_gcm_seals_as_rfc_8998_says() {
        // given
        var key = HEX.parseHex("0123456789abcdeffedcba9876543210");
        var nonce = HEX.parseHex("00001234567800000000abcd");
        var associated = HEX.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        var clear =
                HEX.parseHex(
                        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
                                + "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");

        // when
        var sealed = OneShot.encrypt(Suite.SM4_GCM, key, nonce, associated, clear);

        // then
        assertEquals(
                "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
                        + "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
                        + "83de3541e4c2b58177e065a9bf7b62ec",
                HEX.formatHex(sealed));
        assertArrayEquals(clear, OneShot.decrypt(Suite.SM4_GCM, key, nonce, associated, sealed));
    }

    /// McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16, which NIST took
    /// over.
    @Test
    void aes_256_gcm_seals_as_its_authors_say() {
        // given
        var key = HEX.parseHex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        var nonce = HEX.parseHex("cafebabefacedbaddecaf888");
        var associated = HEX.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        var clear =
                HEX.parseHex(
                        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");

        // when
        var sealed = OneShot.encrypt(Suite.AES_256_GCM, key, nonce, associated, clear);

        // then
        assertEquals(
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b",
                HEX.formatHex(sealed));
        assertArrayEquals(
                clear, OneShot.decrypt(Suite.AES_256_GCM, key, nonce, associated, sealed));
    }

    /// C2SP Wycheproof, HMAC-SM3 case 1; RFC 4231, HMAC-SHA-256 test case 2.
    @Test
    void the_mac_of_a_suite_is_that_of_its_country() {
        // given
        var key = HEX.parseHex("1e225cafb90339bba1b24076d4206c3e79c355805d851682bc818baa4f5a7779");

        // when
        var sm3 = Suite.SM4_GCM.mac(key, new byte[0]);
        var sha = Suite.AES_256_GCM.mac(ascii("Jefe"), ascii("what do ya want for nothing?"));

        // then
        assertEquals(
                "f9938b1b2515117f25dcd636c9a6a0e7f00bccaf5347e0e0df435cfca736cfc1",
                HEX.formatHex(sm3));
        assertEquals(
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                HEX.formatHex(sha));
    }

    @ParameterizedTest
    @CsvSource({"SM4_GCM,sm4_gcm_test.json", "AES_256_GCM,aes_gcm_test.json"})
    void wycheproof_finds_nothing(Suite suite, String file) throws IOException {
        int cases = 0;
        for (var group : wycheproof(file).get("testGroups")) {
            if (group.get("ivSize").asInt() == Suite.NONCE * 8) {
                for (var test : group.get("tests")) {
                    check(suite, test);
                    cases++;
                }
            }
        }
        assertTrue(cases > 60);
    }

    @Test
    void wycheproof_finds_nothing_in_hmac_sm3() throws IOException {
        for (var group : wycheproof("hmac_sm3_test.json").get("testGroups")) {
            for (var test : group.get("tests")) {
                // when
                var mac = Suite.SM4_GCM.mac(hex(test, "key"), hex(test, "msg"));

                // then
                var tag = hex(test, "tag");
                boolean valid = test.get("result").asText().equals("valid");
                assertEquals(
                        valid,
                        Arrays.equals(tag, Arrays.copyOf(mac, tag.length)),
                        test.get("tcId").asText());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void every_flipped_bit_is_found(Suite suite) {
        // given
        var key = new byte[suite.keyLength()];
        var nonce = new byte[Suite.NONCE];
        var sealed = OneShot.encrypt(suite, key, nonce, ascii("bound"), ascii("clear text"));

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            // when
            var changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            // then
            assertThrows(
                    TagMismatch.class,
                    () -> OneShot.decrypt(suite, key, nonce, ascii("bound"), changed));
        }
    }

    @Test
    void a_suite_that_is_not_known_is_refused() {
        assertEquals(Suite.SM4_GCM, Suite.named("SM4-GCM"));
        assertThrows(IllegalArgumentException.class, () -> Suite.named("AES-128-CBC"));
    }

    private static void check(Suite suite, JsonNode test) {
        var key = hex(test, "key");
        var nonce = hex(test, "iv");
        var associated = hex(test, "aad");
        var sealed = HEX.parseHex(test.get("ct").asText() + test.get("tag").asText());
        var name = test.get("tcId").asText();
        if (test.get("result").asText().equals("valid")) {
            var clear = hex(test, "msg");
            assertArrayEquals(sealed, OneShot.encrypt(suite, key, nonce, associated, clear), name);
            assertArrayEquals(clear, OneShot.decrypt(suite, key, nonce, associated, sealed), name);
        } else {
            assertThrows(
                    RuntimeException.class,
                    () -> OneShot.decrypt(suite, key, nonce, associated, sealed),
                    name);
        }
    }

    private static JsonNode wycheproof(String name) throws IOException {
        var file =
                Path.of(
                        System.getProperty("domicile.shared", "shared"),
                        "vectors/wycheproof",
                        name);
        assumeTrue(Files.exists(file), "left out: Wycheproof's " + name + " is not here");
        return new ObjectMapper().readTree(file.toFile());
    }

    private static byte[] hex(JsonNode test, String field) {
        return HEX.parseHex(test.get(field).asText());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
