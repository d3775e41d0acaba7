// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.StrictXml;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/// XML, seen as JSON: an element is an object of its attributes (`@name`), its elements by name,
/// and its text (`#text`); one with text alone is that text; elements of one name that follow each
/// other are an array. No document type, no entities of one's own, no text between elements;
/// comments and processing instructions do not go on.
///
/// @param contentType what it is
/// @param held the one document: an object with the root element
record XmlPayload(String contentType, ArrayNode held) implements Payload {

    private static final int DEEPEST = 32;
    private static final String TEXT = "#text";
    private static final XMLOutputFactory OUTPUT = XMLOutputFactory.newDefaultFactory();

    static XmlPayload read(String type, byte[] body) {
        try {
            var reader = StrictXml.reader(Payload.text(body));
            var document = JsonNodeFactory.instance.objectNode();
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT ->
                            document.set(reader.getLocalName(), element(reader, 1));
                    case XMLStreamConstants.DTD -> throw malformed();
                    default -> {
                        // comments, white space and the end say nothing
                    }
                }
            }
            return new XmlPayload(type, JsonNodeFactory.instance.arrayNode().add(document));
        } catch (XMLStreamException _) {
            throw malformed();
        }
    }

    private static JsonNode element(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw new ProblemException(Fault.TOO_DEEP, "At most " + DEEPEST + " levels are taken.");
        }
        var element = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.put("@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        int attributes = element.size();
        var text = new StringBuilder();
        String before = "";
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    var name = reader.getLocalName();
                    add(element, name, element(reader, depth + 1), name.equals(before));
                    before = name;
                }
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return ended(element, attributes, text.toString());
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw malformed();
                default -> {
                    // comments and instructions do not go on
                }
            }
        }
    }

    private static JsonNode ended(ObjectNode element, int attributes, String text) {
        if (element.size() == 0) {
            return JsonNodeFactory.instance.textNode(text);
        }
        if (element.size() > attributes) {
            if (!text.isBlank()) {
                throw new ProblemException(
                        Fault.MALFORMED_XML, "Text between elements is not taken.");
            }
        } else {
            element.put(TEXT, text);
        }
        return element;
    }

    private static void add(ObjectNode element, String name, JsonNode child, boolean again) {
        var first = element.get(name);
        if (first == null) {
            element.set(name, child);
        } else if (!again) {
            throw new ProblemException(
                    Fault.MALFORMED_XML, "Elements of one name must follow each other.");
        } else if (first instanceof ArrayNode several) {
            several.add(child);
        } else {
            element.putArray(name).add(first).add(child);
        }
    }

    private static ProblemException malformed() {
        return new ProblemException(
                Fault.MALFORMED_XML, "Not XML, or with a document type or entities of its own.");
    }

    @Override
    public List<Spot> documents() {
        return List.of(Spot.in(held, 0));
    }

    @Override
    public byte[] bytes() {
        var text = new StringWriter();
        try {
            var writer = OUTPUT.createXMLStreamWriter(text);
            writer.writeStartDocument();
            var roots = held.path(0).properties();
            if (roots.size() != 1) {
                throw new ProblemException(Fault.WRONG_TYPE, "The root element must stay.");
            }
            for (var root : roots) {
                write(root.getKey(), root.getValue(), writer);
            }
            writer.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML cannot be written to memory", e);
        }
        return Payload.utf8(text.toString());
    }

    private static void write(String name, JsonNode value, XMLStreamWriter writer)
            throws XMLStreamException {
        if (value instanceof ArrayNode several) {
            for (var one : several) {
                write(name, one, writer);
            }
            return;
        }
        writer.writeStartElement(name);
        if (value instanceof ObjectNode element) {
            for (var member : element.properties()) {
                if (member.getKey().startsWith("@")) {
                    writer.writeAttribute(member.getKey().substring(1), text(member.getValue()));
                }
            }
            for (var member : element.properties()) {
                if (member.getKey().equals(TEXT)) {
                    writer.writeCharacters(text(member.getValue()));
                } else if (!member.getKey().startsWith("@")) {
                    write(member.getKey(), member.getValue(), writer);
                }
            }
        } else {
            writer.writeCharacters(value.asText());
        }
        writer.writeEndElement();
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    @Override
    public String toString() {
        return "XmlPayload";
    }
}
