// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.domicile.router.Api;
import io.domicile.router.Examples;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The HTTP binding and the JSON format, with events that the CloudEvents SDK makes and with events
/// that nobody should make.
@QuarkusTest
class CloudEventsTest {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String RECORD = Examples.GERMAN_TEXT.strip();

    private final String tenant = "events-" + UUID.randomUUID();
    private final String id = UUID.randomUUID().toString();

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8"})
    void a_binary_event_of_the_sdk_is_stored(String type) {
        // given
        var headers = new HashMap<String, String>();
        var body = new ByteArrayOutputStream();
        HttpMessageFactory.createWriter(headers::put, body::writeBytes).writeBinary(event(type));

        // when
        headers.keySet().removeIf("content-type"::equalsIgnoreCase);
        var answer = sending(type).headers(headers).body(body.toByteArray()).post("/v1/records");

        // then
        answer.then()
                .statusCode(201)
                .body("outcome", equalTo("stored"))
                .header("Location", startsWith("/v1/records/nl_"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {STRUCTURED, STRUCTURED + "; charset=utf-8", STRUCTURED + ";charset=UTF-8"})
    void a_structured_event_of_the_sdk_is_stored(String type) {
        // given
        var body = new JsonFormat().serialize(event("application/json"));

        // when
        var answer = post(type, body);

        // then
        answer.then().statusCode(201).body("outcome", equalTo("stored"));
    }

    @Test
    void a_structured_event_may_carry_its_data_as_octets() {
        // given
        var base64 = Base64.getEncoder().encodeToString(RECORD.getBytes(StandardCharsets.UTF_8));
        var event =
                structured().replace("\"data\":" + RECORD, "\"data_base64\":\"" + base64 + "\"");

        // when
        var answer = post(STRUCTURED, event);

        // then
        answer.then().statusCode(201);
    }

    @Test
    void an_event_is_stored_once_in_whatever_mode_it_comes() {
        // given
        var first = post(STRUCTURED, structured());

        // when
        var again =
                post(STRUCTURED, structured().replace("\"type\":\"made\"", "\"type\":\"again\""));
        var binary = binary(Map.of()).body(bytes(RECORD)).post("/v1/records");
        var batch = post(BATCH, "[" + structured() + "]");
        var other = post(STRUCTURED, structured().replace("\"/cars\"", "\"/phones\""));

        // then
        first.then().statusCode(201);
        assertEquals(first.asString(), again.asString());
        assertEquals(first.asString(), binary.asString());
        batch.then().body("[0].id", equalTo(first.path("id")));
        assertNotEquals(first.<String>path("id"), other.path("id"));
    }

    @Test
    void an_event_with_the_name_of_another_is_refused() {
        // given
        post(STRUCTURED, structured()).then().statusCode(201);

        // when
        var answer = post(STRUCTURED, structured().replace("Hallo", "Tag"));

        // then
        answer.then().statusCode(422).body("code", equalTo("idempotency_key_reused"));
    }

    @Test
    void the_callers_key_goes_before_the_events_name() {
        // given
        var key = UUID.randomUUID().toString();
        var first =
                sending(STRUCTURED)
                        .header("Idempotency-Key", key)
                        .body(bytes(structured()))
                        .post("/v1/records");

        // when
        var again =
                sending(STRUCTURED)
                        .header("Idempotency-Key", key)
                        .body(bytes(structured().replace(id, "another")))
                        .post("/v1/records");
        var named = post(STRUCTURED, structured());

        // then
        assertEquals(first.asString(), again.asString());
        assertNotEquals(first.<String>path("id"), named.path("id"));
    }

    @Test
    void each_event_of_a_batch_has_its_result() {
        // given
        var child = structured().replace(id, "child").replace("\"age\":34", "\"age\":7");
        var old = structured().replace("\"1.0\"", "\"0.3\"");
        var bad = structured().replace("\"via\"", "\"fia\"");

        // when
        var answer = post(BATCH, "[" + String.join(",", structured(), "7", child, old, bad) + "]");

        // then
        answer.then()
                .statusCode(200)
                .contentType("application/json")
                .body("index", equalTo(List.of(0, 1, 2, 3, 4)))
                .body("status", equalTo(List.of(201, 422, 451, 422, 422)))
                .body("[1].pointer", equalTo("/1"))
                .body("[2].rules[0]", equalTo("R20.EU"))
                .body("[3].pointer", equalTo("/3/specversion"))
                .body("[4].pointer", equalTo("/4/data/fia"));
    }

    @Test
    void an_empty_batch_is_nothing_and_a_huge_one_too_much() {
        // when
        var empty = post(BATCH, "[]");
        var huge = post(BATCH, "[" + "0,".repeat(1000) + "0]");
        var none = post(BATCH, structured());

        // then
        empty.then().statusCode(200).body("$", hasSize(0));
        huge.then().statusCode(422).body("code", equalTo("out_of_range"));
        none.then().statusCode(422).body("code", equalTo("wrong_type"));
    }

    @Test
    void data_is_read_as_strictly_as_a_record() {
        // when
        var twice = post(STRUCTURED, structured().replace("\"age\":34", "\"age\":34,\"age\":35"));
        var inBatch =
                post(
                        BATCH,
                        "[" + structured().replace("\"id\":\"u", "\"id\":\"a\",\"id\":\"u") + "]");
        var unknown = post(STRUCTURED, structured().replace("\"via\"", "\"fia\""));
        var trailing = post(STRUCTURED, structured() + "{}");

        // then
        twice.then()
                .statusCode(400)
                .body("code", equalTo("duplicate_key"))
                .body("pointer", equalTo("/data/subjects/0/age"));
        inBatch.then().statusCode(400).body("code", equalTo("duplicate_key"));
        unknown.then().statusCode(422).body("pointer", equalTo("/data/fia"));
        trailing.then().statusCode(400).body("code", equalTo("trailing_bytes"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"specversion\":\"1.0\" | \"specversion\":\"0.3\" | unknown_value | /specversion",
                "\"specversion\":\"1.0\" | \"specversion\":1.0 | wrong_type | /specversion",
                "\"specversion\":\"1.0\", | `` | missing_field | /specversion",
                "\"type\":\"made\" | \"type\":\"\" | bad_text | /type",
                "\"type\":\"made\", | `` | missing_field | /type",
                "\"source\":\"/cars\" | \"source\":\"\" | bad_text | /source",
                "\"source\":\"/cars\" | \"source\":\"not a uri\" | bad_text | /source",
                "\"source\":\"/cars\", | `` | missing_field | /source",
                "\"source\" | \"subject\":\"\",\"source\" | bad_text | /subject",
                "\"source\" | \"time\":\"yesterday\",\"source\" | bad_time | /time",
                "\"source\" | \"dataschema\":\"relative\",\"source\" | bad_text | /dataschema",
                "\"source\" | \"datacontenttype\":\"text/xml\",\"source\" | unsupported_payload | /datacontenttype",
                "\"source\" | \"data_base64\":\"e30=\",\"source\" | conflict | /data_base64",
                "\"source\" | \"Ext\":\"x\",\"source\" | unknown_field | /Ext",
                "\"source\" | \"my-ext\":\"x\",\"source\" | unknown_field | /my-ext",
                "\"source\" | \"ext\":[1],\"source\" | wrong_type | /ext",
                "\"source\" | \"ext\":{\"a\":1},\"source\" | wrong_type | /ext",
                "\"source\" | \"ext\":1.5,\"source\" | wrong_type | /ext",
                "\"source\" | \"ext\":2147483648,\"source\" | wrong_type | /ext",
                "\"data\": | \"dat\": | wrong_type | /dat",
            })
    void what_is_wrong_with_an_event_is_named(
            String old, String fresh, String code, String pointer) {
        // given
        var event = structured();
        assertThat(event.contains(old), is(true));

        // when
        var answer = post(STRUCTURED, event.replace(old, fresh));

        // then
        answer.then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("pointer", equalTo(pointer));
    }

    @Test
    void an_event_without_data_that_can_be_read_is_refused() {
        // given
        var event = structured();

        // when
        var none = post(STRUCTURED, event.replace(",\"data\":" + RECORD, ""));
        var text = post(STRUCTURED, event.replace(RECORD, "\"text\""));
        var octets = post(STRUCTURED, event.replace("\"data\":" + RECORD, "\"data_base64\":\"!\""));
        var empty = binary(Map.of()).body(new byte[0]).post("/v1/records");

        // then
        none.then().body("code", equalTo("missing_field")).body("pointer", equalTo("/data"));
        text.then().body("code", equalTo("wrong_type")).body("pointer", equalTo("/data"));
        octets.then().body("code", equalTo("bad_text")).body("pointer", equalTo("/data_base64"));
        empty.then().statusCode(400).body("code", equalTo("malformed_json"));
    }

    @Test
    void what_the_specification_allows_is_taken() {
        // given
        var event =
                structured()
                        .replace(
                                "\"source\"",
                                "\"subject\":\"été\",\"time\":\"2018-04-05T03:56:24+02:00\",\"ext1\":true,"
                                        + "\"ext2\":-7,\"ext3\":null,\"traceparent\":\"00-a\",\"dataschema\":"
                                        + "\"urn:x:y\",\"datacontenttype\":\"application/json\",\"source\"")
                        .replace("/cars", "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66");

        // when
        var answer = post(STRUCTURED, event);

        // then
        answer.then().statusCode(201);
    }

    @Test
    void a_binary_event_without_its_version_is_an_event_all_the_same() {
        // when
        var answer =
                sending("application/json")
                        .header("ce-id", "1")
                        .body(bytes(RECORD))
                        .post("/v1/records");

        // then
        answer.then()
                .statusCode(422)
                .body("code", equalTo("missing_field"))
                .body("pointer", equalTo("/specversion"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ce-specversion | 2.0 | 422 | unknown_value | /specversion",
                "ce-source | %zz | 400 | bad_header | /source",
                "ce-source | %C0%A0 | 400 | bad_header | /source",
                "ce-subject | %E2%82 | 400 | bad_header | /subject",
                "ce-subject | \"half | 400 | bad_header | /subject",
                "ce-datacontenttype | application/json | 400 | bad_header | /datacontenttype",
                "ce-data | {} | 400 | bad_header | /data",
                "ce-data_base64 | e30= | 400 | bad_header | /data_base64",
                "ce-time | now | 422 | bad_time | /time",
                "ce-id | %00 | 422 | bad_text | /id",
                "ce-my-ext | x | 422 | unknown_field | /my-ext",
            })
    void a_bad_header_of_an_event_is_named(
            String header, String value, int status, String code, String pointer) {
        // when
        var answer = binary(Map.of(header, value)).body(bytes(RECORD)).post("/v1/records");

        // then
        answer.then()
                .statusCode(status)
                .body("code", equalTo(code))
                .body("pointer", equalTo(pointer));
    }

    @Test
    void header_names_have_no_case_and_values_are_decoded() {
        // when
        var answer =
                sending("application/json")
                        .header("CE-SpecVersion", "1.0")
                        .header("Ce-Type", "made")
                        .header("ce-ID", id)
                        .header("ce-Source", "/cars%2Fa")
                        .header("ce-subject", "\"Euro %E2%82%AC\"")
                        .header("ce-traceparent", "00-a")
                        .body(bytes(RECORD))
                        .post("/v1/records");

        // then
        answer.then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/cloudevents+xml",
                "application/cloudevents",
                "application/cloudevents-batch+xml",
                "application/cloudevents+json; charset=utf-16",
                "application/cloudevents+protobuf"
            })
    void events_in_other_formats_are_refused(String type) {
        // when
        var answer = post(type, structured());

        // then
        answer.then().statusCode(415).body("code", equalTo("unsupported_media_type"));
    }

    @Test
    void a_binary_event_with_other_data_is_refused() {
        // when
        var answer =
                binary(Map.of("Content-Type", "text/plain"))
                        .body(bytes(RECORD))
                        .post("/v1/records");

        // then
        answer.then().statusCode(415);
    }

    @Test
    void broken_events_get_problems_and_never_more() {
        // given
        var random = new Random(11);
        for (int i = 0; i < 300; i++) {
            var event = bytes(i % 2 == 0 ? structured() : "[" + structured() + "]");
            for (int j = random.nextInt(3); j >= 0; j--) {
                event[random.nextInt(event.length)] = (byte) random.nextInt(256);
            }

            // when
            var answer = post(i % 2 == 0 ? STRUCTURED : BATCH, event);

            // then
            assertThat(answer.statusCode(), lessThan(500));
        }
    }

    private CloudEvent event(String type) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("/cars"))
                .withType("com.example.position")
                .withSubject("ein Ort")
                .withTime(OffsetDateTime.parse("2018-04-05T03:56:24Z"))
                .withExtension("traceparent", "00-4bf92f35-00f067aa-01")
                .withData(type, bytes(RECORD))
                .build();
    }

    private String structured() {
        return "{\"specversion\":\"1.0\",\"type\":\"made\",\"source\":\"/cars\",\"id\":\"%s\",\"data\":%s}"
                .formatted(id, RECORD);
    }

    private RequestSpecification binary(Map<String, String> others) {
        var headers =
                new HashMap<>(
                        Map.of(
                                "ce-specversion", "1.0",
                                "ce-type", "made",
                                "ce-source", "/cars",
                                "ce-id", id));
        headers.putAll(others);
        return sending("application/json").headers(headers);
    }

    private Response post(String type, String event) {
        return post(type, bytes(event));
    }

    private Response post(String type, byte[] event) {
        return sending(type).body(event).post("/v1/records");
    }

    private RequestSpecification sending(String type) {
        return Api.sending(Api.as(tenant), type);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
