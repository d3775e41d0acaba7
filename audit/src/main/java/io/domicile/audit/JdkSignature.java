// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// The signature algorithms of the JDK, over whole messages and with raw public keys.
enum JdkSignature {
    ED25519("Ed25519", 32, "302a300506032b6570032100"),
    /// Pure ML-DSA with an empty context, the only form the JDK has.
    ML_DSA_44("ML-DSA-44", 1_312, "30820532300b06096086480165030403110382052100");

    private final String algorithm;
    private final int keyBytes;
    private final String header;

    /// @param header what DER puts before the raw public key, in hex
    JdkSignature(String algorithm, int keyBytes, String header) {
        this.algorithm = algorithm;
        this.keyBytes = keyBytes;
        this.header = header;
    }

    /// The JDK's name of the algorithm.
    String algorithm() {
        return algorithm;
    }

    /// The raw bytes of a public key.
    byte[] raw(PublicKey key) {
        var der = key.getEncoded();
        return Arrays.copyOfRange(der, der.length - keyBytes, der.length);
    }

    /// The public key of these raw bytes, if they are one.
    Optional<PublicKey> read(byte[] raw) {
        if (raw.length != keyBytes) {
            return Optional.empty();
        }
        var der = HexFormat.of().parseHex(header + HexFormat.of().formatHex(raw));
        try {
            var factory = KeyFactory.getInstance(algorithm);
            return Optional.of(factory.generatePublic(new X509EncodedKeySpec(der)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        try {
            var judge = Signature.getInstance(algorithm);
            judge.initVerify(key);
            judge.update(message);
            return judge.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
