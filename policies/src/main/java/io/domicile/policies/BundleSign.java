// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SortedMap;

/// Signs a policy bundle in OPA's format, so that a gateway and an OPA server take it at run time.
public final class BundleSign {

    private BundleSign() {}

    /// Writes a signed copy of a bundle.
    ///
    /// @param args the bundle, `RS256`, `ES256` or `EdDSA`, the private key as PKCS #8 in PEM, the
    ///   file to write
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        if (args.length != 4) {
            System.err.println("usage: BundleSign BUNDLE ALGORITHM KEY OUT");
            System.exit(2);
        }
        var algorithm = SignatureAlgorithm.of(args[1]);
        var pem = BundleKey.der("PRIVATE KEY", Files.readString(Path.of(args[2])));
        var key = BundleKey.factory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pem));
        byte[] signed = sign(Files.readAllBytes(Path.of(args[0])), algorithm, key);
        Files.write(Path.of(args[3]), signed);
        System.out.println(PolicyBundle.of(signed).revision().digest());
    }

    /// The same bundle with a new signature in place of any that it had.
    static byte[] sign(byte[] bundle, SignatureAlgorithm algorithm, PrivateKey key)
            throws IOException, GeneralSecurityException {
        SortedMap<String, byte[]> files = Tar.read(bundle);
        files.remove(BundleSignature.FILE);
        SequencedMap<String, byte[]> signed = new LinkedHashMap<>();
        signed.put(BundleSignature.FILE, BundleSignature.sign(files, algorithm, key));
        signed.putAll(files);
        return Tar.write(signed);
    }
}
