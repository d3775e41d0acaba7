// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MlDsa44Test {

    @Test
    void the_public_key_follows_from_the_seed_and_the_published_signature_verifies()
            throws IOException {
        // given
        var key = SigningKey.mlDsa44(bytes("seed"));

        // when
        var check = Algorithm.ML_DSA_44.check(key.publicKey()).orElseThrow();

        // then
        assertArrayEquals(bytes("publicKey"), key.publicKey());
        assertTrue(check.verifies(bytes("message"), bytes("signature")));
        assertTrue(check.verifies(bytes("message"), key.sign(bytes("message"))));
    }

    @Test
    void any_change_of_message_signature_or_key_is_seen() throws IOException {
        var message = bytes("message");
        var signature = bytes("signature");
        var check = Algorithm.ML_DSA_44.check(bytes("publicKey")).orElseThrow();
        assertFalse(check.verifies(Spoil.flip(message, 0, 1), signature));
        for (var at = 0; at < signature.length; at += 97) {
            assertFalse(check.verifies(message, Spoil.flip(signature, at, 1)), "byte " + at);
        }
        assertFalse(check.verifies(message, Spoil.cut(signature)));
        assertFalse(check.verifies(message, Spoil.extend(signature)));
        assertFalse(check.verifies(message, new byte[0]));
        var other = Spoil.flip(bytes("publicKey"), 40, 1);
        assertFalse(Algorithm.ML_DSA_44.check(other).orElseThrow().verifies(message, signature));
        assertTrue(Algorithm.ML_DSA_44.check(Spoil.cut(bytes("publicKey"))).isEmpty());
        assertTrue(Algorithm.ML_DSA_44.check(Spoil.extend(bytes("publicKey"))).isEmpty());
    }

    @Test
    void a_public_key_of_another_implementation_is_read() throws IOException {
        var vkey = text("vkey");
        var verifier = NoteVerifier.parse(vkey).orElseThrow();
        assertEquals("test+31236897", verifier.shortName());
        assertEquals(Algorithm.ML_DSA_44, verifier.kind());
        assertEquals(vkey, verifier.toString());
    }

    @Test
    void signatures_are_judged_as_wycheproof_says() throws IOException {
        // given
        var file = Vectors.folder("wycheproof").resolve("mldsa_44_verify_test.json");
        assumeTrue(Files.exists(file), "left out: there is no " + file);
        var wrong = new ArrayList<String>();
        var cases = 0;

        // when
        for (var group : new ObjectMapper().readTree(file.toFile()).get("testGroups")) {
            var key = Algorithm.ML_DSA_44.check(hex(group, "publicKey"));
            for (var test : group.get("tests")) {
                var good =
                        test.get("result").asText().equals("valid")
                                && test.path("ctx").asText().isEmpty();
                var verifies =
                        key.filter(k -> k.verifies(hex(test, "msg"), hex(test, "sig"))).isPresent();
                if (verifies != good) {
                    wrong.add(test.get("tcId").asText());
                }
                cases++;
            }
        }

        // then
        assertEquals(List.of(), wrong);
        assertTrue(cases > 100);
    }

    @Test
    void a_seed_has_thirty_two_bytes_and_is_not_printed() {
        assertThrows(IllegalArgumentException.class, () -> SigningKey.mlDsa44(new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> SigningKey.mlDsa44(new byte[33]));
        assertEquals("SigningKey", SigningKey.mlDsa44(new byte[32]).toString());
    }

    private static byte[] bytes(String name) throws IOException {
        return StrictBase64.decode(text(name)).orElseThrow();
    }

    private static String text(String name) throws IOException {
        try (var file = MlDsa44Test.class.getResourceAsStream("ml-dsa-44.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .findFirst()
                    .orElseThrow()
                    .substring(name.length() + 1);
        }
    }

    private static byte[] hex(JsonNode test, String field) {
        return HexFormat.of().parseHex(test.get(field).asText());
    }
}
