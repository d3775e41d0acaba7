// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// AES-GCM by the JDK's provider.
final class AesGcm implements Aead {

    private final Cipher cipher;
    private final Secret secret;

    /// @param key belongs to this object from now on
    AesGcm(byte[] key) {
        this.secret = new Secret(key);
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-GCM", e);
        }
    }

    @Override
    public void encrypt(byte[] nonce, byte[] associated, byte[] clear, byte[] output, int offset) {
        try {
            init(Cipher.ENCRYPT_MODE, nonce);
            cipher.updateAAD(associated);
            cipher.doFinal(clear, 0, clear.length, output, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not encrypt", e);
        }
    }

    @Override
    public byte[] decrypt(byte[] nonce, byte[] associated, byte[] sealed, int offset) {
        try {
            init(Cipher.DECRYPT_MODE, nonce);
            cipher.updateAAD(associated);
            return cipher.doFinal(sealed, offset, sealed.length - offset);
        } catch (AEADBadTagException e) {
            throw new TagMismatch(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not decrypt", e);
        }
    }

    /// The provider overwrites its copy of a key and the round keys when it gets another one.
    @Override
    public void destroy() {
        secret.destroy();
        try {
            init(Cipher.ENCRYPT_MODE, new byte[Suite.NONCE]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not forget its key", e);
        }
    }

    private void init(int mode, byte[] nonce) throws GeneralSecurityException {
        cipher.init(mode, secret, new GCMParameterSpec(Suite.TAG * 8, nonce));
    }

    /// A key that can be overwritten, which the JDK's `SecretKeySpec` cannot.
    private static final class Secret implements SecretKey {

        private static final long serialVersionUID = 1L;

        private final transient byte[] key;

        Secret(byte[] key) {
            this.key = key;
        }

        @Override
        public String getAlgorithm() {
            return "AES";
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        /// The provider overwrites the copy that it gets.
        @Override
        public byte[] getEncoded() {
            return key.clone();
        }

        @Override
        public void destroy() {
            Arrays.fill(key, (byte) 0);
        }
    }
}
