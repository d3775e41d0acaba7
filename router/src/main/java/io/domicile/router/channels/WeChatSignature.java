// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The signature of a WeChat callback: SHA-1 of token, timestamp and nonce, sorted and joined. It
/// proves who calls. In clear mode it does not cover the body, so callbacks belong behind TLS; the
/// signature of encrypted callbacks covers what is encrypted.
record WeChatSignature(String signature, String timestamp, String nonce) {

    /// The parameters of a request; empty when one is missing.
    static Optional<WeChatSignature> of(
            @Nullable String signature, @Nullable String timestamp, @Nullable String nonce) {
        return signature == null || timestamp == null || nonce == null
                ? Optional.empty()
                : Optional.of(new WeChatSignature(signature, timestamp, nonce));
    }

    boolean isBy(String token) {
        return is(signature, Stream.of(token, timestamp, nonce));
    }

    /// Whether the token made the signature of an encrypted callback.
    ///
    /// @param message the signature, `msg_signature`, which covers the element `Encrypt` too
    boolean isBy(String token, String message, String encrypted) {
        return is(message, Stream.of(token, timestamp, nonce, encrypted));
    }

    private static boolean is(String signature, Stream<String> parts) {
        var joined = parts.sorted().collect(Collectors.joining());
        try {
            var digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(joined.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(
                    HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII),
                    signature.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-1 is part of every JDK", e);
        }
    }

    /// Whether it was made within the window around now.
    boolean isFresh(Instant now, Duration window) {
        return timestamp.matches("\\d{1,11}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                                .abs()
                                .compareTo(window)
                        <= 0;
    }

    /// A name for a callback that tells nothing about its sender to whoever reads it.
    static String nameOf(String token, String callback) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(callback.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every JDK", e);
        }
    }
}
