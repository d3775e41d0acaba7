// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.StrictXml;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The elements below `<xml>` of a WeChat callback, by name. Document types and entities are
/// refused; nested elements are skipped.
final class WeChatXml {

    private static final int DEEPEST = 8;
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,6}(\\.\\d{1,20})?");
    private static final Pattern INTEGER = Pattern.compile("\\d{1,11}");

    private final Map<String, String> elements;

    private WeChatXml(Map<String, String> elements) {
        this.elements = elements;
    }

    /// Reads a callback's body.
    ///
    /// @throws ProblemException with status 400
    static WeChatXml read(byte[] body) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return new WeChatXml(elements(StrictXml.reader(text)));
        } catch (CharacterCodingException _) {
            throw new ProblemException(Fault.BAD_ENCODING, "Send UTF-8.");
        } catch (XMLStreamException _) {
            throw malformed("Not well-formed XML.");
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(elements.get(name));
    }

    /// Text that must be there.
    String required(String name) {
        return text(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> at(name, Fault.MISSING_FIELD, "This element must be there."));
    }

    double decimal(String name, double least, double most) {
        var text = required(name).strip();
        if (!DECIMAL.matcher(text).matches()) {
            throw at(name, Fault.WRONG_TYPE, "Must be a decimal number.");
        }
        double value = Double.parseDouble(text);
        if (value < least || value > most) {
            throw at(
                    name,
                    Fault.OUT_OF_RANGE,
                    "Must be between %.0f and %.0f.".formatted(least, most));
        }
        return value;
    }

    long integer(String name) {
        var text = required(name).strip();
        if (!INTEGER.matcher(text).matches()) {
            throw at(name, Fault.WRONG_TYPE, "Must be an integer.");
        }
        return Long.parseLong(text);
    }

    /// A refusal of the element.
    ProblemException at(String name, Fault fault, String detail) {
        return new ProblemException(Problem.at(fault, "/xml/" + name, detail));
    }

    private static Map<String, String> elements(XMLStreamReader reader) throws XMLStreamException {
        var elements = new HashMap<String, String>();
        var text = new StringBuilder();
        int depth = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    if (depth > DEEPEST || (depth == 1 && !reader.getLocalName().equals("xml"))) {
                        throw malformed("The root element must be xml.");
                    }
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (depth == 2) {
                        text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (depth == 2
                            && elements.put(reader.getLocalName(), text.toString()) != null) {
                        throw new ProblemException(
                                Fault.DUPLICATE_KEY, "Name each element below xml once.");
                    }
                    depth--;
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw malformed("Document types and entities are refused.");
                default -> {
                    // comments, white space and the end say nothing
                }
            }
        }
        return elements;
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(Fault.MALFORMED_XML, detail);
    }
}
