// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// What a report states besides its figures.
///
/// @param value null if nobody has stated it
record Statement(Field field, JsonNode value) {

    static Statement nothing(Field field) {
        return new Statement(field, JsonNodeFactory.instance.nullNode());
    }

    boolean isMissing() {
        return value.isNull();
    }
}
