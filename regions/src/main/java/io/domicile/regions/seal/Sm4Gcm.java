// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/// SM4-GCM (RFC 8998) by Bouncy Castle.
final class Sm4Gcm implements Aead {

    private final byte[] key;
    private final GCMModeCipher encrypting = GCMBlockCipher.newInstance(new SM4Engine());
    private boolean ready;

    /// @param key belongs to this object from now on
    Sm4Gcm(byte[] key) {
        this.key = key;
    }

    @Override
    public void encrypt(byte[] nonce, byte[] associated, byte[] clear, byte[] output, int offset) {
        try {
            encrypting.init(true, parameters(ready ? null : key(), nonce, associated));
            ready = true;
            int length = encrypting.processBytes(clear, 0, clear.length, output, offset);
            encrypting.doFinal(output, offset + length);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("SM4-GCM does not encrypt", e);
        }
    }

    @Override
    public byte[] decrypt(byte[] nonce, byte[] associated, byte[] sealed, int offset) {
        var decrypting = GCMBlockCipher.newInstance(new SM4Engine());
        decrypting.init(false, parameters(key(), nonce, associated));
        int length = sealed.length - offset;
        var output = new byte[decrypting.getOutputSize(length)];
        try {
            int done = decrypting.processBytes(sealed, offset, length, output, 0);
            decrypting.doFinal(output, done);
            return output;
        } catch (InvalidCipherTextException e) {
            throw new TagMismatch(e);
        }
    }

    @Override
    public void destroy() {
        Arrays.fill(key, (byte) 0);
        encrypting.init(true, parameters(key(), new byte[Suite.NONCE], new byte[0]));
    }

    private KeyParameter key() {
        return new KeyParameter(key);
    }

    /// @param key null if the cipher has it already
    private static AEADParameters parameters(
            @Nullable KeyParameter key, byte[] nonce, byte[] associated) {
        return new AEADParameters(key, Suite.TAG * 8, nonce, associated);
    }
}
