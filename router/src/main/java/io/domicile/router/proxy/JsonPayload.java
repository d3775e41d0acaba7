// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.StrictJson;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// JSON: one document, lines of them, or a batch of events in an array.
///
/// @param contentType what it is
/// @param shape how the documents are put together
/// @param held the documents
record JsonPayload(String contentType, Shape shape, ArrayNode held) implements Payload {

    private static final int MOST_LINES = 10_000;

    enum Shape {
        DOCUMENT,
        LINES,
        BATCH
    }

    static JsonPayload document(String type, byte[] body) {
        return new JsonPayload(
                type,
                Shape.DOCUMENT,
                JsonNodeFactory.instance.arrayNode().add(StrictJson.document(body)));
    }

    static JsonPayload lines(String type, byte[] body) {
        var held = JsonNodeFactory.instance.arrayNode();
        Payload.text(body)
                .lines()
                .filter(line -> !line.isBlank())
                .limit(MOST_LINES + 1)
                .forEach(line -> held.add(StrictJson.document(Payload.utf8(line))));
        if (held.size() > MOST_LINES) {
            throw new ProblemException(
                    Fault.OUT_OF_RANGE, "At most %d lines.".formatted(MOST_LINES));
        }
        return new JsonPayload(type, Shape.LINES, held);
    }

    static JsonPayload batch(String type, byte[] body) {
        if (!(StrictJson.document(body) instanceof ArrayNode held)) {
            throw new ProblemException(Problem.at(Fault.WRONG_TYPE, "", "Must be an array."));
        }
        return new JsonPayload(type, Shape.BATCH, held);
    }

    @Override
    public List<Spot> documents() {
        return IntStream.range(0, held.size()).mapToObj(i -> Spot.in(held, i)).toList();
    }

    @Override
    public byte[] bytes() {
        return Payload.utf8(
                switch (shape) {
                    case DOCUMENT -> held.isEmpty() ? "null" : held.get(0).toString();
                    case BATCH -> held.toString();
                    case LINES ->
                            StreamSupport.stream(held.spliterator(), false)
                                    .map(JsonNode::toString)
                                    .collect(Collectors.joining("\n", "", "\n"));
                });
    }

    @Override
    public String toString() {
        return "JsonPayload";
    }
}
