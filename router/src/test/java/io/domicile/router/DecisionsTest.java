// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.PolicyBundle;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.WasmPolicyEngine;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DecisionsTest {

    private static final String CHILD =
            """
            {"query":"store","facts":{"record":{"type":"msg.text"},"subjects":[{"home":"DE","age":12}],
             "collect":"DE","via":"phone","purpose":"deliver_message","tenant":{"est":"DE"}}}\
            """;

    @Inject PolicyEngine policies;

    @Test
    void every_case_of_the_policies_has_the_answer_that_it_names() throws IOException {
        // given
        var cases = AskedCase.ofThePolicies();
        assertFalse(cases.isEmpty());

        // when
        var answers = answers(cases);

        // then
        for (int i = 0; i < cases.size(); i++) {
            assertEquals(List.of(), cases.get(i).complaints(answers.get(i)), cases.get(i).name());
        }
    }

    @Test
    void every_case_of_the_law_has_the_answer_that_the_law_gives() throws IOException {
        // given
        var cases = AskedCase.ofTheLaw();
        assumeFalse(cases.isEmpty(), "left out: the published cases of the law are not here");

        // when
        var answers = answers(cases);

        // then
        System.out.printf("decided by %s%n", policies.uncached().getClass().getSimpleName());
        for (int i = 0; i < cases.size(); i++) {
            var answer = answers.get(i);
            System.out.printf(
                    "%-16s %-10s %-3s %-20s %s%n",
                    cases.get(i).name(),
                    answer.path("effect").asText(),
                    answer.path("region").asText(),
                    answer.path("need").asText(),
                    answer.path("reasons").findValuesAsText("rule"));
            assertEquals(List.of(), cases.get(i).complaints(answer), cases.get(i).name());
        }
    }

    @Test
    void the_answer_leaves_one_row_in_the_log_of_the_ingress_and_nothing_else() {
        // given
        var tenant = "asks-" + UUID.randomUUID();

        // when
        var answer = ask("compliance", tenant, CHILD);

        // then
        answer.then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", equalTo("no-store"))
                .body("effect", equalTo("DENY"))
                .body("need", equalTo("CONSENT.GUARD"))
                .body("reasons[0].text.zh", not(equalTo("")));
        var entries =
                AuditLogs.entriesOnce("nl", isOf(tenant)).stream().filter(isOf(tenant)).toList();
        assertEquals(1, entries.size());
        var entry = entries.getFirst();
        assertEquals("decision", entry.path("type").asText());
        assertEquals("ask", entry.path("act").asText());
        assertEquals("ok", entry.path("res").asText());
        assertEquals("compliance", entry.path("actor").asText());
        assertEquals(answer.path("policy.digest"), entry.path("policy").asText());
        assertTrue(entry.path("facts").asText().matches("hmac:[0-9a-f]{64}"));
        assertTrue(entry.path("rule").toString().contains("R20.EU"));
        assertFalse(entry.has("sp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "compliance", "operator", "regulator"})
    void every_role_may_ask(String role) {
        // when
        var answer = ask(role, "acme", CHILD);

        // then
        answer.then().statusCode(200);
    }

    @Test
    void a_device_may_not_ask() {
        // when
        var answer = ask("device", "acme", CHILD);

        // then
        answer.then().statusCode(403).body("code", equalTo("forbidden"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'query':'s3cr3t','facts':{}}               | 422 | unknown_value  | /query",
                "{'query':'store'}                           | 422 | missing_field  | /facts",
                "{'query':'store','facts':{'s3cr3t':null}}   | 422 | unknown_field  | /facts/s3cr3t",
                "{'query':'store','facts':{'via':['s3cr3t']}} | 422 | wrong_type    | /facts/via",
                "{'query':'store','facts':{'via':'my s3cr3t'}} | 422 | bad_text     | /facts/via",
                "{'query':'store','facts':{'age_days':1e300}} | 422 | out_of_range  | /facts/age_days",
                "{'query':'store','facts':{},'at':'s3cr3t'}  | 422 | unknown_field  | /at",
                "{'query':'store','query':'read'}            | 400 | duplicate_key  | /query",
                "{'query':'store','facts':{}} s3cr3t         | 400 | trailing_bytes | ",
                "['s3cr3t']                                  | 422 | wrong_type     | \"\""
            })
    void a_bad_question_is_refused_by_pointer(
            String body, int status, String code, String pointer) {
        // given
        var tenant = "asks-" + UUID.randomUUID();

        // when
        var answer = ask("service", tenant, body.replace('\'', '"'));

        // then
        answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("pointer", equalTo(pointer))
                .body("detail", not(containsString("s3cr3t")));
        AuditLogs.entriesOnce(
                "nl", entry -> isOf(tenant).test(entry) && code.equals(entry.path("res").asText()));
    }

    @Test
    void an_endless_question_is_refused() {
        // given
        var endless = CHILD.replace("\"phone\"", "\"" + "p".repeat(33_000) + "\"");

        // when
        var answer = ask("service", "acme", endless);

        // then
        answer.then().statusCode(413).body("code", equalTo("body_too_large"));
    }

    private static Predicate<JsonNode> isOf(String tenant) {
        return entry -> entry.path("tenant").asText().equals(tenant);
    }

    /// The answers, each compared with that of an engine of our own.
    private static List<ObjectNode> answers(List<AskedCase> cases) throws IOException {
        var bundle = PolicyBundle.bundled();
        try (var engine = new WasmPolicyEngine(bundle, 1)) {
            return cases.stream().map(asked -> answer(engine, asked)).toList();
        }
    }

    private static ObjectNode answer(PolicyEngine engine, AskedCase asked) {
        var response = ask("service", "asks-all", asked.body().toString());
        assertEquals(200, response.statusCode(), asked.name());
        var answer = object(response);
        var policy = answer.remove("policy");
        var decision = engine.decide(asked.question()).toCompletableFuture().join();
        assertEquals(decision.json(), answer, asked.name());
        assertEquals(engine.revision().digest(), policy.path("digest").asText());
        assertEquals(engine.revision().revision(), policy.path("revision").asText());
        return answer;
    }

    private static ObjectNode object(Response response) {
        try {
            return Json.MAPPER.readValue(response.asString(), ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON", e);
        }
    }

    private static Response ask(String role, String tenant, String body) {
        return Api.as(role, tenant, "in-region")
                .contentType("application/json")
                .body(body)
                .post("/v1/decisions");
    }
}
