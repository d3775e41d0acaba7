// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.regions.seal.Suite;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/// HPKE (RFC 9180), base mode: X25519, HKDF-SHA-256, AES-256-GCM. The wrapped bytes are the
/// encapsulated key (32), then ciphertext and tag; the context is the associated data.
record HpkeWrap() implements Wrap {

    private static final byte[] INFO = "domicile/dek/v1".getBytes(StandardCharsets.US_ASCII);
    private static final int ENCAPSULATED = 32;

    @Override
    public byte[] wrap(byte[] privateKey, byte[] context, byte[] material, SecureRandom random) {
        var pair = pair(privateKey);
        try {
            var sealed = hpke().seal(pair.getPublic(), INFO, context, material, null, null, null);
            var wrapped = Arrays.copyOf(sealed[1], ENCAPSULATED + sealed[0].length);
            System.arraycopy(sealed[0], 0, wrapped, ENCAPSULATED, sealed[0].length);
            return wrapped;
        } catch (InvalidCipherTextException e) {
            throw new KeysUnusable("a key could not be wrapped", e);
        }
    }

    @Override
    public byte[] unwrap(byte[] privateKey, byte[] context, byte[] wrapped) {
        if (wrapped.length <= ENCAPSULATED + Suite.TAG) {
            throw new WrapBroken("a wrapped key has the wrong length", null);
        }
        var encapsulated = Arrays.copyOf(wrapped, ENCAPSULATED);
        var sealed = Arrays.copyOfRange(wrapped, ENCAPSULATED, wrapped.length);
        try {
            return hpke().open(
                            encapsulated,
                            pair(privateKey),
                            INFO,
                            context,
                            sealed,
                            null,
                            null,
                            null);
        } catch (InvalidCipherTextException | RuntimeException e) {
            // A point of small order is answered with an IllegalStateException.
            throw new WrapBroken("a wrapped key does not open", e);
        }
    }

    /// X25519, HKDF-SHA-256, AES-256-GCM, base mode.
    static HPKE hpke() {
        return new HPKE(
                HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }

    private static AsymmetricCipherKeyPair pair(byte[] privateKey) {
        var secret = new X25519PrivateKeyParameters(privateKey, 0);
        return new AsymmetricCipherKeyPair(secret.generatePublicKey(), secret);
    }
}
