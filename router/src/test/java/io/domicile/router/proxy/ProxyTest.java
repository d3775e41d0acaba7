// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.regions.seal.Envelope;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Json;
import io.domicile.router.auth.DevelopmentKey;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ProxyProfile.class)
class ProxyTest {

    private static final String ROUTES =
            """
            detokenise:
              - {host: 127.0.0.1, path: /messages, purpose: deliver_message}
              - {host: 127.0.0.1, path: /pages, purpose: deliver_message}
              - {host: 127.0.0.1, path: /partners, purpose: deliver_message}
            routes:
              - name: plain
                method: POST
                path: /plain/**
                upstream: UPSTREAM
              - name: hidden
                method: POST
                path: /hidden
                upstream: UPSTREAM
                request:
                  - {field: $.secret, action: redact}
                  - {field: $.deep, action: mask, missing: pass}
                  - {field: "$..drop", action: drop, missing: pass}
                  - {field: $.place, as: loc.point, action: coarsen, missing: pass}
              - name: events
                method: POST
                path: /events
                upstream: UPSTREAM
                headers:
                  - {name: ce-subject, action: drop}
                  - {name: ce-partner, action: redact}
                  - {name: x-echo, action: drop}
                request:
                  - {field: $.secret, action: redact}
              - name: send
                method: POST
                path: /chats/{chat}/messages
                upstream: UPSTREAM
                purpose: deliver_message
                record:
                  subjects: [{id: $.from, role: author, home: $.home, age: 34}]
                  collect: $.home
                  via: phone
                  session: "{chat}"
                  location: {crs: WGS84, precision_m: 5}
                  consents: [CONSENT.EPRIV, CONSENT.SEP]
                request:
                  - {field: $.text, as: msg.text, action: tokenise, missing: pass}
                  - {field: $.location, as: msg.loc, action: tokenise, missing: pass}
                  - {field: $.voice, as: msg.voice, action: tokenise, mime: audio/ogg, missing: pass}
              - name: track
                method: POST
                path: /tracks
                upstream: UPSTREAM
                purpose: deliver_message
                record:
                  subjects: [{id: $.from, role: author, home: NL, age: 34}]
                  collect: NL
                  via: phone
                  location: {crs: WGS84, precision_m: 5}
                  consents: [CONSENT.EPRIV]
                request:
                  - {field: $.at, as: msg.loc, action: tokenise, token: numeric}
              - name: vault
                method: POST
                path: /vault
                upstream: UPSTREAM
                purpose: deliver_message
                country: COUNTRY
                record:
                  subjects: [{id: $.from, role: author, home: DE, age: 34}]
                  collect: DE
                  via: phone
                  location: {crs: WGS84, precision_m: 5}
                  consents: [CONSENT.EPRIV, CONSENT.SEP]
                request:
                  - {field: $.text, as: msg.text, action: seal, missing: pass}
                  - {field: $.location, as: msg.loc, action: seal, missing: pass}
              - name: book
                method: POST
                path: /book
                upstream: UPSTREAM
                purpose: deliver_message
                record:
                  subjects: [{id: $.from, role: author, home: DE, age: 34}]
                  collect: DE
                  via: phone
                  consents: [CONSENT.EPRIV, CONSENT.SEP]
                request:
                  - {field: $.phone, as: msg.text, action: tokenise, token: format}
              - name: pages
                method: GET
                path: /pages
                upstream: UPSTREAM
                purpose: deliver_message
                response:
                  - {field: $.phone, action: detokenise, token: format}
              - name: messages
                method: GET
                path: /messages
                upstream: UPSTREAM
                purpose: deliver_message
                response:
                  - {field: "$..*", action: detokenise, token: numeric, missing: pass}
              - name: partners
                method: POST
                path: /partners
                upstream: UPSTREAM
                purpose: deliver_message
                country: GB
                request:
                  - {field: $.text, action: detokenise}
              - name: answers
                method: GET
                path: /answers
                upstream: UPSTREAM
                response:
                  - {field: $.secret, action: redact}
              - name: own
                tenant: acme
                method: GET
                path: /own
                upstream: UPSTREAM
            """;

