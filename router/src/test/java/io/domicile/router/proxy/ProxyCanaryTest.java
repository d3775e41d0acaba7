// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.router.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Canaries that are used at the inline proxy.
@QuarkusTest
@TestProfile(ProxyCanaryTest.WithCanaries.class)
class ProxyCanaryTest {

    private static final String STOLEN = "dk_c4n4ryPlantedInAnOldBackup";
    private static final String PERSON = "canary-person";

    /// A proxy that knows a credential and a subject, made by `openssl dgst -hmac`.
    public static final class WithCanaries extends ProxyProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                var key = Files.createTempFile("canary", ".key");
                Files.writeString(key, "2b7e151628aed2a6abf7158809cf4f3c\n");
                var settings = new HashMap<>(super.getConfigOverrides());
                settings.put("domicile.canaries.key-file", key.toString());
                settings.put(
                        "domicile.canaries.credentials",
                        "e7c196cf8b74aff5e97cc14ed229f44c5fc322dc30b885e48f02a30532d90eec");
                settings.put(
                        "domicile.canaries.subjects",
                        "0ace454a4836f2b221bfecaec580e6d888b23dcb3555da00f2e67e81244618c4");
                return settings;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject ProxyServer server;

    @Test
    void a_stolen_credential_rings_and_so_does_a_subject_in_an_address_or_a_body()
            throws IOException {
        try (var backend = new Backend()) {
            // given
            Files.createDirectories(ProxyProfile.FILE.getParent());
            Files.writeString(
                    ProxyProfile.FILE,
                    """
                    routes:
                      - name: all
                        method: POST
                        path: /**
                        upstream: "%s"
                        request: [{field: $.note, action: redact, missing: pass}]
                    """
                            .formatted(backend.address()));
            server.lookAgain();

            // when, then
            assertRings("credential", 401, given().header("Authorization", "Bearer " + STOLEN), "");
            assertRings(
                    "credential",
                    401,
                    given().header("Domicile-Authorization", "Bearer " + STOLEN),
                    "");
            assertRings("subject", 200, Api.as("acme"), PERSON.replace("c", "%63"));
            assertRings(
                    "subject",
                    200,
                    Api.as("acme")
                            .contentType("application/json")
                            .body("{\"to\":\"%s\"}".formatted(PERSON)),
                    "");
        }
    }

    private void assertRings(String kind, int status, RequestSpecification request, String last) {
        double before = raised(kind);
        request.port(server.port().orElseThrow())
                .urlEncodingEnabled(false)
                .post("/chats/" + last)
                .then()
                .statusCode(status);
        assertEquals(before + 1, raised(kind), 0, kind + " at " + last);
    }

    private static double raised(String kind) {
        var line = "domicile_alarms_total{canary=\"%s\"} ".formatted(kind);
        return metrics()
                .filter(text -> text.startsWith(line))
                .mapToDouble(text -> Double.parseDouble(text.substring(line.length())))
                .sum();
    }

    private static Stream<String> metrics() {
        return given().get("/q/metrics").asString().lines();
    }
}
