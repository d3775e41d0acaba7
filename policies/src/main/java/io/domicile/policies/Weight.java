// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;

/// How much memory a remembered decision takes, estimated on the high side.
final class Weight {

    private static final int NODE = 32;
    private static final int FIELD = 64;
    private static final int CONTAINER = 96;
    private static final int FIXED = 512;

    private Weight() {}

    /// Bytes of heap of a question with its decision.
    static int bytes(Question question, Decision decision) {
        // The decision holds lists of its own beside the document, of the same texts.
        long bytes = FIXED + bytes(question.facts()) + 2 * bytes(decision.json());
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    private static long bytes(JsonNode node) {
        if (!node.isContainerNode()) {
            String text = node.textValue();
            return text == null ? NODE : 2L * NODE + 2L * text.length();
        }
        long bytes = CONTAINER + (long) FIELD * node.size();
        for (JsonNode child : node) {
            bytes += bytes(child);
        }
        return bytes;
    }
}
