// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.audit.SignatureKind;
import io.domicile.audit.SigningKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;

/// Lines under notes that are signed with SM2 and SM3 (GB/T 32918.2, GM/T 0009): the type is `0xff`
/// and the name `domicile/sm2-sm3/v1\n`, the public key an uncompressed point (65 bytes), the
/// signature r and s (64 bytes) over the note's text, under the default user id `1234567812345678`.
/// Verifiers that do not know the type pass them over, as signed-note wants.
public final class Sm2Note implements SignatureKind {

    /// The kind.
    public static final Sm2Note KIND = new Sm2Note();

    private static final byte[] TYPE =
            "\u00ffdomicile/sm2-sm3/v1\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int PUBLIC_KEY = 65;
    private static final int SIGNATURE = 64;

    private Sm2Note() {}

    /// A private key in memory.
    ///
    /// @param secret 32 bytes; the first bit is not used, so that the scalar is below the order
    public static SigningKey key(byte[] secret) {
        var scalar = secret.clone();
        scalar[0] &= 0x7f;
        return new InMemory(new ECPrivateKeyParameters(new BigInteger(1, scalar), Sm2Wrap.CURVE));
    }

    @Override
    public byte[] type() {
        return TYPE.clone();
    }

    @Override
    public Optional<Check> check(byte[] publicKey) {
        if (publicKey.length != PUBLIC_KEY) {
            return Optional.empty();
        }
        try {
            var point = Sm2Wrap.CURVE.getCurve().decodePoint(publicKey);
            var key = new ECPublicKeyParameters(point, Sm2Wrap.CURVE);
            return Optional.of((message, signature) -> verifies(key, message, signature));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean verifies(ECPublicKeyParameters key, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE) {
            return false;
        }
        var judge = signer();
        judge.init(false, key);
        judge.update(message, 0, message.length);
        return judge.verifySignature(signature);
    }

    private static SM2Signer signer() {
        return new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
    }

    private record InMemory(ECPrivateKeyParameters key) implements SigningKey {

        @Override
        public byte[] publicKey() {
            return Sm2Wrap.CURVE.getG().multiply(key.getD()).normalize().getEncoded(false);
        }

        @Override
        public byte[] sign(byte[] message) {
            var signer = signer();
            signer.init(true, new ParametersWithRandom(key, new SecureRandom()));
            signer.update(message, 0, message.length);
            try {
                return signer.generateSignature();
            } catch (CryptoException e) {
                throw new KeysUnusable("a note could not be signed with SM2", e);
            }
        }

        @Override
        public String toString() {
            return "SigningKey";
        }
    }
}
