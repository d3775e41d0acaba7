// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

/// A suite's AEAD, once with each key.
public final class OneShot {

    private OneShot() {}

    /// Encrypts.
    ///
    /// @return ciphertext and tag
    public static byte[] encrypt(
            Suite suite, byte[] key, byte[] nonce, byte[] associated, byte[] clear) {
        var sealed = new byte[clear.length + Suite.TAG];
        suite.under(key.clone()).encrypt(nonce, associated, clear, sealed, 0);
        return sealed;
    }

    /// Verifies and decrypts.
    ///
    /// @param sealed ciphertext and tag
    public static byte[] decrypt(
            Suite suite, byte[] key, byte[] nonce, byte[] associated, byte[] sealed) {
        return suite.under(key.clone()).decrypt(nonce, associated, sealed, 0);
    }
}
