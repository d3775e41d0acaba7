// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingFactsTest {

    @Test
    void a_reading_is_decided_without_the_consents_that_have_ended() throws Exception {
        // given
        var facts =
                Json.MAPPER.readValue(
                        """
                        {"subjects":[{"home":"NL","consents":["CONSENT.EPRIV","CONSENT.EXPLICIT"]},
                         {"home":"NL","consents":[]},{"home":"NL"}]}\
                        """,
                        ObjectNode.class);

        // when
        ReadingFacts.keepConsents(facts, Set.of("CONSENT.EPRIV"));

        // then
        assertEquals(
                """
                {"subjects":[{"home":"NL","consents":["CONSENT.EPRIV"]},\
                {"home":"NL","consents":[]},{"home":"NL"}]}\
                """,
                facts.toString());
    }
}
