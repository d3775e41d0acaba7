// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts as WeChat does in AES mode.
final class Sealed {

    private static final int BLOCK = 32;

    private Sealed() {}

    static String by(String key, String receiver, String message) {
        return by(key, receiver, message, message.getBytes(StandardCharsets.UTF_8).length);
    }

    /// @param length what is said of the message's length
    static String by(String key, String receiver, String message, int length) {
        var text = message.getBytes(StandardCharsets.UTF_8);
        var whom = receiver.getBytes(StandardCharsets.UTF_8);
        int used = 16 + Integer.BYTES + text.length + whom.length;
        int padding = BLOCK - used % BLOCK;
        var plain = new byte[used + padding];
        Arrays.fill(plain, used, plain.length, (byte) padding);
        ByteBuffer.wrap(plain).put(new byte[16]).putInt(length).put(text).put(whom);
        var secret = Base64.getDecoder().decode(key + "=");
        try {
            var cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(secret, "AES"),
                    new IvParameterSpec(secret, 0, 16));
            return Base64.getEncoder().encodeToString(cipher.doFinal(plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
