// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetentionTest {

    @Test
    void the_operator_sees_that_nothing_is_overdue_and_where_the_log_says_so() {
        // given
        Api.post("keeping", Examples.GERMAN_TEXT).then().statusCode(201);

        // when
        awaitStatements();

        // then
        Api.as("operator", "operator", "in-region")
                .get("/v1/retention")
                .then()
                .statusCode(200)
                .body("regions.region", hasItems("cn", "nl", "sg"))
                .body("regions.removed", everyItem(notNullValue()))
                .body("regions.stated.entry", everyItem(matchesPattern("[0-9a-f-]{36}")))
                .body("regions.find { it.region == 'nl' }.next_expiry", containsString("T"));
        given().get("/q/metrics")
                .then()
                .body(containsString("domicile_retention_overdue{region=\"nl\"}"))
                .body(containsString("domicile_retention_removed_total{region=\"cn\"}"));
    }

    @Test
    void the_numbers_of_all_tenants_are_for_the_operator_alone() {
        for (var role : new String[] {"service", "compliance", "regulator"}) {
            Api.as(role, "acme", "in-region").get("/v1/retention").then().statusCode(403);
        }
        given().get("/v1/retention").then().statusCode(401);
    }

    private static void awaitStatements() {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (Api.as("operator", "operator", "in-region")
                        .get("/v1/retention")
                        .jsonPath()
                        .getList("regions.stated.findAll { it != null }.entry")
                        .size()
                < 3) {
            assertTrue(System.nanoTime() < deadline, "the log does not say it");
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
