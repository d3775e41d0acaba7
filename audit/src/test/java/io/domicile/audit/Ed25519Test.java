// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The signatures, good and bad, of C2SP's Wycheproof.
class Ed25519Test {

    @Test
    void signatures_are_judged_as_wycheproof_says() throws IOException {
        // given
        var file = Vectors.folder("wycheproof").resolve("ed25519_test.json");
        var wrong = new ArrayList<String>();
        int cases = 0;

        // when
        for (var group : new ObjectMapper().readTree(file.toFile()).get("testGroups")) {
            var key = Algorithm.ED25519.check(hex(group.get("publicKey"), "pk")).orElseThrow();
            for (var test : group.get("tests")) {
                boolean verifies = key.verifies(hex(test, "msg"), hex(test, "sig"));
                if (verifies != test.get("result").asText().equals("valid")) {
                    wrong.add(test.get("tcId").asText());
                }
                cases++;
            }
        }

        // then
        assertEquals(List.of(), wrong);
        assertTrue(cases > 100);
    }

    private static byte[] hex(JsonNode test, String field) {
        return HexFormat.of().parseHex(test.get(field).asText());
    }
}
