// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// One value in a document, and where it hangs.
///
/// @param parent the object or array that holds it
/// @param name its name in an object
/// @param index its index in an array
record Spot(ContainerNode<?> parent, String name, int index) {

    static Spot in(ObjectNode parent, String name) {
        return new Spot(parent, name, -1);
    }

    static Spot in(ArrayNode parent, int index) {
        return new Spot(parent, "", index);
    }

    JsonNode value() {
        return parent instanceof ObjectNode object ? object.path(name) : parent.path(index);
    }

    void set(JsonNode value) {
        if (parent instanceof ObjectNode object) {
            object.set(name, value);
        } else if (parent instanceof ArrayNode array) {
            array.set(index, value);
        }
    }

    /// Takes the value away. In an array its place stays until [#close], so that the indices of
    /// others hold.
    void drop() {
        if (parent instanceof ObjectNode object) {
            object.remove(name);
        } else {
            set(MissingNode.getInstance());
        }
    }

    /// Closes the gaps that [#drop] has left.
    void close() {
        if (parent instanceof ArrayNode array) {
            array.removeIf(JsonNode::isMissingNode);
        }
    }

    @Override
    public String toString() {
        return "Spot";
    }
}
