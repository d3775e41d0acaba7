// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.duties;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.domicile.policies.RegionId;
import io.domicile.regions.KeyStores;
import io.domicile.router.Api;
import io.domicile.router.Examples;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OtherRegionsTest.SealingOtherwise.class)
class OtherRegionsTest {

    /// A gateway whose Dutch store seals as the Chinese one does, and whose store in Singapore has
    /// keys that were made for the Netherlands.
    public static final class SealingOtherwise implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            var home = Path.of(System.getProperty("domicile.home", "target/home") + "-otherwise");
            var keys = home.resolve("foreign.p12");
            var password = home.resolve("foreign.password");
            if (!Files.exists(keys)) {
                make(home);
                KeyStores.create(RegionId.of("nl"), keys, password);
            }
            return Map.of(
                    "domicile.home", home.toString(),
                    "domicile.regions.nl.suite", "SM4-GCM",
                    "domicile.regions.sg.key-store", keys.toString(),
                    "domicile.regions.sg.key-store-password-file", password.toString());
        }

        private static void make(Path folder) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void a_region_that_would_seal_with_another_suite_takes_nothing() {
        // when
        var answer = Api.post("acme", Examples.GERMAN_TEXT);

        // then
        answer.then()
                .statusCode(451)
                .body("code", equalTo("obligation_unsupported"))
                .body("obligations", contains("ENC.AES"));
    }

    @Test
    void a_region_with_keys_of_another_takes_nothing() {
        // when
        var answer = Api.post("acme", Examples.SINGAPORE_TEXT);

        // then
        answer.then().statusCode(451).body("obligations", contains("KEY.LOCAL"));
    }

    @Test
    void nothing_is_even_held_where_it_would_be_sealed_otherwise() {
        // given
        var homeless = Examples.GERMAN_TEXT.replace("\"home\":\"DE\",", "");

        // when
        var answer = Api.post("acme", homeless);

        // then
        answer.then().statusCode(451).body("need", equalTo("ENC.AES"));
    }

    @Test
    void a_region_as_the_law_wants_it_goes_on() {
        // when
        var answer = Api.post("acme", Examples.MAINLAND_POINT);

        // then
        answer.then().statusCode(201);
    }
}
