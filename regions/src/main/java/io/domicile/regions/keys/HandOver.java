// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/// Seals what leaves the gateway for good to somebody's public key. `docs/disclosures.md` says how
/// it is opened without Domicile.
public final class HandOver {

    private static final byte[] INFO = "domicile/hand-over/v1".getBytes(StandardCharsets.US_ASCII);

    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private HandOver() {}

    /// Tries a public key.
    ///
    /// @param sm2 whether it is one of SM2, else of X25519
    /// @throws IllegalArgumentException if nothing can be sealed to it
    public static void require(boolean sm2, byte[] key) {
        try {
            var unused = sm2 ? sm2(key, INFO, INFO) : hpke(key, INFO, INFO);
        } catch (RuntimeException e) {
            // Points of small order and off the curve come with exceptions of their own.
            throw new IllegalArgumentException("no public key of its kind", e);
        }
    }

    /// HPKE, base mode: the encapsulated key, then ciphertext and tag.
    public static byte[] hpke(byte[] key, byte[] associated, byte[] clear) {
        if (key.length != X25519PublicKeyParameters.KEY_SIZE) {
            throw new IllegalArgumentException("a key of X25519 has 32 bytes");
        }
        var recipient = new X25519PublicKeyParameters(key, 0);
        try {
            var sealed = HpkeWrap.hpke().seal(recipient, INFO, associated, clear, null, null, null);
            return join(sealed[1], sealed[0]);
        } catch (InvalidCipherTextException e) {
            throw new KeysUnusable("nothing could be sealed to the recipient", e);
        }
    }

    /// SM4-GCM under a fresh key, which is encrypted by SM2: encrypted key, nonce, ciphertext, tag.
    public static byte[] sm2(byte[] key, byte[] associated, byte[] clear) {
        var point = Sm2Wrap.CURVE.getCurve().decodePoint(key);
        var recipient =
                new ECPublicKeyParameters(Sm2Wrap.CURVE.validatePublicPoint(point), Sm2Wrap.CURVE);
        var secret = new byte[16];
        RANDOM.nextBytes(secret);
        try {
            var encrypted = Sm2Wrap.encrypt(recipient, secret, RANDOM);
            return join(encrypted, sm4(secret, associated, clear));
        } catch (InvalidCipherTextException e) {
            throw new KeysUnusable("nothing could be sealed to the recipient", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte[] sm4(byte[] secret, byte[] associated, byte[] clear)
            throws InvalidCipherTextException {
        var nonce = new byte[12];
        RANDOM.nextBytes(nonce);
        var cipher = GCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(
                true, new AEADParameters(new KeyParameter(secret), TAG_BITS, nonce, associated));
        var sealed = Arrays.copyOf(nonce, nonce.length + cipher.getOutputSize(clear.length));
        int done = cipher.processBytes(clear, 0, clear.length, sealed, nonce.length);
        cipher.doFinal(sealed, nonce.length + done);
        return sealed;
    }

    private static byte[] join(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
