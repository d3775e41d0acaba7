// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;

/// SM2 encryption (GB/T 32918.4), ciphertext in the order C1 C3 C2. SM2 knows no associated data,
/// so the SM3 digest of the context is encrypted after the material and compared at opening.
record Sm2Wrap() implements Wrap {

    /// How a point begins whose two coordinates follow (GB/T 32918.1, 4.2.9).
    private static final byte UNCOMPRESSED = 4;

    static final ECDomainParameters CURVE =
            new ECDomainParameters(CustomNamedCurves.getByName("sm2p256v1"));

    @Override
    public byte[] wrap(byte[] privateKey, byte[] context, byte[] material, SecureRandom random) {
        var digest = digest(context);
        var clear = Arrays.copyOf(material, material.length + digest.length);
        System.arraycopy(digest, 0, clear, material.length, digest.length);
        var secret = new BigInteger(1, privateKey);
        var recipient = new ECPublicKeyParameters(CURVE.getG().multiply(secret), CURVE);
        try {
            return encrypt(recipient, clear, random);
        } catch (InvalidCipherTextException e) {
            throw new KeysUnusable("a key could not be wrapped", e);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    @Override
    public byte[] unwrap(byte[] privateKey, byte[] context, byte[] wrapped) {
        var clear = decrypt(privateKey, wrapped);
        try {
            var digest = digest(context);
            int length = clear.length - digest.length;
            if (length < 0
                    || !MessageDigest.isEqual(
                            digest, Arrays.copyOfRange(clear, length, clear.length))) {
                throw new WrapBroken("a wrapped key belongs to another", null);
            }
            return Arrays.copyOf(clear, length);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /// Encrypts for a public key.
    static byte[] encrypt(ECPublicKeyParameters recipient, byte[] clear, SecureRandom random)
            throws InvalidCipherTextException {
        var engine = engine();
        engine.init(true, new ParametersWithRandom(recipient, random));
        return engine.processBlock(clear, 0, clear.length);
    }

    /// What was encrypted for this key.
    static byte[] decrypt(byte[] privateKey, byte[] encrypted) {
        if (encrypted.length == 0 || encrypted[0] != UNCOMPRESSED) {
            // The engine takes other spellings of the same point, so bytes that were changed.
            throw new WrapBroken("a wrapped key does not open", null);
        }
        var engine = engine();
        engine.init(false, new ECPrivateKeyParameters(new BigInteger(1, privateKey), CURVE));
        try {
            return engine.processBlock(encrypted, 0, encrypted.length);
        } catch (InvalidCipherTextException | RuntimeException e) {
            // The engine answers a point off the curve with an IllegalArgumentException.
            throw new WrapBroken("a wrapped key does not open", e);
        }
    }

    private static SM2Engine engine() {
        return new SM2Engine(new SM3Digest(), SM2Engine.Mode.C1C3C2);
    }

    /// SM3.
    static byte[] digest(byte[] context) {
        var sm3 = new SM3Digest();
        sm3.update(context, 0, context.length);
        var digest = new byte[sm3.getDigestSize()];
        sm3.doFinal(digest, 0);
        return digest;
    }
}
