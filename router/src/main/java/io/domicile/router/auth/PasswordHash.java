// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import io.domicile.regions.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// A password as the settings keep it: `pbkdf2-sha256$<iterations>$<salt>$<hash>`, salt and hash in
/// base64.
///
/// @param iterations at least 100 000
/// @param salt at least 8 bytes
/// @param hash the derived key
record PasswordHash(int iterations, Bytes salt, Bytes hash) {

    PasswordHash {
        if (iterations < 100_000 || salt.length() < 8 || hash.length() < 16) {
            throw new IllegalArgumentException("a password hash in the settings is too weak");
        }
    }

    static PasswordHash parse(String text) {
        var parts = text.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals("pbkdf2-sha256")) {
            throw new IllegalArgumentException("a password hash in the settings is malformed");
        }
        return new PasswordHash(Integer.parseInt(parts[1]), bytes(parts[2]), bytes(parts[3]));
    }

    /// A hash that no password has, as costly as one with these iterations.
    static PasswordHash ofNobody(int iterations) {
        return new PasswordHash(iterations, Bytes.of(new byte[16]), Bytes.of(new byte[32]));
    }

    /// Whether the password is the one; takes as long either way.
    boolean matches(char[] password) {
        try {
            var spec = new PBEKeySpec(password, salt.toArray(), iterations, hash.length() * 8);
            var derived =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded();
            return MessageDigest.isEqual(derived, hash.toArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PBKDF2 is part of every JDK", e);
        }
    }

    private static Bytes bytes(String base64) {
        return Bytes.of(Base64.getDecoder().decode(base64));
    }
}
