// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RecoveryTest {

    private static final String PATH = "/v1/audit/nl/recovery";

    @Test
    void a_region_whose_database_is_not_old_recovers_nothing() {
        as("operator")
                .queryParam("from", "0")
                .post(PATH)
                .then()
                .statusCode(409)
                .contentType(Problem.MEDIA_TYPE)
                .body("code", equalTo("not_rolled_back"));
    }

    @Test
    void without_a_number_it_is_not_known_which_database_is_meant() {
        for (var from : new String[] {"", "-1", "all", "9".repeat(30)}) {
            as("operator").queryParam("from", from).post(PATH).then().statusCode(422);
        }
        as("operator").post(PATH).then().statusCode(422);
        as("operator").queryParam("from", "0").post("/v1/audit/us/recovery").then().statusCode(404);
    }

    @Test
    void a_region_that_was_never_restored_has_lost_nothing() {
        as("operator")
                .get(PATH)
                .then()
                .statusCode(200)
                .body("region", equalTo("nl"))
                .body("lost", hasSize(0))
                .body("$", not(hasKey("next")));
        as("operator").queryParam("from", "-1").get(PATH).then().statusCode(422);
    }

    @Test
    void only_an_operator_may() {
        for (var role : new String[] {"service", "compliance", "regulator"}) {
            as(role).queryParam("from", "0").post(PATH).then().statusCode(403);
            as(role).get(PATH).then().statusCode(403);
        }
    }

    private static RequestSpecification as(String role) {
        return Api.as(role, "acme", "in-region");
    }
}
