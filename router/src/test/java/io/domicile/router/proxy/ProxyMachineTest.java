// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.router.Digest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ProxyMachineTest.WithMachines.class)
class ProxyMachineTest {

    private static final String KEY = "dk_4f0cJ2qk7mZt0wXy3bVn8s";

    /// A proxy that knows a machine.
    public static final class WithMachines extends ProxyProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<>(super.getConfigOverrides());
            var prefix = "domicile.machines.collector.";
            settings.put(prefix + "key", Digest.sha256(KEY.getBytes(StandardCharsets.UTF_8)));
            settings.put(prefix + "tenant", "machines");
            settings.put(prefix + "roles", "service");
            settings.put(prefix + "expires", "2999-12-31");
            settings.put(prefix + "calls", "POST proxy:/chats/*,POST /search");
            return settings;
        }
    }

    @Inject ProxyServer server;

    @ParameterizedTest
    @CsvSource({
        "dk_4f0cJ2qk7mZt0wXy3bVn8s, /chats/7, 200",
        "dk_4f0cJ2qk7mZt0wXy3bVn8s, /search, 403",
        "dk_4f0cJ2qk7mZt0wXy3bVn8s, /other, 403",
        "dk_4f0cJ2qk7mZt0wXy3bVn8x, /chats/7, 401"
    })
    void a_machine_uses_the_routes_that_its_key_is_for(String key, String path, int status)
            throws IOException {
        try (var backend = new Backend()) {
            // given
            Files.createDirectories(ProxyProfile.FILE.getParent());
            Files.writeString(
                    ProxyProfile.FILE,
                    "routes: [{name: all, method: POST, path: /**, upstream: \"%s\"}]"
                            .formatted(backend.address()));
            server.lookAgain();

            // when
            var answer =
                    given().port(server.port().orElseThrow())
                            .header("Authorization", "Bearer " + key)
                            .post(path);

            // then
            assertEquals(status, answer.statusCode(), answer.asString());
            assertEquals(status == 200 ? 1 : 0, backend.received().size());
        }
    }
}
