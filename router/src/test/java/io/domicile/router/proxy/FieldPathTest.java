// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.StrictJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$ | {\"a\":1} | {\"a\":1}",
                "$.a | {\"a\":1} | 1",
                "$['a b'].c | {\"a b\":{\"c\":[null]}} | [null]",
                "$.a[1] | {\"a\":[1,2,3]} | 2",
                "$.a[*].b | {\"a\":[{\"b\":1},{\"b\":true}]} | 1 true",
                "$.a[*] | {\"a\":[]} | ``",
                "$.* | {\"a\":1,\"b\":null} | 1 null",
                "$..b | {\"b\":{\"b\":1},\"a\":[{\"b\":2}]} | {\"b\":1} 1 2",
                "$..[0] | [[1],2] | [1] 1",
                "$..* | {\"a\":[1]} | [1] 1"
            })
    void a_path_leads_to_all_its_values(String path, String document, String values) {
        // when
        var found = find(path, document);

        // then
        assertTrue(found.complete());
        assertEquals(
                values,
                String.join(
                        " ", found.spots().stream().map(spot -> spot.value().toString()).toList()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$.a | {}",
                "$.a.b | {\"a\":null}",
                "$.a[*].b | {\"a\":[{\"b\":1},{}]}",
                "$.a[2] | {\"a\":[1,2]}",
                "$..b | {\"a\":1}"
            })
    void what_is_missing_anywhere_is_told(String path, String document) {
        assertEquals(false, find(path, document).complete());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$.a | [1]",
                "$.a.b | {\"a\":1}",
                "$.a[*] | {\"a\":\"text\"}",
                "$[0] | {\"0\":1}",
                "$.name | {\"name\":1,\"Name\":2}",
                "$.name | {\"NAME\":2}",
                "$..name | {\"a\":[{\"name \":2}]}"
            })
    void a_path_through_another_kind_or_beside_a_twin_is_refused(String path, String document) {
        assertThrows(ProblemException.class, () -> find(path, document));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "$a",
                "$.",
                "$..",
                "$.a.",
                "$[",
                "$['a",
                "$[?(@.a)]",
                "$[0:2]",
                "$[0,1]",
                "$[-1]",
                "$...a",
                "$.a()",
                "$.['a']"
            })
    void what_is_no_such_path_is_not_taken(String text) {
        assertTrue(FieldPath.parse(text).isEmpty());
    }

    @Test
    void a_path_that_finds_too_much_is_refused() {
        // given
        var document = "[" + "1,".repeat(100_000) + "1]";

        // then
        assertThrows(ProblemException.class, () -> find("$[*]", document));
    }

    private static FieldPath.Found find(String path, String document) {
        var held =
                JsonNodeFactory.instance
                        .arrayNode()
                        .add(StrictJson.document(document.getBytes(StandardCharsets.UTF_8)));
        return FieldPath.parse(path).orElseThrow().in(Spot.in(held, 0));
    }
}