    private final HttpClient http = HttpClient.newHttpClient();

    private Backend backend;

    @Inject ProxyServer server;

    @BeforeEach
    void listen() throws IOException {
        backend = new Backend();
        put(ROUTES);
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    private void put(String routes) throws IOException {
        Files.createDirectories(ProxyProfile.FILE.getParent());
        Files.writeString(
                ProxyProfile.FILE,
                routes.replace("UPSTREAM", backend.address()).replace("COUNTRY", "in-region"));
        server.lookAgain();
    }

    private RequestSpecification as(String tenant) {
        return Api.as(tenant).port(server.port().orElseThrow());
    }

    private Response post(String path, String body) {
        return as("acme").contentType("application/json").body(body).post(path);
    }

    private static JsonNode json(String body) throws IOException {
        return Json.MAPPER.readTree(body);
    }

    @Test
    void what_has_no_rules_goes_through_as_it_is() {
        // given
        backend.answers(201, "text/plain", "made");

        // when
        var answer =
                as("acme")
                        .header("Connection", "X-Hop")
                        .header("X-Hop", "1")
                        .header(
                                "traceparent",
                                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                        .contentType("text/plain")
                        .body("anything")
                        .post("/plain/a/b?q=1");

        // then
        answer.then()
                .statusCode(201)
                .header("Upstream-Status", "201")
                .header("Server-Timing", containsString("upstream;dur="));
        assertEquals("made", answer.asString());
        var received = backend.only();
        assertEquals("/plain/a/b?q=1", received.uri());
        assertEquals("anything", received.body());
        assertNull(received.headers().getFirst("Authorization"));
        assertNull(received.headers().getFirst("X-Hop"));
        assertTrue(received.headers().containsKey("traceparent"));
        assertTrue(backend.address().endsWith(received.headers().getFirst("Host")));
    }

    @Test
    void the_upstreams_own_authorization_goes_on_where_ours_has_a_header_of_its_own() {
        // when
        var token =
                DevelopmentKey.in(Api.home())
                        .token("service", "acme", "in-region", Duration.ofHours(1));
        var answer =
                given().port(server.port().orElseThrow())
                        .header("Domicile-Authorization", "Bearer " + token)
                        .header("Authorization", "Basic dTpw")
                        .post("/plain/x");

        // then
        answer.then().statusCode(200);
        var headers = backend.only().headers();
        assertEquals("Basic dTpw", headers.getFirst("Authorization"));
        assertNull(headers.getFirst("Domicile-Authorization"));
    }

    @Test
    void declared_fields_do_not_go_on_whatever_they_are() throws IOException {
        // given
        var body =
                """
                {"secret":{"CANARY":["CANARY",4711,true,null]},"deep":[4711,{"CANARY":1}],
                 "a":[{"drop":"CANARY","keep":1.10},{"drop":null}],
                 "place":{"lat":52.37311,"lng":4.89261,"name":"CANARY"},"other":"stays"}
                """;

        // when
        var answer = post("/hidden", body);

        // then
        answer.then().statusCode(200);
        var received = backend.only();
        assertFalse(received.whole().contains("CANARY"));
        assertFalse(received.whole().contains("4711"));
        assertFalse(received.whole().contains("52.373"));
        assertEquals(
                json("""
                {"secret":"[redacted]","deep":[],"a":[{"keep":1.10},{}],
                 "place":{"lat":52.37754,"lng":4.9022},"other":"stays"}
                """)
                        .path("a"),
                json(received.body()).path("a"));
        assertEquals("stays", json(received.body()).path("other").asText());
        assertTrue(received.body().contains("1.10"), "numbers stay as they are");
    }

    @Test
    void what_was_done_to_a_request_is_in_the_log() {
        // when
        post("/hidden", "{\"secret\":\"logged\"}").then().statusCode(200);

        // then
        var entries =
                AuditLogs.entriesOnce("nl", entry -> entry.path("act").asText().equals("pass"));
        assertTrue(entries.stream().anyMatch(entry -> entry.toString().contains("route:hidden")));
    }

    @Test
    void a_protected_field_becomes_a_record_and_the_upstream_gets_a_token() throws IOException {
        // given
        var body =
                """
                {"from":"u-1842","home":"DE","text":"Hallo CANARY","kind":"chat",
                 "location":{"latitude":52.3731,"longitude":4.8926,"name":"Dam CANARY"},
                 "voice":"Q0FOQVJZ"}
                """;

        // when
        var answer = post("/chats/s-78/messages", body);

        // then
        answer.then().statusCode(200);
        var received = json(backend.only().body());
        assertFalse(received.toString().contains("CANARY"));
        assertFalse(received.toString().contains("52.37"));
        assertFalse(received.toString().contains("Q0FOQVJZ"));
        var text = Token.parse(received.path("text").asText()).orElseThrow();
        Api.read("acme", text.record().toString())
                .then()
                .statusCode(200)
                .body("record.message.body", equalTo("Hallo CANARY"))
                .body("record.session", equalTo("s-78"));
        var lat = Token.parse(received.at("/location/latitude").asText()).orElseThrow();
        Api.read("acme", lat.record().toString())
                .then()
                .statusCode(200)
                .body("record.location.label", equalTo("Dam CANARY"));
    }

    @Test
    void a_record_that_the_law_refuses_reaches_no_upstream() {
        // given
        var mainland =
                """
                {"from":"u-9","home":"CN","location":{"lat":31.1753,"lon":121.5315}}
                """;

        // when
        var answer = post("/chats/s-79/messages", mainland);

        // then
        assertEquals(451, answer.statusCode(), answer.asString());
        assertTrue(backend.received().isEmpty());
    }

    @Test
    void a_record_that_is_held_reaches_no_upstream() {
        // when
        var answer = post("/chats/s-80/messages", "{\"from\":\"u-9\",\"text\":\"where am I\"}");

        // then
        answer.then().statusCode(451).body("code", equalTo("held"));
        assertTrue(backend.received().isEmpty());
    }

    @Test
    void tokens_in_an_answer_become_values_where_the_law_lets_the_caller_read() throws IOException {
        // given
        post(
                "/chats/s-81/messages",
                "{\"from\":\"u-1842\",\"home\":\"DE\",\"text\":\"Hallo again\"}");
        var stored = backend.only().body();
        backend.answers(200, "application/json", "{\"all\":[" + stored + "]}");

        // when
        var near = as("acme").get("/messages");
        var stranger = as("rival").get("/messages");
        var abroad =
                Api.as("service", "acme", "US").port(server.port().orElseThrow()).get("/messages");

        // then
        near.then().statusCode(200).body("all[0].text", equalTo("Hallo again"));
        var token = json(stored).path("text").asText();
        stranger.then().statusCode(200).body("all[0].text", equalTo(token));
        abroad.then().statusCode(200).body("all[0].text", equalTo(token));
    }

    @Test
    void numbers_become_numbers_where_the_route_asks_for_them() throws IOException {
        // given
        var sent = "{\"from\":\"u-7\",\"at\":{\"lat\":52.3731,\"lng\":4.8926,\"name\":\"Dam 1\"}}";

        // when
        as("acme")
                .header("Idempotency-Key", "track-" + System.nanoTime())
                .contentType("application/json")
                .body(sent)
                .post("/tracks")
                .then()
                .statusCode(200);

        // then
        var at = json(backend.only().body()).path("at");
        assertTrue(at.path("lat").isIntegralNumber() && at.path("lng").isIntegralNumber());
        assertEquals(at.path("lat").longValue(), (long) at.path("lat").doubleValue());
        assertTrue(at.path("name").isTextual() && !at.toString().contains("Dam"));
        backend.answers(200, "application/json", "{\"at\":" + at + "}");
        assertEquals(
                json(sent).path("at"), json(as("acme").get("/messages").asString()).path("at"));
        assertEquals(at, json(as("rival").get("/messages").asString()).path("at"));
    }

    @Test
    void the_same_request_again_makes_the_same_tokens() {
        // given
        var again =
                as("acme")
                        .header("Idempotency-Key", "again-" + System.nanoTime())
                        .contentType("application/json")
                        .body(
                                "{\"from\":\"u-7\",\"at\":{\"lat\":52.1,\"lon\":4.8,\"label\":\"x\"}}");

        // when
        again.post("/tracks").then().statusCode(200);
        again.post("/tracks").then().statusCode(200);

        // then
        assertEquals(2, backend.received().size());
        assertEquals(backend.received().get(0).body(), backend.received().get(1).body());
    }

    @Test
    void a_sealed_field_rests_upstream_in_an_envelope_that_only_its_home_opens()
            throws IOException {
        // given
        var sent =
                """
                {"from":"u-77","text":"sealed CANARY",
                 "location":{"lat":52.3731,"lng":4.8926,"name":"Dam CANARY"}}
                """;

        // when
        post("/vault", sent).then().statusCode(200);

        // then
        var kept = backend.only().body();
        assertFalse(kept.contains("CANARY") || kept.contains("52.37"));
        var token = Token.parse(json(kept).path("text").asText()).orElseThrow();
        assertEquals("nl", token.record().region().code());
        var envelope = Envelope.read(token.envelope().orElseThrow().toArray());
        assertTrue(envelope.sealed().length > "sealed CANARY".length());
        backend.answers(200, "application/json", kept);
        assertEquals(json(sent), json(as("acme").get("/messages").asString()));
        assertEquals(json(kept), json(as("rival").get("/messages").asString()));
    }

    @Test
    void an_envelope_that_is_not_the_records_own_stays_closed() throws IOException {
        // given
        post("/vault", "{\"from\":\"u-78\",\"text\":\"mine\"}").then().statusCode(200);
        var token = json(backend.only().body()).path("text").asText();
        int middle = token.length() - 20;
        char other = token.charAt(middle) == 'A' ? 'B' : 'A';
        var forged = token.substring(0, middle) + other + token.substring(middle + 1);

        // when
        backend.answers(
                200,
                "application/json",
                "{\"forged\":\"" + forged + "\",\"cut\":\"" + token.substring(0, middle) + "\"}");

        // then
        as("acme")
                .get("/messages")
                .then()
                .statusCode(200)
                .body("forged", equalTo(forged))
                .body("cut", equalTo(token.substring(0, middle)));
    }

    @Test
    void a_field_goes_sealed_only_where_it_might_go_in_clear() throws IOException {
        // given
        put(ROUTES.replace("COUNTRY", "GB"));

        // when
        var answer = post("/vault", "{\"from\":\"u-79\",\"text\":\"not for London\"}");

        // then
        assertEquals(451, answer.statusCode(), answer.asString());
        assertTrue(backend.received().isEmpty());
    }

    @Test
    void a_text_becomes_a_text_of_its_form_where_the_route_asks_for_it() throws IOException {
        // given
        var phone = "+49 170 " + String.format("%07d", System.nanoTime() % 10_000_000);

        // when
        post("/book", "{\"from\":\"u-80\",\"phone\":\"" + phone + "\"}").then().statusCode(200);
        post("/book", "{\"from\":\"u-81\",\"phone\":\"" + phone + "\"}").then().statusCode(200);

        // then
        var token = json(backend.received().getFirst().body()).path("phone").asText();
        assertTrue(token.matches("[+][0-9]{2} [0-9]{3} [0-9]{7}"), token);
        assertNotEquals(phone, token);
        assertEquals(token, json(backend.received().getLast().body()).path("phone").asText());
        backend.answers(200, "application/json", "{\"phone\":\"" + token + "\"}");
        as("acme").get("/pages").then().statusCode(200).body("phone", equalTo(phone));
        as("rival").get("/pages").then().statusCode(200).body("phone", equalTo(token));
        post("/book", "{\"from\":\"u-80\",\"phone\":\"12345\"}").then().statusCode(422);
    }

    @Test
    void an_event_in_binary_mode_keeps_its_attributes_and_not_its_fields() throws IOException {
        // when
        var answer =
                as("acme")
                        .contentType("application/json")
                        .header("ce-specversion", "1.0")
                        .header("ce-id", "e-1")
                        .header("ce-type", "org.example.placed")
                        .header("ce-source", "/cars")
                        .header("ce-subject", "CANARY")
                        .header("CE-Partner", "CANARY")
                        .body("{\"secret\":\"CANARY\",\"open\":1}")
                        .post("/events");

        // then
        answer.then().statusCode(200);
        var received = backend.only();
        assertEquals("e-1", received.headers().getFirst("ce-id"));
        assertEquals("org.example.placed", received.headers().getFirst("ce-type"));
        assertEquals("[redacted]", received.headers().getFirst("ce-partner"));
        assertFalse(received.whole().contains("CANARY"));
        assertEquals("{\"secret\":\"[redacted]\",\"open\":1}", received.body());
    }

    @Test
    void headers_of_answers_are_dropped_by_name_and_that_is_in_the_log() {
        // given
        backend.alsoSends("X-Echo", "CANARY");

        // when
        var answer = post("/events", "{\"secret\":1}");

        // then
        answer.then().statusCode(200).header("X-Echo", nullValue());
        var entries =
                AuditLogs.entriesOnce("nl", entry -> entry.toString().contains("\"headers:1\""));
        assertTrue(entries.stream().anyMatch(entry -> entry.toString().contains("route:events")));
    }

    @Test
    void an_upstream_abroad_gets_tokens_back_as_the_law_masks_them() throws IOException {
        // given
        post(
                "/chats/s-82/messages",
                "{\"from\":\"u-1842\",\"home\":\"DE\",\"text\":\"not for London\"}");
        var token = json(backend.only().body()).path("text").asText();
        backend.forget();

        // when
        var answer = post("/partners", "{\"text\":\"" + token + "\"}");

        // then
        answer.then().statusCode(200);
        assertEquals(token, json(backend.only().body()).path("text").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain | {\"secret\":1} | 415",
                "application/octet-stream | {\"secret\":1} | 415",
                "application/json; charset=utf-16 | {\"secret\":1} | 415",
                "application/json | {\"secret\":1,\"secret\":2} | 400",
                "application/json | {\"secret\":1} {} | 400",
                "application/json | {\"secret\":1 | 400",
                "application/json | {\"other\":1} | 422",
                "application/json | {\"secret\":1,\"Secret\":2} | 422",
                "application/json | 7 | 422",
                "application/json | {\"secret\":1,\"place\":\"Amsterdam\"} | 422",
                "application/json | {\"secret\":1,\"place\":{\"lat\":1,\"lon\":2,\"alt\":3}} | 422",
                "application/json | '' | 422"
            })
    void a_body_that_is_not_as_declared_is_refused(String type, String body, int status)
            throws Exception {
        // given
        var token =
                DevelopmentKey.in(Api.home())
                        .token("service", "acme", "in-region", Duration.ofHours(1));
        var address = "http://127.0.0.1:" + server.port().orElseThrow() + "/hidden";
        var request =
                HttpRequest.newBuilder(URI.create(address))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body));

        // when
        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());

        // then
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("content-type").orElseThrow());
        assertTrue(backend.received().isEmpty());
    }

    @Test
    void an_oversize_body_is_refused_packed_or_not() throws IOException {
        // given
        var large = "{\"secret\":\"" + "a".repeat(70_000) + "\"}";

        // when
        var plain = post("/hidden", large);
        var packed =
                as("acme")
                        .contentType("application/json")
                        .header("Content-Encoding", "gzip")
                        .body(gzip(large))
                        .post("/hidden");
        var small =
                as("acme")
                        .contentType("application/json")
                        .header("Content-Encoding", "gzip")
                        .body(gzip("{\"secret\":\"CANARY\"}"))
                        .post("/hidden");

        // then
        plain.then().statusCode(413);
        packed.then().statusCode(413);
        small.then().statusCode(200);
        assertEquals("{\"secret\":\"[redacted]\"}", backend.only().body());
        assertNull(backend.only().headers().getFirst("Content-Encoding"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | application/json | {\"secret\":\"CANARY\",\"open\":1} | 200",
                "404 | application/problem+json | {\"secret\":\"CANARY\"} | 404",
                "200 | text/html | <p>CANARY</p> | 502",
                "500 | text/html | <p>CANARY</p> | 502",
                "200 | application/json | {\"secret\":\"CANARY\" | 502",
                "200 | application/json | {\"secret\":1,\"CANARY\":[1, | 502",
                "200 | application/json | {\"other\":\"CANARY\"} | 502",
                "200 | application/json | {\"Secret\":\"CANARY\"} | 502"
            })
    void an_answer_goes_on_without_its_declared_fields_or_not_at_all(
            int status, String type, String body, int expected) {
        // given
        backend.answers(status, type, body);

        // when
        var answer = as("acme").get("/answers");

        // then
        assertEquals(expected, answer.statusCode(), answer.asString());
        assertFalse(answer.asString().contains("CANARY"));
        answer.then().header("Upstream-Status", Integer.toString(status));
    }

    @Test
    void a_packed_answer_is_unpacked_within_the_limit() throws IOException {
        // given
        var packed = new String(gzip("{\"secret\":\"CANARY\"}"), StandardCharsets.ISO_8859_1);
        backend.answers(new Backend.Reply(200, "application/json", packed, "gzip"));

        // when
        var answer = as("acme").get("/answers");
        var bomb =
                new String(
                        gzip("{\"secret\":\"" + " ".repeat(1 << 20) + "\"}"),
                        StandardCharsets.ISO_8859_1);
        backend.answers(new Backend.Reply(200, "application/json", bomb, "gzip"));
        var exploded = as("acme").get("/answers");

        // then
        answer.then().statusCode(200).body("secret", equalTo("[redacted]"));
        exploded.then().statusCode(502).body("code", equalTo("answer_refused"));
    }

    @Test
    void nobody_passes_without_a_token_or_on_the_route_of_another_tenant() {
        // when
        var stranger = given().port(server.port().orElseThrow()).get("/own");
        var compliance =
                Api.as("compliance", "acme", "in-region")
                        .port(server.port().orElseThrow())
                        .get("/own");
        var rival = as("rival").get("/own");
        var absent = as("rival").get("/no/such/route");

        // then
        stranger.then().statusCode(401);
        compliance.then().statusCode(403);
        rival.then().statusCode(404);
        assertEquals(absent.asString(), rival.asString());
        assertTrue(backend.received().isEmpty());
        as("acme").get("/own").then().statusCode(200);
    }

    @Test
    void an_upstream_that_is_gone_is_a_bad_gateway() {
        // given
        backend.close();

        // when
        var answer = as("acme").get("/own");

        // then
        answer.then().statusCode(502).body("code", equalTo("upstream_unreachable"));
    }

    @Test
    void a_bad_file_changes_nothing_and_a_good_one_all() throws IOException {
        // given
        put(ROUTES + "  - {name: bad, method: GET, path: /bad, upstream: \"file:///etc\"}\n");
        as("acme").get("/own").then().statusCode(200);
        as("acme").get("/bad").then().statusCode(404);

        // when
        put(
                """
                routes:
                  - {name: new, method: GET, path: /new, upstream: UPSTREAM, unknown: pass}
                """);

        // then
        as("acme").get("/own").then().statusCode(404);
        as("acme").get("/new").then().statusCode(200);
        var entries =
                AuditLogs.entriesOnce(
                        "nl", entry -> entry.toString().contains("\"route:new\",\"unknown:pass\""));
        assertTrue(entries.stream().anyMatch(entry -> entry.path("act").asText().equals("config")));
    }

    @Test
    void no_request_fails_while_the_file_changes() throws Exception {
        // given
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var statuses = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 200; i++) {
                statuses.add(threads.submit(() -> as("acme").get("/own").statusCode()));
            }

            // when
            for (int i = 0; i < 10; i++) {
                put(ROUTES + "# version " + i + "\n");
            }

            // then
            for (var status : statuses) {
                assertEquals(200, status.get());
            }
        }
    }

    private static byte[] gzip(String text) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
