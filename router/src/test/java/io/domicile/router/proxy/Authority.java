// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Signs certificates for a test, and writes them as PEM.
final class Authority {

    private static final char[] NO_PASSWORD = new char[0];

    private final KeyPair keys = keys();
    private final X500Name name;
    private final X509Certificate certificate;

    Authority(String name) {
        this.name = new X500Name("CN=" + name);
        this.certificate = sign(this.name, keys, true, "authority.invalid");
    }

    /// A certificate with its key.
    record Identity(X509Certificate certificate, KeyPair keys) {}

    /// @param host the name that the certificate holds for; an address is one, too
    Identity issue(String subject, String host) {
        var own = keys();
        return new Identity(sign(new X500Name("CN=" + subject), own, false, host), own);
    }

    /// Writes the authority's certificate.
    Path write(Path file) {
        return write(file, "CERTIFICATE", der(certificate));
    }

    /// Writes `<name>.crt` and `<name>.key`.
    static void write(Identity identity, Path folder, String name) {
        write(folder.resolve(name + ".crt"), "CERTIFICATE", der(identity.certificate()));
        write(
                folder.resolve(name + ".key"),
                "PRIVATE KEY",
                identity.keys().getPrivate().getEncoded());
    }

    /// TLS of a client that trusts this authority.
    SSLContext client(Identity... own) {
        try {
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, NO_PASSWORD);
            trusted.setCertificateEntry("authority", certificate);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(managers(own), trust.getTrustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyManager[] managers(Identity[] own)
            throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        for (var identity : own) {
            store.setKeyEntry(
                    "own",
                    identity.keys().getPrivate(),
                    NO_PASSWORD,
                    new X509Certificate[] {identity.certificate()});
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, NO_PASSWORD);
        return managers.getKeyManagers();
    }

    private X509Certificate sign(X500Name subject, KeyPair own, boolean isAuthority, String host) {
        var now = Instant.now();
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(64, new SecureRandom()).add(BigInteger.ONE),
                            Date.from(now.minus(Duration.ofHours(1))),
                            Date.from(now.plus(Duration.ofDays(1))),
                            subject,
                            own.getPublic());
            builder.addExtension(
                    Extension.basicConstraints, true, new BasicConstraints(isAuthority));
            int kind =
                    Character.isDigit(host.charAt(0)) ? GeneralName.iPAddress : GeneralName.dNSName;
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(kind, host)));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (IOException | OperatorException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path write(Path file, String label, byte[] der) {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        try {
            return Files.writeString(
                    file,
                    "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(label, base64, label));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
