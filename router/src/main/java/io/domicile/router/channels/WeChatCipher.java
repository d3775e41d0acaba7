// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Opens callbacks of WeChat's AES mode: AES-256-CBC under the `EncodingAESKey`, whose first 16
/// bytes are the IV, PKCS#7 to blocks of 32 bytes; inside 16 random bytes, the length of the
/// message, the message, and whom it is for.
///
/// CBC alone proves nothing about what it opens: callers check the signature over the text first.
final class WeChatCipher {

    private static final int BLOCK = 32;
    private static final int RANDOM = 16;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{43}");

    private final List<SecretKeySpec> keys;
    private final byte[] receiver;

    /// @param keys the `EncodingAESKey`, and the one before
    /// @param receiver the AppID
    WeChatCipher(List<String> keys, String receiver) {
        this.keys = keys.stream().map(WeChatCipher::key).toList();
        this.receiver = receiver.getBytes(StandardCharsets.UTF_8);
    }

    /// Whether the text is an `EncodingAESKey`.
    static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    private static SecretKeySpec key(String text) {
        return new SecretKeySpec(Base64.getDecoder().decode(text + "="), "AES");
    }

    /// The message in the element `Encrypt`; empty for whatever was not made under a key of ours,
    /// or is for somebody else.
    Optional<byte[]> open(String encrypted) {
        byte[] sealed;
        try {
            sealed = Base64.getDecoder().decode(encrypted);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        return sealed.length == 0 || sealed.length % BLOCK != 0
                ? Optional.empty()
                : keys.stream()
                        .flatMap(key -> message(decrypted(sealed, key)).stream())
                        .findFirst();
    }

    private static byte[] decrypted(byte[] sealed, SecretKeySpec key) {
        try {
            var cipher = Cipher.getInstance("AES/CBC/NoPadding");
            var iv = new IvParameterSpec(key.getEncoded(), 0, RANDOM);
            cipher.init(Cipher.DECRYPT_MODE, key, iv);
            return cipher.doFinal(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is part of every JDK", e);
        }
    }

    private Optional<byte[]> message(byte[] plain) {
        int padding = plain[plain.length - 1];
        if (padding < 1 || padding > BLOCK || !isPadding(plain, padding)) {
            return Optional.empty();
        }
        int end = plain.length - padding;
        int begin = RANDOM + Integer.BYTES;
        if (end < begin) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(plain).getInt(RANDOM);
        if (length < 0 || length > end - begin) {
            return Optional.empty();
        }
        var whom = Arrays.copyOfRange(plain, begin + length, end);
        return MessageDigest.isEqual(whom, receiver)
                ? Optional.of(Arrays.copyOfRange(plain, begin, begin + length))
                : Optional.empty();
    }

    private static boolean isPadding(byte[] plain, int padding) {
        int differences = 0;
        for (int i = plain.length - padding; i < plain.length; i++) {
            differences |= plain[i] ^ padding;
        }
        return differences == 0;
    }

    @Override
    public String toString() {
        return "WeChatCipher";
    }
}
