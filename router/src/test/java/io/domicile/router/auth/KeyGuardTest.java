// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyGuardTest {

    private static final String KEYS = "https://login.example.com/keys";

    @TempDir private Path home = Path.of(".");

    @ParameterizedTest
    @CsvSource({
        ", https://login.example.com, me, mp.jwt.verify.publickey.location",
        "'  ', https://login.example.com, me, mp.jwt.verify.publickey.location",
        "https://login.example.com/keys, , me, mp.jwt.verify.issuer",
        "https://login.example.com/keys, domicile-development, me, mp.jwt.verify.issuer",
        "https://login.example.com/keys, https://login.example.com, , mp.jwt.verify.audiences",
        "https://login.example.com/keys, https://login.example.com, ' ', mp.jwt.verify.audiences",
        "file:.domicile/dev/token-key.pub.pem, https://login.example.com, me, mp.jwt.verify.publickey.location"
    })
    void a_production_gateway_without_own_keys_does_not_start(
            String key, String issuer, String audience, String property) {
        // given
        var guard =
                new KeyGuard(
                        home,
                        Optional.ofNullable(key),
                        Optional.ofNullable(issuer),
                        Optional.ofNullable(audience));

        // when
        var refused = assertThrows(ConfigurationException.class, guard::requireOwnKeys);

        // then
        assertTrue(refused.toString().contains(": " + property + " "), refused.toString());
    }

    @Test
    void a_copy_of_the_development_key_is_found_out() throws IOException {
        // given
        DevelopmentKey.in(home);
        var copy = home.resolve("production.pem");
        Files.copy(home.resolve("dev").resolve("token-key.pub.pem"), copy);
        var guard =
                new KeyGuard(
                        home,
                        Optional.of("file:" + copy),
                        Optional.of("issuer"),
                        Optional.of("me"));

        // when
        var refused = assertThrows(ConfigurationException.class, guard::requireOwnKeys);

        // then
        assertTrue(refused.toString().contains("development key"), refused.toString());
    }

    @Test
    void a_production_gateway_with_an_issuer_starts() {
        // given
        var guard =
                new KeyGuard(
                        home,
                        Optional.of(KEYS),
                        Optional.of("https://login.example.com"),
                        Optional.of("me"));

        // then
        assertDoesNotThrow(guard::requireOwnKeys);
    }
}
