// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/// Those whom records are handed over to, as `docs/disclosures.md` says that they open them.
final class Recipients {

    private Recipients() {}

    /// One with a key of X25519.
    record X25519(X25519PrivateKeyParameters key) {

        X25519() {
            this(new X25519PrivateKeyParameters(new SecureRandom()));
        }

        String jwk() {
            return "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"%s\"}"
                    .formatted(base64(key.generatePublicKey().getEncoded()));
        }

        JsonNode open(String associated, String sealed)
                throws InvalidCipherTextException, IOException {
            var bytes = Base64.getUrlDecoder().decode(sealed);
            var suite =
                    new HPKE(
                            HPKE.mode_base,
                            HPKE.kem_X25519_SHA256,
                            HPKE.kdf_HKDF_SHA256,
                            HPKE.aead_AES_GCM256);
            var clear =
                    suite.open(
                            Arrays.copyOf(bytes, 32),
                            new AsymmetricCipherKeyPair(key.generatePublicKey(), key),
                            utf8("domicile/hand-over/v1"),
                            utf8(associated),
                            Arrays.copyOfRange(bytes, 32, bytes.length),
                            null,
                            null,
                            null);
            return Json.MAPPER.readTree(clear);
        }
    }

    /// One with a key of SM2.
    record Sm2(AsymmetricCipherKeyPair key) {

        Sm2() {
            this(pair());
        }

        private static AsymmetricCipherKeyPair pair() {
            var curve = GMNamedCurves.getByName("sm2p256v1");
            var domain = new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN());
            var generator = new ECKeyPairGenerator();
            generator.init(new ECKeyGenerationParameters(domain, new SecureRandom()));
            return generator.generateKeyPair();
        }

        String jwk() {
            var point = ((ECPublicKeyParameters) key.getPublic()).getQ().getEncoded(false);
            return "{\"kty\":\"EC\",\"crv\":\"SM2\",\"x\":\"%s\",\"y\":\"%s\"}"
                    .formatted(
                            base64(Arrays.copyOfRange(point, 1, 33)),
                            base64(Arrays.copyOfRange(point, 33, 65)));
        }

        JsonNode open(String associated, String sealed)
                throws InvalidCipherTextException, IOException {
            var bytes = Base64.getUrlDecoder().decode(sealed);
            var engine = new SM2Engine(new SM3Digest(), SM2Engine.Mode.C1C3C2);
            engine.init(false, key.getPrivate());
            var secret = new KeyParameter(engine.processBlock(bytes, 0, 113));
            var nonce = Arrays.copyOfRange(bytes, 113, 125);
            var cipher = GCMBlockCipher.newInstance(new SM4Engine());
            cipher.init(false, new AEADParameters(secret, 128, nonce, utf8(associated)));
            var clear = new byte[cipher.getOutputSize(bytes.length - 125)];
            int done = cipher.processBytes(bytes, 125, bytes.length - 125, clear, 0);
            cipher.doFinal(clear, done);
            return Json.MAPPER.readTree(clear);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
