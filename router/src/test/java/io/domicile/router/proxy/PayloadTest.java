// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

    private static final String PARTS =
            """
            --b\r
            Content-Disposition: form-data; name="note"\r
            \r
            hello\r
            --b\r
            content-disposition: form-data; name="voice"; filename="anna.ogg"\r
            Content-Type: audio/ogg\r
            \r
            \0\1\r
            --b\r
            Content-Disposition: form-data; name="doc"\r
            Content-Type: application/json\r
            \r
            {"a":{"b":1}}\r
            --b--\r
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"a\":1.10,\"b\":[null,1E+400]}",
                "application/json | 7",
                "application/geo+json | {\"a\":\"é𝕏\"}",
                "application/cloudevents-batch+json | [{\"id\":1},{\"id\":2}]",
                "application/x-www-form-urlencoded | a=1&b=%C3%A9+%3B&b=",
                "application/xml | <?xml version=\"1.0\" ?><r a=\"1\"><x>1</x><x>2 &lt; 3</x><y>é</y></r>"
            })
    void what_no_rule_changes_goes_on_as_it_came(String type, String body) {
        assertEquals(body, rewritten(type, body));
    }

    @Test
    void lines_go_on_one_by_one() {
        assertEquals(
                "{\"a\":1}\n{\"a\":2}\n",
                rewritten("application/x-ndjson", "{\"a\": 1}\r\n\n{\"a\":2}"));
    }

    @Test
    void parts_of_a_form_go_on_byte_by_byte() {
        assertEquals(
                PARTS.replace("content-disposition", "Content-Disposition"),
                rewritten("multipart/form-data; boundary=b", PARTS));
    }

    @Test
    void a_file_that_is_changed_loses_its_name_and_type() {
        // when
        var changed = changed("multipart/form-data; boundary=b", PARTS, "$.voice");

        // then
        assertTrue(
                changed.contains("name=\"voice\"; filename=\"file\"\r\n\r\n[redacted]\r\n--b\r\n"),
                changed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$.doc.a | {\"a\":\"[redacted]\"}",
                "$.note | [redacted]\r",
            })
    void fields_of_parts_are_found(String path, String expected) {
        assertTrue(
                changed("multipart/form-data; boundary=b", PARTS, path).contains(expected.strip()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$.r.x[1] | <r a=\"1\"><x>1</x><x>[redacted]</x></r>",
                "$.r.x | <r a=\"1\"><x>[redacted]</x></r>",
                "$.r['@a'] | <r a=\"[redacted]\"><x>1</x><x>2</x></r>",
                "$.r | <r>[redacted]</r>"
            })
    void fields_of_xml_are_elements_and_attributes(String path, String expected) {
        // when
        var changed =
                changed(
                        "text/xml",
                        "<r a='1'><x>1</x><!-- canary --><x><![CDATA[2]]></x></r>",
                        path);

        // then
        assertEquals("<?xml version=\"1.0\" ?>" + expected, changed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r><r/>",
                "<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>",
                "<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>",
                "<r>&a;</r>",
                "<r>text<x/>text</r>",
                "<r><x/><y/><x/></r>",
                "<r>",
                "<r/><r/>",
                ""
            })
    void xml_that_could_be_read_otherwise_is_refused(String body) {
        assertThrows(ProblemException.class, () -> rewritten("application/xml", body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\nx",
                "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name*=utf-8''a\r\n\r\n1\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n--b--\r\n",
                "--b\nContent-Disposition: form-data; name=\"a\"\n\n1\n--b--\n",
                "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nMQ==\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\n--b\nContent-Disposition: form-data; name=\"b\"\n\n2\r\n--b--\r\n"
            })
    void a_form_that_could_be_read_otherwise_is_refused(String body) {
        assertThrows(
                ProblemException.class, () -> rewritten("multipart/form-data; boundary=b", body));
    }

    private static String rewritten(String type, String body) {
        return text(payload(type, body));
    }

    private static String changed(String type, String body, String path) {
        var payload = payload(type, body);
        FieldPath.parse(path)
                .orElseThrow()
                .in(payload.documents().getFirst())
                .spots()
                .forEach(spot -> spot.set(Redaction.redacted()));
        return text(payload);
    }

    private static String text(Payload payload) {
        return new String(payload.bytes(), StandardCharsets.UTF_8);
    }

    private static Payload payload(String type, String body) {
        return Payload.read(
                        ContentType.parse(type).orElseThrow(),
                        body.getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }

    @Test
    void types_that_cannot_be_read_are_told() {
        for (var type : List.of("text/plain", "image/png", "multipart/mixed", "application/pdf")) {
            assertEquals(false, Payload.isKnown(ContentType.parse(type).orElseThrow()));
        }
    }
}
