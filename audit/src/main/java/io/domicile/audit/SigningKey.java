// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// An Ed25519 private key (RFC 8032), wherever it is held: in memory, or in a service that signs
/// and gives nothing out. Safe for use by several threads.
public interface SigningKey {

    /// The public key that belongs to it, 32 bytes.
    byte[] publicKey();

    /// Signs a message.
    ///
    /// @return the signature, 64 bytes
    byte[] sign(byte[] message);

    /// The key with this seed, held in memory.
    ///
    /// @param seed the 32 secret bytes of an Ed25519 private key
    /// @throws IllegalArgumentException if it has another length
    static SigningKey of(byte[] seed) {
        if (seed.length != Ed25519PrivateKeyParameters.KEY_SIZE) {
            throw new IllegalArgumentException("an Ed25519 private key has 32 bytes");
        }
        return new InMemory(new Ed25519PrivateKeyParameters(seed));
    }

    /// A key whose bytes are here.
    record InMemory(Ed25519PrivateKeyParameters key) implements SigningKey {

        @Override
        public byte[] publicKey() {
            return key.generatePublicKey().getEncoded();
        }

        @Override
        public byte[] sign(byte[] message) {
            var signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        }

        @Override
        public String toString() {
            return "SigningKey";
        }
    }
}
