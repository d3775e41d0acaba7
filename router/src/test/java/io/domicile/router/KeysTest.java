// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
class KeysTest {

    @Test
    void an_operator_rotates_a_regions_kek_and_retires_the_old_one_when_it_is_unused() {
        // given
        String id = Api.post("rotating", Examples.GERMAN_TEXT).path("id");
        var old = kek("current");

        // when
        var early = operator().delete("/v1/keys/nl/keks/" + old);
        var rotated = operator().post("/v1/keys/nl/rotation");
        awaitState(old, "unused");
        var retired = operator().delete("/v1/keys/nl/keks/" + old);

        // then
        early.then().statusCode(409).body("code", equalTo("kek_in_use"));
        rotated.then().statusCode(202).body("region", equalTo("nl"));
        retired.then().statusCode(200).body("kek", equalTo(old));
        assertEquals(rotated.path("kek"), kek("current"));
        operator().get("/v1/keys/nl").then().body("keks.id", not(hasItem(old)));
        operator().delete("/v1/keys/nl/keks/" + old).then().statusCode(404);
        Api.read("rotating", id).then().statusCode(200);
    }

    @Test
    void every_region_is_listed_with_a_current_kek() {
        operator()
                .get("/v1/keys")
                .then()
                .statusCode(200)
                .body("regions.region", hasItems("cn", "nl", "sg"))
                .body("regions.collect { it.keks.state }", everyItem(hasItem("current")));
    }

    @Test
    void only_an_operator_changes_keys_and_a_service_sees_none() {
        for (var role : new String[] {"service", "compliance", "regulator"}) {
            Api.as(role, "acme", "in-region").post("/v1/keys/nl/rotation").then().statusCode(403);
        }
        Api.as("acme").get("/v1/keys").then().statusCode(403);
        Api.as("regulator", "acme", "in-region").get("/v1/keys/cn").then().statusCode(200);
        operator().post("/v1/keys/us/rotation").then().statusCode(404);
    }

    private static String kek(String state) {
        return operator().get("/v1/keys/nl").path("keks.find { it.state == '" + state + "' }.id");
    }

    private static void awaitState(String kek, String state) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!state.equals(
                operator()
                        .get("/v1/keys/nl")
                        .<String>path("keks.find { it.id == '" + kek + "' }.state"))) {
            assertTrue(System.nanoTime() < deadline, "it does not become " + state);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static RequestSpecification operator() {
        return Api.as("operator", "operator", "in-region");
    }
}
