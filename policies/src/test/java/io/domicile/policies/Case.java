// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The named cases of the law, as `rego/cases.json` states them.
record Case(String name, Question question, JsonNode expect) {

    static Stream<Case> all() throws IOException {
        try (@Nullable InputStream in = Case.class.getResourceAsStream("cases.json")) {
            List<Case> cases = new ArrayList<>();
            for (JsonNode node : Json.MAPPER.readTree(in)) {
                var question = new Question(node.path("query").textValue(), node.path("facts"));
                cases.add(new Case(node.path("name").textValue(), question, node.path("expect")));
            }
            return cases.stream();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
