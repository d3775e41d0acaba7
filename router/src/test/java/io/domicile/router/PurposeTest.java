// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PurposeTest {

    @Test
    void the_purposes_are_those_of_the_policies() throws IOException {
        // given
        var data = Path.of("..", "policies", "data", "law.json");

        // when
        var law = new TreeSet<String>();
        Json.MAPPER
                .readTree(data.toFile())
                .at("/law/purposes")
                .fieldNames()
                .forEachRemaining(law::add);

        // then
        assertEquals(law, new TreeSet<>(Purpose.KNOWN));
    }

    @Test
    void what_a_caller_makes_up_does_not_enter_the_log() {
        // given
        String made = "call +86 138 0000 0000";

        // when
        var audited = Purpose.audited(made);

        // then
        assertEquals(Optional.of("other"), audited);
    }
}
