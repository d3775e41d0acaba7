// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WeChatXmlTest {

    @Test
    void elements_are_read_by_name_and_nested_ones_skipped() {
        // when
        var xml =
                read(
                        """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <!-- a comment -->
                        <xml><A><![CDATA[<b>]]></A><B> 12.5 </B>
                        <SendLocationInfo><A>hidden</A></SendLocationInfo><C>3</C></xml>
                        """);

        // then
        assertEquals("<b>", xml.required("A"));
        assertEquals(12.5, xml.decimal("B", 0, 20));
        assertEquals(3, xml.integer("C"));
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                argumentSet("a document type", "<!DOCTYPE xml><xml/>", Fault.MALFORMED_XML),
                argumentSet(
                        "an entity bomb",
                        "<!DOCTYPE xml [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><xml><A>&b;</A></xml>",
                        Fault.MALFORMED_XML),
                argumentSet("an unknown entity", "<xml><A>&x;</A></xml>", Fault.MALFORMED_XML),
                argumentSet("another root", "<html/>", Fault.MALFORMED_XML),
                argumentSet("half a document", "<xml><A>", Fault.MALFORMED_XML),
                argumentSet("two documents", "<xml/><xml/>", Fault.MALFORMED_XML),
                argumentSet("a depth bomb", "<xml>" + "<A>".repeat(5000), Fault.MALFORMED_XML),
                argumentSet("nothing", "", Fault.MALFORMED_XML),
                argumentSet(
                        "an element named twice",
                        "<xml><A>1</A><A>2</A></xml>",
                        Fault.DUPLICATE_KEY));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostile_xml_is_refused(String text, Fault fault) {
        // when
        var refused = assertThrows(ProblemException.class, () -> read(text));

        // then
        assertEquals(fault, refused.problem().fault());
    }

    @Test
    void broken_utf_8_is_refused() {
        // given
        var latin = "<xml><A>\u00e9</A></xml>".getBytes(StandardCharsets.ISO_8859_1);

        // when
        var refused = assertThrows(ProblemException.class, () -> WeChatXml.read(latin));

        // then
        assertEquals(Fault.BAD_ENCODING, refused.problem().fault());
    }

    private static WeChatXml read(String text) {
        return WeChatXml.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
