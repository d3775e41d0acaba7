// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileJsonTest {

    /// Values that RFC 8259 does not know, in the manner of collections for testing parsers; each
    /// byte is one character.
    static List<String> noValues() {
        return List.of(
                "",
                " ",
                "1 true",
                "\"a\" 1",
                "[",
                "]",
                "[[]",
                "[]]",
                "[1,]",
                "[,1]",
                "[1,,2]",
                "[1 2]",
                "[\"\": 1]",
                "[,]",
                "[-]",
                "[1",
                "[1}",
                "{1}",
                "{\"a\"}",
                "{\"a\":}",
                "{:\"b\"}",
                "{\"a\" \"b\"}",
                "{\"a\":1,}",
                "{\"a\":1,,\"b\":2}",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":\"b\"",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1}}",
                "{\"a\":1}#",
                "{1:1}",
                "{null:1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\"=1}",
                "{[]:1}",
                "nul",
                "nulll",
                "tru",
                "truth",
                "fals",
                "True",
                "NULL",
                "undefined",
                "nan",
                "NaN",
                "-NaN",
                "Infinity",
                "-Infinity",
                "Inf",
                "+1",
                "++1",
                "-",
                "--1",
                "-a",
                "- 1",
                "01",
                "-01",
                "-012",
                "00",
                "0x1",
                "0x",
                "0b1",
                "0o7",
                "1.",
                "-1.",
                ".1",
                "-.1",
                "0.",
                "0.e1",
                "1.e1",
                "1e",
                "1e+",
                "1E-",
                "0e",
                "0E+",
                "1ee1",
                "1e1.5",
                "1+2",
                "1_000",
                "1,000",
                "1a",
                "1.2.3",
                "2.e+3",
                "9.e+",
                "1eE2",
                "\uff11",
                "-\uff11",
                "\"",
                "\"a",
                "'a'",
                "a",
                "\"\\",
                "\"\\\"",
                "\"\\a\"",
                "\"\\x00\"",
                "\"\\u\"",
                "\"\\u0\"",
                "\"\\u00\"",
                "\"\\u000\"",
                "\"\\u00g0\"",
                "\"\\U0000\"",
                "\"\\uD800\\u\"",
                "\"\\uD800\\u1\"",
                "\"\\ \"",
                "\"\\'\"",
                "\"\t\"",
                "\"\n\"",
                "\"\r\"",
                "\"\u0000\"",
                "\"\u001f\"",
                "\"a\u0000b\"",
                "`a`",
                "\u0000",
                "\u0001",
                "\f1",
                "\u000b1",
                "1\f",
                "1\u00a0",
                "/**/1",
                "1//",
                "1/**/",
                "#1",
                "<null>",
                "*",
                "$",
                "@",
                "\\u000A",
                "\\n",
                "[\\n]",
                "[\\u000A]",
                "{\"a\":/**/1}",
                "[1/**/]",
                "[1]//",
                "<!--1-->",
                "[a",
                "[\"a",
                "[\"a\"",
                "[\"a\",",
                "{\"a\":\"b\"}/",
                "{\"a\":[}",
                "[{\"a\":1]",
                "{\"a\":[1}]",
                "[\"\\",
                "[tru]",
                "[nul",
                "[fals",
                "\u00e9",
                "\u00ff",
                "\"\u00ff\"",
                "\"\u00c0\u00af\"",
                "\"\u00e0\u0080\u0080\"",
                "\"\u00ed\u00a0\u0080\"",
                "\"\u00f4\u0090\u0080\u0080\"",
                "\"\u00f8\u0088\u0080\u0080\u0080\"",
                "\"\u00e6\u0097\"",
                "\"\u0080\"",
                "\u00ef\u00bb\u00bf1",
                "\u00ef\u00bb1",
                "\u00fe\u00ff\u00001",
                "[\"a\",\n4\n,1,",
                "[1,\n1\n,1",
                "[\"\u0000a\"]",
                "{\"a\":\"b\",}",
                "{\"a\":\"b\",,}",
                "{\"a\" b}",
                "{\"a\":true} \"x\"",
                "{\"a\":\"b\"}/**/",
                "{\"a\":\"b\"}//",
                "{\"id\":0,,,,,}",
                "{9999E9999:1}",
                "{\"x\", null}",
                "{\"x\"::\"b\"}",
                "[\"x\", truth]",
                "[-2.]",
                "[+Inf]",
                "[.-1]",
                "[0.3e+]",
                "[1.0e-]",
                "[-1x]",
                "[1:2]",
                "[\"\":1]",
                "[\"asd]",
                "[*]",
                "[0x42]",
                "[0 1]",
                "[\u0061]",
                "[\\x0c]",
                "\u00ff\u00fe1\u0000");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("noValues")
    void what_is_no_json_value_is_refused_wherever_it_stands(String value) {
        for (var document : List.of("{\"a\":" + value + "}", "{\"a\":[" + value + "]}")) {
            // when
            boolean emptyArray = value.isBlank() && document.endsWith("]}");
            var bytes = document.getBytes(StandardCharsets.ISO_8859_1);

            // then
            if (!emptyArray) {
                var thrown = assertThrows(ProblemException.class, () -> StrictJson.read(bytes));
                assertEquals(400, thrown.problem().fault().status());
                assertFalse(thrown.problem().detail().contains("truth"));
            }
        }
    }

    @Test
    void there_are_many_of_them() {
        assertTrue(noValues().size() >= 180, "values: " + noValues().size());
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":1}",
                "{\"b\":{\"a\":1,\"a\":2}}",
                "{\"b\":[{\"a\":1,\"a\":2}]}",
                "{\"\":1,\"\":2}"
            })
    void a_member_that_comes_twice_is_refused_however_it_is_written(String document) {
        // when
        var bytes = document.getBytes(StandardCharsets.UTF_8);

        // then
        var thrown = assertThrows(ProblemException.class, () -> StrictJson.read(bytes));
        assertEquals("duplicate_key", thrown.problem().fault().code());
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "{}",
                " \t\r\n{ } ",
                "{\"a\":[-0,0e1,1E+2,1e-2,-1.5,1.0]}",
                "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u20AC\\uD83D\\uDE00\"}",
                "{\"a\":\"\u007f\u0080\u2028\uFFFF\uD83D\uDE00\"}",
                "{\"\":[[],{},null,true,false,\"\"]}"
            })
    void what_is_json_is_taken(String document) {
        // when
        var read = StrictJson.read(document.getBytes(StandardCharsets.UTF_8));

        // then
        assertTrue(read.isObject());
    }
}
