// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.stream.Collectors;

/// How a bundle is signed, by the names of RFC 7518 and RFC 8037. Only what both the JDK and OPA
/// can do; no shared secrets.
enum SignatureAlgorithm {
    RS256("RSA", "SHA256withRSA"),
    ES256("EC", "SHA256withECDSAinP1363Format"),
    EdDSA("Ed25519", "Ed25519");

    private final String keys;
    private final String signature;

    SignatureAlgorithm(String keys, String signature) {
        this.keys = keys;
        this.signature = signature;
    }

    /// The algorithm of that name.
    ///
    /// @throws IllegalArgumentException naming those that are known
    static SignatureAlgorithm of(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "a bundle's signing algorithm is one of "
                                        + Arrays.stream(values())
                                                .map(Enum::name)
                                                .collect(Collectors.joining(", "))));
    }

    /// The JDK's name of the kind of keys.
    String keys() {
        return keys;
    }

    byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
        var signer = Signature.getInstance(signature);
        signer.initSign(key);
        signer.update(message);
        return signer.sign();
    }

    boolean verifies(PublicKey key, byte[] message, byte[] signed) {
        try {
            var verifier = Signature.getInstance(signature);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
