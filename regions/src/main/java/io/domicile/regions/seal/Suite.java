// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/// The algorithms that a region seals with: an AEAD with 96-bit nonces and 128-bit tags, and a MAC
/// for pseudonyms.
public enum Suite {

    /// AES-256-GCM (NIST SP 800-38D) by the JDK's provider, and HMAC-SHA-256.
    AES_256_GCM(1, "AES-256-GCM", 32),

    /// SM4-GCM (RFC 8998) by this package, and HMAC-SM3 by Bouncy Castle.
    SM4_GCM(2, "SM4-GCM", 16);

    /// Length of a nonce in bytes.
    public static final int NONCE = 12;

    /// Length of a tag in bytes.
    public static final int TAG = 16;

    private final byte code;
    private final String title;
    private final int keyLength;

    Suite(int code, String title, int keyLength) {
        this.code = (byte) code;
        this.title = title;
        this.keyLength = keyLength;
    }

    /// The suite with this name, as configuration writes it.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Suite named(String title) {
        return Arrays.stream(values())
                .filter(suite -> suite.title.equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no cipher suite " + title));
    }

    /// The suite with this number in an envelope.
    ///
    /// @throws MalformedEnvelope if there is none
    static Suite coded(byte code) {
        return Arrays.stream(values())
                .filter(suite -> suite.code == code)
                .findFirst()
                .orElseThrow(() -> new MalformedEnvelope("its suite is not known here"));
    }

    byte code() {
        return code;
    }

    /// Its name, as receipts and configuration write it.
    public String title() {
        return title;
    }

    /// Length of its keys in bytes.
    public int keyLength() {
        return keyLength;
    }

    /// Its AEAD under this key, which belongs to it from now on.
    Aead under(byte[] key) {
        return switch (this) {
            case AES_256_GCM -> new AesGcm(key);
            case SM4_GCM -> new Sm4Gcm(key);
        };
    }

    /// The keyed MAC of a message, 32 bytes.
    public byte[] mac(byte[] key, byte[] message) {
        return switch (this) {
            case AES_256_GCM -> hmacSha256(key, message);
            case SM4_GCM -> hmacSm3(key, message);
        };
    }

    /// HMAC-SHA-256, 32 bytes.
    public static byte[] hmacSha256(byte[] key, byte[] message) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA-256", e);
        }
    }

    private static byte[] hmacSm3(byte[] key, byte[] message) {
        var mac = new HMac(new SM3Digest());
        mac.init(new KeyParameter(key));
        mac.update(message, 0, message.length);
        var result = new byte[mac.getMacSize()];
        mac.doFinal(result, 0);
        return result;
    }
}
