// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.auth.DevelopmentKey;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class CallersTest {

    @Test
    void without_a_token_nothing_is_told() {
        // when
        var answer =
                given().contentType("application/json")
                        .body(Examples.GERMAN_TEXT)
                        .post("/v1/records");

        // then
        assertProblem(answer, 401, "unauthenticated");
        answer.then().header("WWW-Authenticate", equalTo("Bearer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "Bearer a.b.c", "Basic YTpi", "Bearer ", "Digest x"})
    void an_invalid_token_is_no_token(String authorization) {
        // when
        var answer = given().header("Authorization", authorization).get("/v1/records/nl_1");

        // then
        assertProblem(answer, 401, "unauthenticated");
    }

    @Test
    void an_expired_token_is_no_token() {
        // given
        var token =
                DevelopmentKey.in(Api.home())
                        .token("service", "acme", "in-region", Duration.ofHours(-1));

        // when
        var answer = given().header("Authorization", "Bearer " + token).get("/v1/records/nl_1");

        // then
        assertProblem(answer, 401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aud", "exp", "iss"})
    void a_token_without_audience_expiry_or_issuer_is_no_token(String claim) throws Exception {
        // given
        var whole = signed(Optional.empty());
        var token = signed(Optional.of(claim));

        // when
        var known = given().header("Authorization", "Bearer " + whole).get("/v1/records/nl_1");
        var answer = given().header("Authorization", "Bearer " + token).get("/v1/records/nl_1");

        // then
        assertNotEquals(401, known.statusCode());
        assertProblem(answer, 401, "unauthenticated");
    }

    /// A development token, signed anew without one of its claims.
    private static String signed(Optional<String> without) throws Exception {
        var key = DevelopmentKey.in(Api.home());
        var parts = key.token("service", "acme", "in-region", Duration.ofHours(1)).split("\\.");
        var claims = JwtClaims.parse(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8));
        without.ifPresent(claims::unsetClaim);
        var pem = Files.readString(Api.home().resolve("dev/token-key.pem"));
        var der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        var token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        token.setKey(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)));
        token.setPayload(claims.toJson());
        return token.getCompactSerialization();
    }

    @ParameterizedTest
    @ValueSource(strings = {"compliance", "regulator", "operator", "device"})
    void only_services_store_records(String role) {
        // when
        var answer =
                Api.as(role, "acme", "in-region")
                        .contentType("application/json")
                        .body(Examples.GERMAN_TEXT)
                        .post("/v1/records");

        // then
        assertProblem(answer, 403, "forbidden");
    }

    @Test
    void a_token_without_a_usable_tenant_is_refused() {
        // when
        var answer = Api.post("no such/tenant name", Examples.GERMAN_TEXT);

        // then
        assertProblem(answer, 403, "forbidden");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404, not_found",
        "GET, /v1/nowhere, 404, not_found",
        "PUT, /v1/records, 405, method_not_allowed",
        "DELETE, /v1/records, 405, method_not_allowed",
        "PATCH, /v1/transfers, 405, method_not_allowed",
        "PATCH, /v1/ingest/wechat, 405, method_not_allowed"
    })
    void errors_made_before_our_code_are_problems_too(
            String method, String path, int status, String code) {
        // when
        var answer = Api.as("acme").request(method, path);

        // then
        assertProblem(answer, status, code);
        assertEquals(status == 405, answer.header("Allow") != null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/records/%00",
                "/v1/records/nl_%F0%9F",
                "/v1/records/..%2f..%2fetc",
                "/v1/records/nl_1;a=b",
                "/v1/records//",
                "//v1//records//x"
            })
    void a_hostile_path_never_breaks_the_gateway(String path) {
        // when
        var answer = Api.as("acme").header("Purpose", "support").get(path);

        // then
        assertTrue(answer.statusCode() >= 400 && answer.statusCode() < 500, path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/records/%zz",
                "/v1/records/nl_1?%zz=%",
                "/v1/subjects/%",
                "/v1/ingest/wechat?signature=%zz&timestamp=%&nonce=%"
            })
    void a_malformed_address_never_breaks_the_gateway(String path) throws IOException {
        // when
        var answer = rawGet(path);

        // then
        assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
    }

    /// Sends what no client library would.
    private static String rawGet(String path) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            var request = "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream()
                    .write(request.formatted(path).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void an_answer_that_the_caller_cannot_read_is_not_given() {
        // when
        var answer =
                Api.as("acme")
                        .accept("image/png")
                        .contentType("application/json")
                        .body(Examples.GERMAN_TEXT)
                        .post("/v1/records");

        // then
        assertProblem(answer, 406, "not_acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "a/b/c", "application/json;q=x", "/", ";", "application/"})
    void a_header_that_names_no_media_type_is_no_fault_of_ours(String accepted) {
        // when
        var answer =
                Api.as("acme")
                        .header("Accept", accepted)
                        .contentType("application/json")
                        .body(Examples.GERMAN_TEXT)
                        .post("/v1/records");

        // then
        assertTrue(Set.of(201, 400, 406).contains(answer.statusCode()), answer.asString());
    }

    private static void assertProblem(Response answer, int status, String code) {
        assertEquals(status, answer.statusCode());
        answer.then()
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("type", equalTo("urn:domicile:problem:" + code));
    }
}
