// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BundleSignatureTest {

    private static final byte[] PLAIN = PolicyBundle.bundled().bytes();
    private static final SigningKey KEY = SigningKey.fresh(SignatureAlgorithm.ES256);

    @ParameterizedTest
    @EnumSource
    void a_signed_bundle_is_taken(SignatureAlgorithm algorithm) {
        // given
        SigningKey key = SigningKey.fresh(algorithm);

        // when
        PolicyBundle bundle = PolicyBundle.signed(key.sign(PLAIN), key.verifier());

        // then
        assertEquals(PolicyBundle.bundled().revision().revision(), bundle.revision().revision());
    }

    @ParameterizedTest
    @EnumSource
    void what_opa_signs_is_taken(SignatureAlgorithm algorithm, @TempDir Path folder)
            throws Exception {
        // given
        Path opa = Opa.required("bundles signed by opa");
        SigningKey key = SigningKey.fresh(algorithm);
        Path pem = Files.writeString(folder.resolve("key.pem"), key.privatePem());
        Path unsigned = Files.write(folder.resolve("bundle.tar.gz"), PLAIN);
        Opa.Run run =
                Opa.run(
                        opa,
                        folder,
                        List.of(
                                "sign",
                                "--signing-alg=" + algorithm,
                                "--signing-key=" + pem,
                                "--bundle",
                                unsigned.toString()));
        assertEquals(0, run.status(), run.output());
        byte[] signature = Files.readAllBytes(folder.resolve(BundleSignature.FILE));

        // when
        byte[] signed = with(PLAIN, BundleSignature.FILE, signature);

        // then
        assertArrayEquals(signed, PolicyBundle.signed(signed, key.verifier()).bytes());
    }

    @Test
    void a_document_is_hashed_as_opa_writes_it() throws IOException {
        // given
        String document =
                """
                {"b": [1.50, 1e3, -0, "\\u2028<&>\\u0001\\b\\/é\\""], "\\uff5e": null, "\\ud83d\\ude00": {}, "a" : true}
                """;

        // when
        String canonical = FileDigest.canonical(document.getBytes(StandardCharsets.UTF_8));

        // then
        assertEquals(
                "{\"a\":true,\"b\":[1.50,1e3,-0,\"\\u2028<&>\\u0001\\b/é\\\"\"],\"～\":null,\"😀\":{}}",
                canonical);
    }

    @Test
    void white_space_in_a_document_does_not_matter_and_in_rego_it_does() {
        // given
        byte[] signed = KEY.sign(PLAIN);

        // when
        byte[] spaced = appended(signed, "data.json");
        byte[] changed = appended(signed, "domicile/decision.rego");

        // then
        PolicyBundle.signed(spaced, KEY.verifier());
        refused("is for another domicile/decision.rego", changed);
    }

    @Test
    void an_unsigned_bundle_is_refused() {
        refused("not signed", PLAIN);
    }

    @Test
    void a_bundle_signed_by_somebody_else_is_refused() {
        refused("not signed by", SigningKey.fresh(SignatureAlgorithm.ES256).sign(PLAIN));
    }

    @Test
    void a_bundle_signed_with_another_algorithm_is_refused() {
        refused("not signed with ES256", SigningKey.fresh(SignatureAlgorithm.RS256).sign(PLAIN));
    }

    @Test
    void a_file_more_is_refused() {
        refused(
                "does not cover domicile/more.rego",
                with(KEY.sign(PLAIN), "domicile/more.rego", utf8("package domicile.more\n")));
    }

    @Test
    void a_file_less_is_refused() {
        refused(
                "lacks files",
                Bundles.changed(
                        KEY.sign(PLAIN),
                        files -> {
                            files.remove("domicile/decision.rego");
                            return files;
                        }));
    }

    @Test
    void an_exchanged_policy_is_refused() {
        refused("is for another policy.wasm", with(KEY.sign(PLAIN), "policy.wasm", utf8("\0asm")));
    }

    /// What stands in `.signatures.json` instead of a good token. The second token says that it
    /// needs no signature.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"signatures\":[]}",
                "{\"signatures\":[7]}",
                "{\"signatures\":[\"a.b\"]}",
                "{\"signatures\":[\"a.b.c\"]}",
                "{\"signatures\":[\"eyJhbGciOiJub25lIn0.eyJmaWxlcyI6W119.AA\"]}",
                "{\"signatures\":[\"a.b.c\",\"a.b.c\"]}",
                "{\"signatures\":[\"a.b.c\"],\"plugin\":\"mine\"}"
            })
    void a_malformed_signature_is_refused(String document) {
        refused("", with(PLAIN, BundleSignature.FILE, utf8(document)));
    }

    @Test
    void weak_and_foreign_keys_are_not_taken() {
        // given
        String ed = SigningKey.fresh(SignatureAlgorithm.EdDSA).publicPem();

        // then
        assertThrows(IllegalArgumentException.class, () -> BundleKey.of("RS256", ed));
        assertThrows(IllegalArgumentException.class, () -> BundleKey.of("HS256", ed));
        assertThrows(IllegalArgumentException.class, () -> BundleKey.of("none", ed));
        assertThrows(IllegalArgumentException.class, () -> BundleKey.of("EdDSA", "secret"));
        assertThrows(IllegalArgumentException.class, () -> BundleKey.of("ES256", KEY.privatePem()));
    }

    private static void refused(String reason, byte[] bundle) {
        var refusal =
                assertThrows(
                        PolicyUnavailable.class, () -> PolicyBundle.signed(bundle, KEY.verifier()));
        assertTrue(refusal.toString().contains(reason), refusal.toString());
    }

    private static byte[] with(byte[] bundle, String name, byte[] content) {
        return changed(bundle, name, _ -> content);
    }

    private static byte[] appended(byte[] bundle, String name) {
        return changed(
                bundle, name, content -> utf8(new String(content, StandardCharsets.UTF_8) + "\n"));
    }

    private static byte[] changed(byte[] bundle, String name, UnaryOperator<byte[]> change) {
        return Bundles.changed(
                bundle,
                (SortedMap<String, byte[]> files) -> {
                    files.put(name, change.apply(files.getOrDefault(name, new byte[0])));
                    return files;
                });
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
