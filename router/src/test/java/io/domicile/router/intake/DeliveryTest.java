// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Examples;
import io.domicile.router.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryTest {

    private static final String FACTS =
            """
            {"record":{"type":"loc.live","crs":"WGS84","precision_m":10,"continuous":true},
             "subjects":[{"role":"author","home":"DE","age":34,"consents":["CONSENT.SHARE"]},
                         {"role":"recipient","home":"CN","age":41,"consents":[]}],
             "collect":"DE","place":"DE","via":"phone","tenant":{"est":"DE"},"purpose":"live_share",
             "mech":[{"id":"SC"}],"now":"2026-11-20","sep_consent":true}
            """;

    @ParameterizedTest
    @CsvSource({
        "author, DE, recipient, CN, true",
        "author, DE, member, SG, true",
        "driver, DE, recipient, CN, true",
        "author, DE, recipient, DE, false",
        "author, DE, recipient, ?, false",
        "author, ?, recipient, CN, false",
        "author, DE, bystander, CN, false",
        "author, DE, passenger, CN, false",
        "recipient, DE, recipient, CN, false",
    })
    void a_message_goes_from_a_sender_to_receivers_of_other_countries(
            String role, String home, String other, String elsewhere, boolean addressed) {
        // when
        var submission = submission(role, home, other, elsewhere);

        // then
        assertEquals(addressed, Delivery.isAddressed(submission));
    }

    @Test
    void a_receiver_without_a_home_is_nobody_to_send_to() {
        // given
        var json =
                Examples.GERMAN_TEXT.replace("}],", "},{\"id\":\"u-2\",\"role\":\"recipient\"}],");

        // when
        var submission = SubmissionReader.read(json.getBytes(StandardCharsets.UTF_8));

        // then
        assertFalse(Delivery.isAddressed(submission));
    }

    @Test
    void of_leaving_the_region_the_law_is_asked_about_the_sender_alone() throws IOException {
        // given
        var delivery = delivery();

        // when
        var store = delivery.asStore().facts();
        var fanout = delivery.asFanout(delivery.receivers()).facts();

        // then
        assertEquals(1, store.path("subjects").size());
        assertEquals("DE", store.at("/subjects/0/home").asText());
        assertFalse(store.has("mech") || store.has("now") || store.has("sep_consent"));
        assertEquals("DE", fanout.at("/sender/home").asText());
        assertEquals("CN", fanout.at("/members/0/home").asText());
        assertFalse(fanout.has("subjects"));
    }

    @Test
    void a_copy_is_decided_later_on_nobodys_consents() throws IOException {
        // given
        var delivery = delivery();

        // when
        var copy = delivery.copyFor(delivery.receivers().getFirst(), true);

        // then
        assertEquals("CN", copy.facts().at("/subjects/0/home").asText());
        assertEquals("DE", copy.facts().at("/subjects/1/home").asText());
        assertEquals(0, copy.facts().at("/subjects/1/consents").size());
        assertEquals("loc.coarse", copy.facts().at("/record/type").asText());
        assertEquals(3000, copy.facts().at("/record/precision_m").asInt());
        assertFalse(copy.facts().path("record").has("continuous"));
        assertEquals("loc.coarse", copy.submission().type());
        assertEquals("Delivery[Submission[msg.text]]", delivery.toString());
    }

    private static Delivery delivery() throws IOException {
        var facts = Json.MAPPER.readValue(FACTS, ObjectNode.class);
        return new Delivery("acme", submission("author", "DE", "recipient", "CN"), facts);
    }

    private static Submission submission(String role, String home, String other, String elsewhere) {
        var json =
                Examples.GERMAN_TEXT
                        .replace(
                                "\"author\",\"home\":\"DE\"",
                                "\"%s\",\"home\":\"%s\"".formatted(role, home))
                        .replace(
                                "}],",
                                "},{\"id\":\"u-2\",\"role\":\"%s\",\"home\":\"%s\",\"age\":41}],"
                                        .formatted(other, elsewhere));
        return SubmissionReader.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
