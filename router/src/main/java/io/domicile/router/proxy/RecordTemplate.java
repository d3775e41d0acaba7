// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.domicile.router.Fault;
import java.util.Map;
import java.util.Optional;

/// The envelope of the records that a route makes: the one-record JSON of `POST /v1/records`
/// without type and value. A text `$…` stands for a value of the body, `{name}` for a segment of
/// the path, anything else for itself; what is not there stays out of the record, and the law says
/// what that means.
///
/// @param json as it was written
record RecordTemplate(ObjectNode json) {

    RecordTemplate {
        json = json.deepCopy();
    }

    @Override
    public ObjectNode json() {
        return json.deepCopy();
    }

    /// The envelope for one document.
    ///
    /// @param root where the document hangs
    /// @param segments the named segments of the path
    /// @throws io.domicile.router.ProblemException with status 422 where a path leads to several
    ///   values
    ObjectNode fill(Spot root, Map<String, String> segments) {
        return fill(json, root, segments) instanceof ObjectNode filled
                ? filled
                : JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode fill(JsonNode node, Spot root, Map<String, String> segments) {
        if (node instanceof ObjectNode object) {
            var filled = JsonNodeFactory.instance.objectNode();
            for (var member : object.properties()) {
                var value = fill(member.getValue(), root, segments);
                if (!value.isMissingNode()) {
                    filled.set(member.getKey(), value);
                }
            }
            return filled;
        }
        if (node instanceof ArrayNode array) {
            var filled = JsonNodeFactory.instance.arrayNode();
            for (var element : array) {
                var value = fill(element, root, segments);
                if (!value.isMissingNode()) {
                    filled.add(value);
                }
            }
            return filled;
        }
        return node.isTextual() ? text(node, root, segments) : node;
    }

    private static JsonNode text(JsonNode node, Spot root, Map<String, String> segments) {
        var text = node.textValue();
        var path = path(text);
        if (path.isPresent()) {
            var spots = path.get().in(root).spots();
            if (spots.size() > 1) {
                throw path.get().refused(Fault.CONFLICT, "Must lead to one value.");
            }
            return spots.isEmpty()
                    ? JsonNodeFactory.instance.missingNode()
                    : spots.getFirst().value().deepCopy();
        }
        return isSegment(text)
                ? new TextNode(segments.getOrDefault(text.substring(1, text.length() - 1), ""))
                : node;
    }

    /// The path that a text of the template is.
    static Optional<FieldPath> path(String text) {
        return text.startsWith("$") ? FieldPath.parse(text) : Optional.empty();
    }

    /// Whether a text of the template stands for a segment of the path.
    static boolean isSegment(String text) {
        return text.startsWith("{") && text.endsWith("}");
    }
}
