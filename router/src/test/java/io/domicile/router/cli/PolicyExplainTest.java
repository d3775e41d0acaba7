// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.domicile.policies.PolicyBundle;
import io.domicile.router.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyExplainTest {

    private static final String ADULT =
            """
            {"query":"store","facts":{"record":{"type":"msg.text"},"subjects":[{"home":"DE","age":34}],
             "collect":"DE","via":"phone","purpose":"deliver_message","tenant":{"est":"DE"}}}\
            """;
    private static final String CHILD = ADULT.replace("34", "12");

    @TempDir Path folder = Path.of("");

    @Test
    void an_allowed_deed_ends_with_0_and_says_where_and_under_which_duties() throws IOException {
        // when
        var ended = explain(ADULT);

        // then
        assertEquals(0, ended.status());
        assertTrue(ended.out().matches("(?s)effect +ALLOW\nregion +NL\n.*"), ended.out());
        assertTrue(ended.out().contains("ENC.AES"), ended.out());
        assertTrue(ended.out().contains(PolicyBundle.bundled().revision().digest()), ended.out());
    }

    @ParameterizedTest
    @CsvSource({"en, parental responsibility", "zh, 监护人", "nl, voogd"})
    void a_refused_deed_ends_with_1_and_says_why_in_the_language(String language, String word)
            throws IOException {
        // when
        var ended = explain(CHILD, "--lang", language);

        // then
        assertEquals(1, ended.status());
        assertTrue(ended.out().matches("(?s)effect +DENY\n.*need +CONSENT.GUARD\n.*"), ended.out());
        assertTrue(
                ended.out().matches("(?s).*\nR20\\.EU  GDPR 8.*\n  .*" + word + ".*"), ended.out());
    }

    @Test
    void json_is_the_whole_decision_with_its_policy() throws JsonProcessingException, IOException {
        // when
        var ended = explain(CHILD, "--json");

        // then
        var answer = Json.MAPPER.readTree(ended.out());
        assertEquals(1, ended.status());
        assertEquals("DENY", answer.path("effect").asText());
        assertFalse(answer.path("reasons").isEmpty());
        assertEquals(
                PolicyBundle.bundled().revision().digest(), answer.at("/policy/digest").asText());
    }

    @Test
    void a_dash_reads_standard_input() {
        // given
        var in = System.in;
        System.setIn(new ByteArrayInputStream(ADULT.getBytes(StandardCharsets.UTF_8)));
        try {
            // when
            var ended = run("-");

            // then
            assertEquals(0, ended.status());
        } finally {
            System.setIn(in);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'query':'s3cr3t','facts':{}}             | /query",
                "{'query':'store','facts':{'lat':1}}       | /facts/lat",
                "{'query':'store','facts':{'via':true}}    | /facts/via",
                "{'query':'store','facts':{'via':'s3cr3t   | /facts/via"
            })
    void a_bad_question_ends_with_2_and_names_the_place_only(String question, String pointer)
            throws IOException {
        // when
        var ended = explain(question.replace('\'', '"'));

        // then
        assertEquals(2, ended.status());
        assertTrue(ended.err().contains("\"" + pointer + "\""), ended.err());
        assertTrue(ended.err().endsWith("Try: ./domicile help policy\n"), ended.err());
        assertFalse(ended.err().contains("s3cr3t"), ended.err());
    }

    @Test
    void an_unknown_language_ends_with_2() throws IOException {
        // when
        var ended = explain(ADULT, "--lang", "fr");

        // then
        assertEquals(2, ended.status());
        assertTrue(ended.err().contains("--lang is en, zh or nl"), ended.err());
    }

    private Ended explain(String question, String... options) throws IOException {
        var file = Files.writeString(folder.resolve("facts.json"), question);
        return run(file.toString(), options);
    }

    private static Ended run(String file, String... options) {
        var arguments = new ArrayList<>(List.of("policy", "explain", file));
        arguments.addAll(List.of(options));
        return Ended.of(arguments);
    }
}
