// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DatabaseDownTest.OwnHome.class)
class DatabaseDownTest {

    /// A gateway with a home that may be broken.
    public static final class OwnHome implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "domicile.home",
                    System.getProperty("domicile.home", "target/home") + "-broken",
                    "domicile.embedded.restart",
                    "false");
        }
    }

    @Test
    void a_region_without_its_database_takes_nothing_and_the_others_go_on() throws Exception {
        // given
        Api.post("acme", Examples.GERMAN_TEXT).then().statusCode(201);
        String dutch = Api.post("acme", Examples.GERMAN_TEXT).path("id");
        kill("nl");

        // when
        var answer = Api.post("acme", Examples.GERMAN_TEXT);

        // then
        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("code", equalTo("region_unavailable"));
        assertEquals(503, Api.read("acme", dutch).statusCode());
        assertEquals(503, Api.post("acme", "{}").statusCode(), "a rejection needs its audit row");
        assertEquals(503, Api.as("acme").delete("/v1/subjects/u-1842").statusCode());
        assertEquals(503, Api.as("half-down").delete("/v1/sessions/s-77").statusCode());
        var closed = "select count(*) from closed_session where tenant = 'half-down'";
        assertEquals("1", RegionDatabase.query("cn", closed), "the others are closed");
        assertEquals("1", RegionDatabase.query("sg", closed), "also after the one that is down");
        Api.post("acme", Examples.SINGAPORE_TEXT)
                .then()
                .statusCode(201)
                .body("id", startsWith("sg_"));
        given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'regions' }.data.nl", startsWith("down"))
                .body("checks.find { it.name == 'regions' }.data.sg", equalTo("up"));
    }

    /// Kills the region's postmaster, which takes its whole cluster down.
    private static void kill(String region) throws IOException {
        var pidFile = Api.home().resolve(region).resolve("postgres/data/postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        var postmaster = ProcessHandle.of(pid).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
