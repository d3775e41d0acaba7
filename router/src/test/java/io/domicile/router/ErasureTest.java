// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ErasureTest {

    private static final String SUBJECT = "erase-me";
    private static final String RECORD = Examples.GERMAN_TEXT.replace("u-1842", SUBJECT);

    @Test
    void an_erased_subject_cannot_be_read_in_any_region() {
        // given
        String dutch = Api.post("erasing", RECORD).path("id");
        String mainland =
                Api.post("erasing", Examples.MAINLAND_POINT.replace("u-2001", SUBJECT)).path("id");
        String other = Api.post("erasing", Examples.GERMAN_TEXT).path("id");

        // when
        var certificate = Api.as("erasing").delete("/v1/subjects/" + SUBJECT);

        // then
        certificate
                .then()
                .statusCode(200)
                .body("regions.region", hasItems("cn", "nl", "sg"))
                .body("regions.find { it.region == 'nl' }.records", equalTo(1))
                .body("regions.find { it.region == 'cn' }.records", equalTo(1))
                .body("regions.find { it.region == 'sg' }.records", equalTo(0));
        assertFalse(certificate.asString().contains(SUBJECT));
        Api.read("erasing", dutch).then().statusCode(410).body("code", equalTo("erased"));
        Api.read("erasing", mainland).then().statusCode(410);
        Api.read("erasing", other).then().statusCode(200);
        String entry = certificate.path("regions.find { it.region == 'nl' }.audit.entry");
        assertEquals("erase", AuditLogs.entry("nl", entry).path("act").asText());
    }

    @Test
    void erasing_again_changes_nothing() {
        // given
        Api.post("erasing-twice", RECORD).then().statusCode(201);
        Api.as("erasing-twice").delete("/v1/subjects/" + SUBJECT).then().statusCode(200);

        // when
        var again = Api.as("erasing-twice").delete("/v1/subjects/" + SUBJECT);

        // then
        again.then().statusCode(200).body("regions.collect { it.records }.sum()", equalTo(0));
    }

    @Test
    void the_certificate_of_one_region_names_the_others_that_know_the_subject() {
        // given
        Api.post("erasing-part", RECORD).then().statusCode(201);
        Api.post("erasing-part", Examples.MAINLAND_POINT.replace("u-2001", SUBJECT))
                .then()
                .statusCode(201);

        // when
        var path = "/v1/subjects/" + SUBJECT;
        var dutch = Api.as("erasing-part").delete(path + "?region=nl");
        var mainland = Api.as("erasing-part").delete(path + "?region=cn");

        // then
        dutch.then().statusCode(200).body("elsewhere", equalTo(List.of("cn")));
        mainland.then().statusCode(200).body("elsewhere", nullValue());
    }

    @Test
    void what_was_erased_before_a_region_failed_has_its_certificate() throws SQLException {
        // given
        Api.post("erasing-half", RECORD).then().statusCode(201);
        RegionDatabase.update(
                "sg", "alter table erasure add constraint broken check (false) not valid");

        // when
        var half = Api.as("erasing-half").delete("/v1/subjects/" + SUBJECT);
        RegionDatabase.update("sg", "alter table erasure drop constraint broken");
        var whole = Api.as("erasing-half").delete("/v1/subjects/" + SUBJECT);

        // then
        half.then()
                .statusCode(503)
                .body("erased.regions.region", equalTo(List.of("cn", "nl")))
                .body("erased.regions.find { it.region == 'nl' }.records", equalTo(1))
                .body("erased.subject.salt", matchesPattern("[0-9a-f]{64}"));
        Api.as("erasing-half")
                .get("/v1/erasures/" + half.path("erased.certificate"))
                .then()
                .statusCode(200);
        whole.then().statusCode(200).body("regions.region", hasItems("sg"));
    }

    @Test
    void one_tenant_cannot_erase_anothers_subject() {
        // given
        String id = Api.post("erasing-victim", RECORD).path("id");

        // when
        Api.as("erasing-rival").delete("/v1/subjects/" + SUBJECT).then().statusCode(200);

        // then
        Api.read("erasing-victim", id).then().statusCode(200);
    }

    @Test
    void a_subject_id_may_hold_any_character() {
        // given
        var odd = "wx/1 \u4e2d+%?";
        String id = Api.post("erasing", RECORD.replace(SUBJECT, odd)).path("id");

        // when
        var path = URLEncoder.encode(odd, StandardCharsets.UTF_8).replace("+", "%20");
        Api.as("erasing").delete("/v1/subjects/" + path).then().statusCode(200);

        // then
        Api.read("erasing", id).then().statusCode(410);
    }

    @Test
    void a_regulator_erases_nobody() {
        // when
        var answer = Api.as("regulator", "erasing", "in-region").delete("/v1/subjects/" + SUBJECT);

        // then
        answer.then().statusCode(403);
    }
}
