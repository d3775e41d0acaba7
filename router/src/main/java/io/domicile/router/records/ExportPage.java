// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringWriter;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes a part of a person's export as a page for people: whole in itself, without scripts. The
/// JDK's writer of XML escapes every text.
final class ExportPage {

    private static final String STYLE =
            """
            body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
            h2{font-size:1.1rem;margin-top:2rem;border-top:1px solid #d8dee4;padding-top:1rem}
            dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.2rem 1rem;margin:.2rem 0}
            dt{color:#57606a}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
            """;

    /// What a page does not show: it stands in the file beside it.
    private static final Set<String> LARGE = Set.of("media");

    private final XMLStreamWriter page;

    private ExportPage(XMLStreamWriter page) {
        this.page = page;
    }

    /// What a part says beside its records.
    static String ofPart(JsonNode part) {
        return page("Your data in region " + part.path("region").asText(), it -> it.value(part));
    }

    /// A page of records.
    static String ofRecords(JsonNode records) {
        return page(
                "Your records",
                it -> {
                    for (var record : records) {
                        var title =
                                record.path("type").asText()
                                        + ", "
                                        + record.path("occurred_at").asText();
                        it.element("h2", title);
                        it.value(record);
                    }
                });
    }

    private interface Content {
        void write(ExportPage page) throws XMLStreamException;
    }

    private static String page(String title, Content content) {
        var text = new StringWriter();
        text.write("<!doctype html>\n");
        try {
            var writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            var page = new ExportPage(writer);
            writer.writeStartElement("html");
            writer.writeAttribute("lang", "en");
            page.head(title);
            writer.writeStartElement("body");
            page.element("h1", title);
            content.write(page);
            writer.writeEndElement();
            writer.writeEndElement();
            writer.flush();
            return text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a page in memory cannot be written", e);
        }
    }

    private void head(String title) throws XMLStreamException {
        page.writeStartElement("head");
        page.writeEmptyElement("meta");
        page.writeAttribute("charset", "utf-8");
        element("title", title);
        page.writeStartElement("style");
        page.writeCharacters(STYLE);
        page.writeEndElement();
        page.writeEndElement();
    }

    private void value(JsonNode value) throws XMLStreamException {
        if (value.isObject()) {
            page.writeStartElement("dl");
            for (var member : value.properties()) {
                element("dt", member.getKey().replace('_', ' '));
                page.writeStartElement("dd");
                member(member.getKey(), member.getValue());
                page.writeEndElement();
            }
            page.writeEndElement();
        } else if (value.isArray()) {
            array(value);
        } else {
            page.writeCharacters(printable(value.asText()));
        }
    }

    private void member(String name, JsonNode value) throws XMLStreamException {
        if (LARGE.contains(name)) {
            page.writeCharacters("in the JSON file beside this page");
        } else {
            value(value);
        }
    }

    private void array(JsonNode array) throws XMLStreamException {
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i).isContainerNode()) {
                value(array.get(i));
            } else {
                page.writeCharacters((i > 0 ? ", " : "") + printable(array.get(i).asText()));
            }
        }
    }

    private void element(String name, String text) throws XMLStreamException {
        page.writeStartElement(name);
        page.writeCharacters(printable(text));
        page.writeEndElement();
    }

    /// Control characters have no place in a page; the JSON has them.
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
