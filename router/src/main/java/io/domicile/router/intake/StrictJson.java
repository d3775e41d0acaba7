// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads one JSON document and nothing else: UTF-8 without a byte order mark, no member named
/// twice, nothing behind it, at most 32 levels, no number longer than 64 characters.
///
/// Its problems are worded here, because the parser's own messages quote the source.
public final class StrictJson {

    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 64;
    private static final int LONGEST_NAME = 256;

    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                    JsonFactory.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNestingDepth(DEEPEST)
                                            .maxNumberLength(LONGEST_NUMBER)
                                            .maxNameLength(LONGEST_NAME)
                                            .build())
                            .build());

    /// Keeps numbers as they came: what is handed on must not become another number.
    private static final ObjectReader EXACT =
            MAPPER.reader()
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private StrictJson() {}

    /// Reads the object.
    ///
    /// @throws ProblemException with status 400 for what is not such a document, 422 for JSON that
    ///   is no object
    public static ObjectNode read(byte[] body) {
        return read(body, ObjectNode.class, "a JSON object");
    }

    /// Reads an array.
    ///
    /// @throws ProblemException with status 400 for what is not such a document, 422 for JSON that
    ///   is no array
    public static ArrayNode readArray(byte[] body) {
        return read(body, ArrayNode.class, "a JSON array");
    }

    /// Reads any JSON value, with its numbers exactly as they are.
    ///
    /// @throws ProblemException with status 400 for what is not such a document
    public static JsonNode document(byte[] body) {
        return read(EXACT, body);
    }

    private static <T extends JsonNode> T read(byte[] body, Class<T> kind, String name) {
        var document = read(MAPPER.reader(), body);
        if (!kind.isInstance(document)) {
            throw new ProblemException(
                    Problem.at(Fault.WRONG_TYPE, "", "The body must be " + name + "."));
        }
        return kind.cast(document);
    }

    private static JsonNode read(ObjectReader reader, byte[] body) {
        try (var parser = MAPPER.createParser(text(body))) {
            return document(reader, parser);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static JsonNode document(ObjectReader reader, JsonParser parser) throws IOException {
        try {
            JsonNode document = reader.readTree(parser);
            if (document == null || document.isMissingNode()) {
                throw new ProblemException(Fault.MALFORMED_JSON, "The body is empty.");
            }
            requireEnd(parser);
            return document;
        } catch (JsonProcessingException e) {
            throw new ProblemException(problem(e, parser));
        }
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        boolean end;
        try {
            end = parser.nextToken() == null;
        } catch (JsonProcessingException _) {
            end = false;
        }
        if (!end) {
            throw new ProblemException(
                    Fault.TRAILING_BYTES, "Send one JSON document and nothing behind it.");
        }
    }

    private static Problem problem(JsonProcessingException thrown, JsonParser parser) {
        var pointer = parser.getParsingContext().pathAsPointer().toString();
        var message = thrown.getOriginalMessage();
        if (thrown instanceof StreamConstraintsException) {
            return message.contains("nesting depth")
                    ? Problem.of(
                            Fault.TOO_DEEP, "At most " + DEEPEST + " levels of nesting are taken.")
                    : Problem.at(
                            Fault.NUMBER_TOO_LONG,
                            pointer,
                            "Numbers and names have a largest length.");
        }
        if (message.startsWith("Duplicate field")) {
            return Problem.at(Fault.DUPLICATE_KEY, pointer, "Name each member once.");
        }
        var place = parser.currentLocation();
        return Problem.at(
                Fault.MALFORMED_JSON,
                pointer,
                "Not JSON at line %d, column %d."
                        .formatted(place.getLineNr(), place.getColumnNr()));
    }

    private static String text(byte[] body) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            // UTF-16 and UTF-32 of ASCII are valid UTF-8 with NULs, which JSON has no place for
            if (text.startsWith("\uFEFF") || text.indexOf('\0') >= 0) {
                throw badEncoding();
            }
            return text;
        } catch (CharacterCodingException _) {
            throw badEncoding();
        }
    }

    private static ProblemException badEncoding() {
        return new ProblemException(Fault.BAD_ENCODING, "Send UTF-8 without a byte order mark.");
    }
}
