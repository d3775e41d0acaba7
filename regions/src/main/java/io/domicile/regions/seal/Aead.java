// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

/// An AEAD under one key that is kept ready, because making a key ready costs as much as sealing a
/// short record. Not for use by several threads at once.
sealed interface Aead permits AesGcm, Sm4Gcm {

    /// Encrypts into `output` from `offset` on: ciphertext and tag, [Suite#TAG] bytes longer than
    /// `clear`.
    void encrypt(byte[] nonce, byte[] associated, byte[] clear, byte[] output, int offset);

    /// Verifies and decrypts what stands in `sealed` from `offset` to its end.
    ///
    /// @throws TagMismatch if key, nonce, associated data or ciphertext are not those of the
    ///   encryption
    byte[] decrypt(byte[] nonce, byte[] associated, byte[] sealed, int offset);

    /// Overwrites the key, and what was made of it where the provider allows that.
    void destroy();
}
