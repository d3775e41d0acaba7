// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// What stands in the place of values that do not go on.
final class Redaction {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Redaction() {}

    /// A text that says so, whatever stood there.
    static JsonNode redacted() {
        return NODES.textNode("[redacted]");
    }

    /// An empty value of the same kind. Names in objects go too: they are values to whoever wrote
    /// them.
    static JsonNode masked(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> NODES.objectNode();
            case ARRAY -> NODES.arrayNode();
            case NUMBER -> NODES.numberNode(0);
            case BOOLEAN -> NODES.booleanNode(false);
            case NULL -> NODES.nullNode();
            case STRING, BINARY, MISSING, POJO -> NODES.textNode("***");
        };
    }
}
