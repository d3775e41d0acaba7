// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/// What is another tenant's and what is not there are answered alike, whatever is asked.
@QuarkusTest
class ExistenceTest {

    private static final int ROUNDS = Integer.getInteger("domicile.existence.rounds", 4);

    /// What an answer says of its entry if the log has published it by then.
    private static final Set<String> ONCE_PUBLISHED = Set.of("index", "data", "proof");

    /// A call about something, foreign or absent.
    private record Call(String role, String method, String before, String after) {

        Response about(String tenant, String id) {
            return Api.as(role, tenant, "in-region")
                    .header("Purpose", "support")
                    .header("Reason", "CASE-4711")
                    .request(method, before + id + after);
        }
    }

    private static final List<Call> OF_RECORDS =
            List.of(new Call("service", "GET", "/v1/records/", ""));

    private static final List<Call> OF_SUBJECTS =
            List.of(
                    new Call("service", "GET", "/v1/subjects/", "/records"),
                    new Call("compliance", "GET", "/v1/subjects/", "/holds"),
                    new Call("compliance", "GET", "/v1/subjects/", "/holds/C-1"),
                    new Call("compliance", "GET", "/v1/subjects/", "/entries"),
                    new Call("compliance", "GET", "/v1/subjects/", "/export"),
                    new Call("service", "GET", "/v1/subjects/", "/export"),
                    new Call("compliance", "DELETE", "/v1/subjects/", "/holds/C-1"),
                    new Call("service", "DELETE", "/v1/subjects/", ""));

    private static final List<Call> OF_SESSIONS =
            List.of(new Call("service", "DELETE", "/v1/sessions/", ""));

    private static final List<Call> OF_CERTIFICATES =
            List.of(
                    new Call("service", "GET", "/v1/erasures/", ""),
                    new Call("service", "GET", "/v1/transfers/", ""),
                    new Call("compliance", "GET", "/v1/disclosures/", ""));

    @Test
    void nothing_tells_what_another_tenant_has() throws IOException {
        // given
        var random = RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(451);
        for (int round = 0; round < ROUNDS; round++) {
            var owner = "owner-" + UUID.randomUUID();
            var subject = "s" + Long.toHexString(random.nextLong());
            var session = "t" + Long.toHexString(random.nextLong());
            var text = Examples.GERMAN_TEXT.replace("u-1842", subject).replace("s-77", session);
            String record = Api.post(owner, text).path("id");
            String erased =
                    Api.post(owner, Examples.GERMAN_TEXT.replace("u-1842", subject + "e"))
                            .path("id");
            String certificate = Api.as(owner).delete("/v1/subjects/" + subject + "e").path("id");

            // then
            assertAlike(OF_RECORDS, record, turned(record));
            assertAlike(OF_RECORDS, erased, turned(erased));
            assertAlike(OF_SUBJECTS, subject, turned(subject));
            assertAlike(OF_SESSIONS, session, turned(session));
            assertAlike(OF_CERTIFICATES, certificate, UUID.randomUUID().toString());
            assertEquals(200, Api.read(owner, record).statusCode(), "it is as it was");
        }
    }

    /// An id of the same shape.
    private static String turned(String id) {
        var letters = new StringBuilder(id);
        for (int i = letters.length() - 4; i < letters.length(); i++) {
            letters.setCharAt(i, letters.charAt(i) == 'a' ? 'b' : 'a');
        }
        return letters.toString();
    }

    private static void assertAlike(List<Call> calls, String foreign, String absent)
            throws IOException {
        var curious = "curious-" + UUID.randomUUID();
        for (var call : calls) {
            var one = call.about(curious, foreign);
            var other = call.about(curious, absent);
            assertEquals(other.statusCode(), one.statusCode(), call.toString());
            assertEquals(shape(other), shape(one), call.toString());
            assertEquals(names(other), names(one), call.toString());
        }
    }

    private static List<String> names(Response answer) {
        return answer.headers().asList().stream().map(header -> header.getName()).sorted().toList();
    }

    /// The document without what differs with every answer: ids, times, hashes.
    private static JsonNode shape(Response answer) throws IOException {
        if (!"application/zip".equals(answer.contentType())) {
            return shape(answer.asString());
        }
        var files = JsonNodeFactory.instance.objectNode();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.asByteArray()))) {
            for (var file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
                var text = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                boolean json = file.getName().endsWith(".json");
                files.set(file.getName(), json ? shape(text) : shape("\"\""));
            }
        }
        return files;
    }

    private static JsonNode shape(String body) throws IOException {
        return body.isEmpty()
                ? JsonNodeFactory.instance.missingNode()
                : shape(Json.MAPPER.readTree(body));
    }

    private static JsonNode shape(JsonNode node) {
        if (node.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            node.properties().stream()
                    .filter(one -> !ONCE_PUBLISHED.contains(one.getKey()))
                    .forEach(one -> object.set(one.getKey(), shape(one.getValue())));
            return object;
        }
        if (node.isArray()) {
            var elements = new ArrayList<JsonNode>();
            node.forEach(one -> elements.add(shape(one)));
            return JsonNodeFactory.instance.arrayNode().addAll(elements);
        }
        boolean said = node.isTextual() && node.asText().matches("[a-z_ ]{2,40}|[A-Z][a-z ]+.");
        return said || node.isNumber() || node.isBoolean()
                ? node
                : JsonNodeFactory.instance.textNode(node.getNodeType().name());
    }
}
