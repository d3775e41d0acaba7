// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.regions.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Where a transit secrets engine is, and how to come in.
///
/// @param url address of the OpenBao or Vault server; `https`, or `http` on this machine alone
/// @param mount the path that the engine is mounted at, for instance `transit`
/// @param namespace the namespace, where the server has several
/// @param tokenFile the token in the first line; read again for each question, so that an agent may
///   renew it
/// @param tokenVariable the environment variable with the token, where there is no file
/// @param certificates the authorities to trust, in PEM; the JDK's without
/// @param timeout how long an answer may take
public record TransitPlace(
        URI url,
        String mount,
        Optional<String> namespace,
        Optional<Path> tokenFile,
        String tokenVariable,
        Optional<Path> certificates,
        Duration timeout) {

    public TransitPlace {
        boolean secret =
                "https".equals(url.getScheme())
                        || ("http".equals(url.getScheme()) && isHere(url.getHost()));
        if (!secret) {
            throw new KeysUnusable("keys go over https alone, not to " + url);
        }
    }

    /// The address of one of the engine's paths.
    URI at(String path) {
        var base = url.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "v1/" + mount + "/" + path);
    }

    /// @throws KeysUnusable if there is none; the message says where it was looked for
    String token() {
        if (tokenFile.isEmpty()) {
            return Optional.ofNullable(System.getenv(tokenVariable))
                    .map(String::strip)
                    .filter(token -> !token.isEmpty())
                    .orElseThrow(() -> new KeysUnusable("neither token-file nor " + tokenVariable));
        }
        try {
            return PrivateFile.password(tokenFile.get());
        } catch (IOException e) {
            throw new KeysUnusable(
                    "no token: " + tokenFile.get() + " is missing, unreadable or empty", e);
        }
    }

    /// @throws KeysUnusable if the file of authorities is no PEM file of certificates
    SSLContext trust() {
        try {
            if (certificates.isEmpty()) {
                return SSLContext.getDefault();
            }
            var authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            try (InputStream in = Files.newInputStream(certificates.get())) {
                for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    authorities.setCertificateEntry("" + authorities.size(), one);
                }
            }
            var managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(authorities);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysUnusable("cannot trust the certificates in " + certificates, e);
        }
    }

    private static boolean isHere(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
