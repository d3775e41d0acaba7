// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientTest {

    private static final byte[] CLEAR = "{\"records\":[]}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BOUND = "nl_1".getBytes(StandardCharsets.UTF_8);

    @Test
    void what_is_sealed_to_a_key_of_x25519_opens_by_hpke_for_it_alone() throws Exception {
        // given
        var mine = new X25519PrivateKeyParameters(new SecureRandom());
        var other = new X25519PrivateKeyParameters(new SecureRandom());
        var recipient =
                new Recipient(
                        Recipient.Kind.X25519, Bytes.of(mine.generatePublicKey().getEncoded()));

        // when
        var sealed = recipient.seal(BOUND, CLEAR);

        // then
        assertArrayEquals(CLEAR, hpke(mine, BOUND, sealed));
        assertThrows(InvalidCipherTextException.class, () -> hpke(other, BOUND, sealed));
        assertThrows(InvalidCipherTextException.class, () -> hpke(mine, CLEAR, sealed));
    }

    @Test
    void what_is_sealed_to_a_key_of_sm2_opens_by_sm2_and_sm4_for_it_alone() throws Exception {
        // given
        var mine = sm2();
        var other = sm2();
        var point = ((ECPublicKeyParameters) mine.getPublic()).getQ().getEncoded(false);
        var recipient = new Recipient(Recipient.Kind.SM2, Bytes.of(point));

        // when
        var sealed = recipient.seal(BOUND, CLEAR);

        // then
        assertArrayEquals(CLEAR, sm4(mine, BOUND, sealed));
        assertThrows(InvalidCipherTextException.class, () -> sm4(other, BOUND, sealed));
        assertThrows(InvalidCipherTextException.class, () -> sm4(mine, CLEAR, sealed));
    }

    @ParameterizedTest
    @CsvSource({"X25519, 32", "X25519, 31", "X25519, 0", "SM2, 65", "SM2, 1", "SM2, 0"})
    void nothing_is_sealed_to_what_is_no_key(Recipient.Kind kind, int length) {
        // given
        var zeros = Bytes.of(new byte[length]);

        // when, then
        assertThrows(IllegalArgumentException.class, () -> new Recipient(kind, zeros));
    }

    private static byte[] hpke(X25519PrivateKeyParameters key, byte[] bound, byte[] sealed)
            throws InvalidCipherTextException {
        var suite =
                new HPKE(
                        HPKE.mode_base,
                        HPKE.kem_X25519_SHA256,
                        HPKE.kdf_HKDF_SHA256,
                        HPKE.aead_AES_GCM256);
        return suite.open(
                Arrays.copyOf(sealed, 32),
                new AsymmetricCipherKeyPair(key.generatePublicKey(), key),
                "domicile/hand-over/v1".getBytes(StandardCharsets.US_ASCII),
                bound,
                Arrays.copyOfRange(sealed, 32, sealed.length),
                null,
                null,
                null);
    }

    private static byte[] sm4(AsymmetricCipherKeyPair key, byte[] bound, byte[] sealed)
            throws InvalidCipherTextException {
        var engine = new SM2Engine(new SM3Digest(), SM2Engine.Mode.C1C3C2);
        engine.init(false, key.getPrivate());
        var secret = engine.processBlock(sealed, 0, 113);
        var nonce = Arrays.copyOfRange(sealed, 113, 125);
        var cipher = GCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(false, new AEADParameters(new KeyParameter(secret), 128, nonce, bound));
        var clear = new byte[cipher.getOutputSize(sealed.length - 125)];
        int done = cipher.processBytes(sealed, 125, sealed.length - 125, clear, 0);
        cipher.doFinal(clear, done);
        return clear;
    }

    private static AsymmetricCipherKeyPair sm2() {
        var curve = GMNamedCurves.getByName("sm2p256v1");
        var domain = new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN());
        var generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(domain, new SecureRandom()));
        return generator.generateKeyPair();
    }
}
