// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

/// A private key that signs lines under notes, wherever it is held: in memory, or in a service that
/// signs and gives nothing out. Safe for use by several threads.
public interface SigningKey {

    /// The public key that belongs to it, raw: 32 bytes of Ed25519 (RFC 8032), 1,312 bytes of
    /// ML-DSA-44 (FIPS 204).
    byte[] publicKey();

    /// Signs a message.
    ///
    /// @return the signature, raw: 64 bytes of Ed25519, 2,420 bytes of ML-DSA-44
    byte[] sign(byte[] message);

    /// The Ed25519 key with this seed, held in memory.
    ///
    /// @param seed the 32 secret bytes of an Ed25519 private key
    /// @throws IllegalArgumentException if it has another length
    static SigningKey of(byte[] seed) {
        return SeededKey.of(JdkSignature.ED25519, seed);
    }

    /// The ML-DSA-44 key with this seed, held in memory.
    ///
    /// @param seed the 32 secret bytes that FIPS 204 generates a private key from
    /// @throws IllegalArgumentException if it has another length
    static SigningKey mlDsa44(byte[] seed) {
        return SeededKey.of(JdkSignature.ML_DSA_44, seed);
    }
}
