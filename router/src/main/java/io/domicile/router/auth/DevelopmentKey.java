// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.router.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/// The key that signs tokens of the development profile: made on this machine at the first start,
/// kept in `dev/` of the home folder, trusted nowhere else.
public final class DevelopmentKey {

    /// Issuer of the tokens.
    public static final String ISSUER = "domicile-development";

    /// Audience of the tokens.
    public static final String AUDIENCE = "domicile";

    private static final String PRIVATE = "token-key.pem";
    private static final String PUBLIC = "token-key.pub.pem";

    private final PrivateKey key;

    private DevelopmentKey(PrivateKey key) {
        this.key = key;
    }

    /// Reads the key, or makes it where there is none yet.
    ///
    /// @param home the gateway's home folder
    public static DevelopmentKey in(Path home) {
        var folder = home.resolve("dev");
        try {
            if (!Files.exists(folder.resolve(PRIVATE))) {
                generate(folder);
            }
            return new DevelopmentKey(read(folder.resolve(PRIVATE)));
        } catch (IOException e) {
            throw new UncheckedIOException("no development key in " + folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no development key in " + folder, e);
        }
    }

    /// Whether a configured location, a path or a `file:` address, holds the public key of a
    /// development gateway: this one's, or by its name that of another.
    static boolean isAt(String location, Path home) {
        var path = Path.of(location.startsWith("file:") ? location.substring(5) : location);
        var own = home.resolve("dev").resolve(PUBLIC);
        try {
            return path.endsWith(PUBLIC)
                    || (Files.isRegularFile(path)
                            && Files.isRegularFile(own)
                            && Files.mismatch(path, own) == -1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + location, e);
        }
    }

    /// Signs a token.
    ///
    /// @param country where its bearer reads from: an ISO code, or `in-region`
    public String token(String role, String tenant, String country, Duration ttl) {
        return token(role + "@" + tenant, role, tenant, country, ttl);
    }

    /// Signs a token of an account.
    ///
    /// @param account whose it is, the claim `sub`
    /// @param country as above
    public String token(String account, String role, String tenant, String country, Duration ttl) {
        var now = Instant.now();
        var claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", ISSUER);
        claims.put("aud", AUDIENCE);
        claims.put("sub", account);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(ttl).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("tenant", tenant);
        claims.put("country", country);
        claims.set("groups", Json.array(List.of(role)));
        var signed =
                base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims.toString());
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RS256 is part of every JDK", e);
        }
    }

    private static void generate(Path folder) throws IOException, GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var pair = generator.generateKeyPair();
        Files.createDirectories(folder);
        try {
            // the private key goes last and at once: who sees it sees the public key of the same
            // pair
            var secret = folder.resolve("." + PRIVATE + "." + ProcessHandle.current().pid());
            Files.createFile(
                    secret,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(secret, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            Files.writeString(
                    folder.resolve(PUBLIC), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
            Files.move(secret, folder.resolve(PRIVATE), StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("another process makes the key in " + folder, e);
        }
    }

    private static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
        var base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static String pem(String type, byte[] der) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, lines, type);
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
