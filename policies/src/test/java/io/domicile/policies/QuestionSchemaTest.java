// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuestionSchemaTest {

    private static final QuestionSchema SCHEMA = QuestionSchema.bundled();

    @Test
    void every_case_of_the_policies_can_be_asked() throws IOException {
        for (Case named : Case.all()) {
            // when
            var flaw = SCHEMA.flaw(WasmPolicyEngine.input(named.question()));

            // then
            assertEquals(Optional.empty(), flaw, named.name());
        }
    }

    @Test
    void every_case_of_the_law_can_be_asked() throws IOException {
        // given
        Path cases = Path.of(System.getProperty("domicile.shared"), "law_cases.json");
        assumeTrue(Files.exists(cases), "the cases of the law are not here");
        for (JsonNode listed : Json.MAPPER.readTree(cases.toFile())) {
            var question = new Question(listed.path("query").textValue(), listed.path("input"));

            // when
            var flaw = SCHEMA.flaw(WasmPolicyEngine.input(question));

            // then
            assertEquals(Optional.empty(), flaw, listed.path("id").textValue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'query':'store','facts':{}}",
                "{'query':'store','facts':{'record':{'type':'loc.coarse','crs':null},'volume':null}}",
                "{'query':'store','facts':{'subjects':[{'home':'?','guardian':true,'age':12.5}]}}",
                "{'query':'transfer','facts':{'mech':['SC',{'id':'SA','valid_to':'2027-01-01'}],'volume':{}}}",
                "{'query':'transfer','facts':{'onward':['SG'],'core':false,'gba':true}}",
                "{'query':'transfer','facts':{'onward':'SG','basis':'contract'}}",
                "{'query':'fanout','facts':{'sender':{'home':'DE'},'members':[{'home':'CN'}]}}",
                "{'query':'due','facts':{'clock':'gdpr12_3','received':'2026-01-31T08:00:00+08:00'}}"
            })
    void null_and_the_short_forms_are_taken(String question) throws IOException {
        // when
        var flaw = SCHEMA.flaw(Json.MAPPER.readTree(question.replace('\'', '"')));

        // then
        assertEquals(Optional.empty(), flaw);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'facts':{}}                                    | MISSING       | /query",
                "{'query':'store'}                               | MISSING       | /facts",
                "{'query':null,'facts':{}}                       | WRONG_TYPE    | /query",
                "{'query':'store','facts':null}                  | WRONG_TYPE    | /facts",
                "{'query':'store','facts':[]}                    | WRONG_TYPE    | /facts",
                "{'query':'steal','facts':{}}                    | UNKNOWN_VALUE | /query",
                "{'query':'store','facts':{},'now':1}            | UNKNOWN_NAME  | /now",
                "{'query':'store','facts':{'name':null}}         | UNKNOWN_NAME  | /facts/name",
                "{'query':'store','facts':{'a/b~c':1}}           | UNKNOWN_NAME  | /facts/a~1b~0c",
                "{'query':'store','facts':{'record':{'lat':1}}}  | UNKNOWN_NAME  | /facts/record/lat",
                "{'query':'store','facts':{'record':'x'}}        | WRONG_TYPE    | /facts/record",
                "{'query':'store','facts':{'subjects':[1]}}      | WRONG_TYPE    | /facts/subjects/0",
                "{'query':'store','facts':{'subjects':[null]}}   | WRONG_TYPE    | /facts/subjects/0",
                "{'query':'store','facts':{'subjects':[{'age':'34'}]}} | WRONG_TYPE | /facts/subjects/0/age",
                "{'query':'store','facts':{'onward':{'x':1}}}    | WRONG_TYPE    | /facts/onward",
                "{'query':'store','facts':{'mech':[1]}}          | WRONG_TYPE    | /facts/mech/0",
                "{'query':'store','facts':{'purpose':'Jan Smit'}} | NOT_A_CODE   | /facts/purpose",
                "{'query':'store','facts':{'mech':['']}}         | NOT_A_CODE    | /facts/mech/0",
                "{'query':'store','facts':{'age_days':1e400}}    | OUT_OF_RANGE  | /facts/age_days"
            })
    void the_first_flaw_is_named_by_its_pointer(String question, Flaw.Kind kind, String pointer)
            throws IOException {
        // when
        var flaw = SCHEMA.flaw(Json.MAPPER.readTree(question.replace('\'', '"')));

        // then
        assertEquals(Optional.of(new Flaw(kind, pointer)), flaw);
    }

    @Test
    void an_endless_list_is_refused() {
        // given
        ObjectNode question = Json.MAPPER.createObjectNode().put("query", "fanout");
        var members = question.putObject("facts").putArray("members");
        for (int i = 0; i <= 1000; i++) {
            members.addObject().put("home", "DE");
        }

        // when
        var flaw = SCHEMA.flaw(question);

        // then
        assertEquals(Optional.of(new Flaw(Flaw.Kind.OUT_OF_RANGE, "/facts/members")), flaw);
    }
}
