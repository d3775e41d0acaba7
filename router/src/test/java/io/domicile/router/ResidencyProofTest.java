// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Searches every byte that the gateway keeps.
@QuarkusTest
class ResidencyProofTest {

    private static final String CANARY = "canary7f3a9bird";

    @Test
    void clear_text_of_records_and_subjects_is_found_nowhere() throws IOException {
        // given
        var text =
                Examples.GERMAN_TEXT
                        .replace("u-1842", CANARY + "-subject")
                        .replace("s-77", CANARY + "-session")
                        .replace("Hallo", CANARY + "-body");
        var point =
                Examples.MAINLAND_POINT
                        .replace("u-2001", CANARY + "-subject")
                        .replace("Longyang Road", CANARY + "-label");
        String id = Api.post("acme", text).path("id");
        Api.post("acme", point).then().statusCode(201);
        Api.post("acme", text.replace("34", "7")).then().statusCode(451);
        Api.post("acme", text.replace(",\"age\":34", "")).then().statusCode(202);
        Api.post("acme", text + CANARY).then().statusCode(400);
        Api.post("acme", text.replace("\"via\"", "\"" + CANARY + "\"")).then().statusCode(422);
        Api.as("acme")
                .header("Idempotency-Key", CANARY + "-key")
                .contentType("application/json")
                .body(text)
                .post("/v1/records")
                .then()
                .statusCode(201);
        Api.read("acme", id).then().statusCode(200);

        // when
        var found = Traces.of(CANARY.getBytes(StandardCharsets.US_ASCII), Api.home());

        // then
        assertEquals(List.of(), found);
    }

    @Test
    void metrics_name_nobody() {
        // given
        Api.post("acme", Examples.GERMAN_TEXT).then().statusCode(201);
        Api.as("acme").delete("/v1/subjects/" + CANARY).then().statusCode(200);
        Api.read("acme", CANARY).then().statusCode(404);
        Api.as("acme").get("/v1/nowhere/" + CANARY + "?u=" + CANARY).then().statusCode(404);
        Api.as("acme").get("/" + CANARY).then().statusCode(404);

        // when
        var metrics = given().get("/q/metrics").asString();

        // then
        assertFalse(metrics.contains(CANARY));
        assertTrue(metrics.contains("domicile_records_total"));
    }

    @Test
    void a_mainland_record_leaves_no_trace_in_other_regions() throws IOException {
        // given
        String id = Api.post("acme", Examples.MAINLAND_POINT).path("id");

        // when
        var atHome = Traces.ofRecord(id, "cn");
        var abroad = new ArrayList<>(Traces.ofRecord(id, "nl"));
        abroad.addAll(Traces.ofRecord(id, "sg"));

        // then
        assertTrue(!atHome.isEmpty(), "the search finds what is there");
        assertEquals(List.of(), abroad);
    }
}
