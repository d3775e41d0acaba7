// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.policies.PolicyBundle;
import io.domicile.router.auth.DevelopmentKey;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(BundleResourceTest.SignedBundles.class)
class BundleResourceTest {

    private static final EncoderConfig NO_CHARSET =
            new EncoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false);
    static final Path FOLDER = Path.of("target", "signed-bundles");

    /// A gateway that takes bundles signed by a key of this run.
    public static class SignedBundles implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                var bundles = new Bundles(FOLDER);
                bundles.key("stranger");
                bundles.sign("stranger", "foreign.tar.gz");
                bundles.key("operator");
                bundles.sign("operator", "active.tar.gz");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
            return Map.of(
                    "domicile.policies.bundle", FOLDER.resolve("active.tar.gz").toString(),
                    "domicile.policies.verification-key", FOLDER.resolve("operator.pub").toString(),
                    "domicile.policies.signing-algorithm", "ES256");
        }
    }

    @Test
    void a_signed_bundle_decides_at_once_and_is_kept_and_audited() throws Exception {
        // given
        new Bundles(FOLDER).sign("operator", "next.tar.gz");
        var next = PolicyBundle.of(FOLDER.resolve("next.tar.gz"));

        // when
        var answer = put("next.tar.gz");

        // then
        answer.then().statusCode(200).body("digest", equalTo(next.revision().digest()));
        var stored = Api.post("acme", Examples.GERMAN_TEXT);
        stored.then()
                .statusCode(201)
                .body("policy.digest", equalTo(next.revision().digest()))
                .body("policy.revision", equalTo(next.revision().revision()));
        var entry = AuditLogs.entry("nl", stored.path("audit.entry"));
        assertEquals(next.revision().digest(), entry.path("policy").asText());
        assertEquals(next.revision().revision(), entry.path("rev").asText());
        AuditLogs.entriesOnce(
                "nl",
                event ->
                        event.path("act").asText().equals("config")
                                && event.path("policy").asText().equals(next.revision().digest()));
        assertArrayEquals(next.bytes(), Files.readAllBytes(FOLDER.resolve("active.tar.gz")));
    }

    @Test
    void the_bundle_is_served_once_to_who_has_it_already() {
        // given
        var first = get(Roles.SERVICE);
        first.then().statusCode(200).contentType("application/gzip");
        var tag = first.header("ETag");

        // when
        var again =
                Api.as(Roles.OPERATOR, "acme", "in-region")
                        .header("If-None-Match", tag)
                        .get("/v1/policies/bundle.tar.gz");

        // then
        again.then().statusCode(304).header("ETag", equalTo(tag));
        assertEquals("\"" + PolicyBundle.of(first.asByteArray()).revision().digest() + "\"", tag);
    }

    @ParameterizedTest
    @CsvSource({
        "unsigned.tar.gz, the bundle is not signed",
        "foreign.tar.gz, the bundle is not signed by the configured key",
        "operator.pub, the policy bundle is broken"
    })
    void a_bad_bundle_is_refused_with_the_reason_and_the_last_good_one_stays(
            String file, String reason) throws Exception {
        // given
        var before = get(Roles.SERVICE).header("ETag");

        // when
        var answer = put(file);

        // then
        answer.then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("bundle_refused"))
                .body("detail", containsString(reason));
        assertEquals(before, get(Roles.SERVICE).header("ETag"));
        Api.post("acme", Examples.GERMAN_TEXT).then().statusCode(201);
        AuditLogs.entriesOnce("nl", entry -> entry.path("res").asText().equals("bundle_refused"));
    }

    @Test
    void only_operators_change_the_policies() throws Exception {
        for (var role : new String[] {Roles.SERVICE, Roles.COMPLIANCE, Roles.REGULATOR}) {
            put(role, "active.tar.gz").then().statusCode(403);
        }
        given().contentType("application/gzip")
                .body(new byte[1])
                .put("/v1/policies/bundle")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {Roles.REGULATOR, Roles.COMPLIANCE})
    void others_do_not_fetch_the_bundle(String role) {
        get(role).then().statusCode(403);
        given().get("/v1/policies/bundle.tar.gz").then().statusCode(401);
    }

    @Test
    void an_opa_server_fetches_the_bundle_and_verifies_it() throws Exception {
        // given
        OpaServer.assumeFound();
        int port = OpaServer.freePort();
        var revision = PolicyBundle.of(get(Roles.SERVICE).asByteArray()).revision().revision();
        var opa = OpaServer.run(port, "--config-file=" + opaConfig());
        try {
            // when
            awaitBundle(port);

            // then
            given().port(port)
                    .contentType("application/json")
                    .body("{\"input\":{\"query\":\"no such query\",\"facts\":{}}}")
                    .post("/v1/data/domicile/decision?provenance=true")
                    .then()
                    .body("provenance.bundles.domicile.revision", equalTo(revision))
                    .body("result.effect", equalTo("DENY"));
        } finally {
            opa.destroy();
        }
    }

    static void awaitBundle(int port) {
        var deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (!isReady(port)) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("the OPA server did not take the bundle");
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static boolean isReady(int port) {
        try {
            return given().port(port).get("/health?bundles").statusCode() == 200;
        } catch (Exception notYet) {
            return false;
        }
    }

    static Path opaConfig() throws IOException {
        var config = Json.MAPPER.createObjectNode();
        var token =
                DevelopmentKey.in(Api.home())
                        .token(Roles.SERVICE, "acme", "in-region", Duration.ofHours(1));
        config.withObject("/services/gateway")
                .put("url", "http://localhost:" + RestAssured.port)
                .withObject("/credentials/bearer")
                .put("token", token);
        config.withObject("/bundles/domicile")
                .put("service", "gateway")
                .put("resource", "/v1/policies/bundle.tar.gz")
                .withObject("/signing")
                .put("keyid", "operator");
        config.withObject("/bundles/domicile/polling")
                .put("min_delay_seconds", 1)
                .put("max_delay_seconds", 1);
        config.withObject("/keys/operator")
                .put("algorithm", "ES256")
                .put("key", Files.readString(FOLDER.resolve("operator.pub")));
        return Files.writeString(FOLDER.resolve("opa.json"), config.toString());
    }

    private static Response get(String role) {
        return Api.as(role, "acme", "in-region").get("/v1/policies/bundle.tar.gz");
    }

    static Response put(String file) throws IOException {
        return put(Roles.OPERATOR, file);
    }

    private static Response put(String role, String file) throws IOException {
        return Api.as(role, "acme", "in-region")
                .config(RestAssured.config().encoderConfig(NO_CHARSET))
                .contentType("application/gzip")
                .body(Files.readAllBytes(FOLDER.resolve(file)))
                .put("/v1/policies/bundle");
    }
}
