// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/// A fresh key pair that signs bundles.
record SigningKey(SignatureAlgorithm algorithm, KeyPair pair) {

    static SigningKey fresh(SignatureAlgorithm algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm.keys());
            switch (algorithm) {
                case RS256 -> generator.initialize(2048);
                case ES256 -> generator.initialize(256);
                case EdDSA -> generator.initialize(255);
            }
            return new SigningKey(algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String publicPem() {
        return pem("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    String privatePem() {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    BundleKey verifier() {
        return BundleKey.of(algorithm.name(), publicPem());
    }

    byte[] sign(byte[] bundle) {
        try {
            return BundleSign.sign(bundle, algorithm, pair.getPrivate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(der), kind);
    }
}
