// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.StrictJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A form of several parts (RFC 7578). A part is a text, a JSON document if it says so, or a file,
/// whose value is its base64. What a tolerant reader might read otherwise is refused: preambles, a
/// name twice, further headers, transfer encodings.
///
/// @param boundary between the parts
/// @param parts in their order
/// @param held the one document: the parts' values by name
record MultipartPayload(String boundary, List<Part> parts, ArrayNode held) implements Payload {

    static final String TYPE = "multipart/form-data";

    private static final int MOST_PARTS = 100;
    private static final String LINE = "\r\n";

    MultipartPayload {
        parts = List.copyOf(parts);
    }

    /// One part.
    ///
    /// @param head its headers
    /// @param body as it came, one character for each byte
    /// @param value what rules see of it
    record Part(PartHead head, String body, JsonNode value) {

        @Override
        public String toString() {
            return "Part";
        }
    }

    static MultipartPayload read(ContentType type, byte[] body) {
        var boundary = type.parameters().getOrDefault("boundary", "");
        if (!boundary.matches("[A-Za-z0-9'()+_,./:=? -]{0,69}[A-Za-z0-9'()+_,./:=?-]")) {
            throw malformed("The header Content-Type must name a boundary.");
        }
        var text = new String(body, StandardCharsets.ISO_8859_1);
        var delimiter = LINE + "--" + boundary;
        // the first one has no line before it
        var pieces = (LINE + text).split(Pattern.quote(delimiter), -1);
        var last = pieces[pieces.length - 1];
        if (pieces.length < 2
                || pieces.length > MOST_PARTS + 2
                || !pieces[0].isEmpty()
                || !(last.equals("--") || last.equals("--" + LINE))) {
            throw malformed("Nothing may stand before, behind or between the parts.");
        }
        var fields = JsonNodeFactory.instance.objectNode();
        var parts = new ArrayList<Part>();
        for (int i = 1; i < pieces.length - 1; i++) {
            var part = part(pieces[i]);
            if (fields.has(part.head().name())) {
                throw new ProblemException(Fault.DUPLICATE_KEY, "Name each part once.");
            }
            fields.set(part.head().name(), part.value());
            parts.add(part);
        }
        return new MultipartPayload(
                boundary, parts, JsonNodeFactory.instance.arrayNode().add(fields));
    }

    private static Part part(String piece) {
        int end = piece.indexOf(LINE + LINE);
        if (!piece.startsWith(LINE) || end < 0) {
            throw malformed("A part has headers and an empty line.");
        }
        var head = PartHead.read(piece.substring(LINE.length(), Math.max(end, LINE.length())));
        var body = piece.substring(end + 2 * LINE.length());
        var bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        return new Part(
                head,
                body,
                switch (head.kind()) {
                    case TEXT -> new TextNode(Payload.text(bytes));
                    case JSON -> StrictJson.document(bytes);
                    case FILE -> new TextNode(Base64.getEncoder().encodeToString(bytes));
                });
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(Fault.BAD_REQUEST, detail);
    }

    @Override
    public List<Spot> documents() {
        return List.of(Spot.in(held, 0));
    }

    @Override
    public byte[] bytes() {
        var out = new ByteArrayOutputStream();
        if (held.path(0) instanceof ObjectNode fields) {
            for (var part : parts) {
                var value = fields.get(part.head().name());
                if (value != null) {
                    write(part, value, out);
                }
            }
        }
        out.writeBytes(("--" + boundary + "--" + LINE).getBytes(StandardCharsets.ISO_8859_1));
        var bytes = out.toByteArray();
        var written = new String(bytes, StandardCharsets.ISO_8859_1);
        int most = written.split(Pattern.quote("--" + boundary), -1).length - 1;
        if (most > parts.size() + 1) {
            throw malformed("The boundary stands in a part.");
        }
        return bytes;
    }

    /// A file or a text that no rule has changed goes on byte for byte; JSON is written anew, as
    /// its fields may have been.
    private void write(Part part, JsonNode value, ByteArrayOutputStream out) {
        boolean same = value.equals(part.value()) && part.head().kind() != PartHead.Kind.JSON;
        boolean text = value.isValueNode() && part.head().kind() != PartHead.Kind.JSON;
        out.writeBytes(Payload.utf8("--" + boundary + LINE));
        out.writeBytes(Payload.utf8((same ? part.head() : part.head().changed()).text() + LINE));
        out.writeBytes(
                same
                        ? part.body().getBytes(StandardCharsets.ISO_8859_1)
                        : Payload.utf8(text ? value.asText() : value.toString()));
        out.writeBytes(Payload.utf8(LINE));
    }

    @Override
    public String contentType() {
        return TYPE + "; boundary=\"" + boundary + "\"";
    }

    @Override
    public String toString() {
        return "MultipartPayload";
    }
}
