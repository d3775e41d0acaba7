// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/// The key that bundles must be signed with, and the one algorithm that it is used with.
public final class BundleKey {

    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN ([A-Z ]+)-----([^-]+)-----END \\1-----\\s*");
    private static final int SHORTEST_RSA = 2048;
    private static final int P256 = 256;

    private final SignatureAlgorithm algorithm;
    private final PublicKey key;

    private BundleKey(SignatureAlgorithm algorithm, PublicKey key) {
        this.algorithm = algorithm;
        this.key = key;
    }

    /// Reads a public key, the same file that OPA takes as `--verification-key`.
    ///
    /// @param algorithm `RS256`, `ES256` (curve P-256) or `EdDSA` (Ed25519)
    /// @param pem `-----BEGIN PUBLIC KEY-----` and so on
    /// @throws IllegalArgumentException if it is no such key, or too weak
    public static BundleKey of(String algorithm, String pem) {
        var chosen = SignatureAlgorithm.of(algorithm);
        try {
            var spec = new X509EncodedKeySpec(der("PUBLIC KEY", pem));
            return new BundleKey(chosen, strong(factory(chosen).generatePublic(spec)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key is not one for " + algorithm, e);
        }
    }

    static KeyFactory factory(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm.keys());
    }

    /// The bytes for an [java.security.spec.EncodedKeySpec].
    ///
    /// @throws IllegalArgumentException if the text is no PEM of that kind
    static byte[] der(String kind, String pem) {
        var match = PEM.matcher(pem);
        if (!match.matches() || !match.group(1).equals(kind)) {
            throw new IllegalArgumentException("not a PEM file with a " + kind);
        }
        return Base64.getMimeDecoder().decode(match.group(2));
    }

    SignatureAlgorithm algorithm() {
        return algorithm;
    }

    boolean verifies(byte[] message, byte[] signature) {
        return algorithm.verifies(key, message, signature);
    }

    private static PublicKey strong(PublicKey key) throws GeneralSecurityException {
        boolean strong =
                switch (key) {
                    case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= SHORTEST_RSA;
                    case ECPublicKey ec -> ec.getParams().getOrder().bitLength() == P256;
                    default -> true;
                };
        if (!strong) {
            throw new GeneralSecurityException("RSA of at least 2048 bits, or the curve P-256");
        }
        return key;
    }
}
