// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.auth.DevelopmentKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// Tokens as other issuers make them: with several roles, or none.
final class Tokens {

    private Tokens() {}

    static String of(List<String> roles, String tenant, String country) {
        return of(roles, tenant, country, JsonNodeFactory.instance.objectNode());
    }

    /// @param more further claims
    static String of(List<String> roles, String tenant, String country, ObjectNode more) {
        var claims = more.deepCopy();
        claims.put("iss", DevelopmentKey.ISSUER);
        claims.put("aud", DevelopmentKey.AUDIENCE);
        claims.put("sub", String.join("+", roles) + "@" + tenant);
        claims.put("iat", Instant.now().getEpochSecond());
        claims.put("exp", Instant.now().plusSeconds(3600).getEpochSecond());
        claims.put("tenant", tenant);
        claims.put("country", country);
        claims.set("groups", Json.array(roles));
        var signed =
                base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims.toString());
        return signed + "." + signature(signed);
    }

    private static String signature(String text) {
        try {
            var pem = Files.readString(Api.home().resolve("dev").resolve("token-key.pem"));
            var der = Base64.getDecoder().decode(pem.replaceAll("-----[A-Z ]+-----|\\s", ""));
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)));
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return base64(signature.sign());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
