// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Bytes;
import io.domicile.router.Bodies;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.vertx.core.MultiMap;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads events of CloudEvents 1.0: structured and in batches by its JSON format, binary by its
/// HTTP binding. Attributes are checked and, but for `id` and `source`, dropped: the record stands
/// in the data alone. What is wrong is named by the attribute's name, also where it came in a
/// header.
final class CloudEvents {

    private static final int LONGEST = 2048;

    /// Members that are no extensions.
    private static final Set<String> KNOWN =
            Set.of(
                    "specversion",
                    "id",
                    "source",
                    "type",
                    "subject",
                    "time",
                    "dataschema",
                    "datacontenttype",
                    "data",
                    "data_base64");

    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]+");

    private CloudEvents() {}

    /// An event of a batch, not read yet.
    record Unread(Fields.Element element) {

        /// The event as one of several records; read when the item is asked for.
        Supplier<Batches.Item> item(Optional<IdempotencyKey> key, int index) {
            return () -> {
                var event = event(element.node(), element.object());
                var once = key.map(given -> given.part(index, event.data()));
                return new Batches.Item(
                        event.submission(), Optional.of(once.orElseGet(event::once)));
            };
        }
    }

    /// Reads an event of the JSON format.
    ///
    /// @throws ProblemException with status 400 or 422
    static CloudEvent structured(byte[] body) {
        var document = StrictJson.read(body);
        return event(document, Fields.of(document));
    }

    /// Finds the events of a batch.
    ///
    /// @throws ProblemException with status 400 or 422 if the body is no batch
    static List<Unread> batch(byte[] body) {
        var events = StrictJson.readArray(body);
        if (events.size() > Batches.MOST) {
            throw new ProblemException(
                    Fault.OUT_OF_RANGE, "At most %d events are taken.".formatted(Batches.MOST));
        }
        return IntStream.range(0, events.size())
                .mapToObj(i -> new Unread(new Fields.Element(events.get(i), "/" + i)))
                .toList();
    }

    /// Reads an event whose attributes are headers.
    ///
    /// @throws ProblemException with status 400 or 422
    static CloudEvent binary(MultiMap headers, byte[] body) {
        var attributes = JsonNodeFactory.instance.objectNode();
        for (var header : headers) {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(ContentMode.PREFIX)) {
                add(attributes, name.substring(ContentMode.PREFIX.length()), header.getValue());
            }
        }
        var fields = attributes(attributes, Fields.of(attributes));
        var data = StrictJson.read(body);
        return event(fields, data, Fields.of(data));
    }

    private static void add(ObjectNode attributes, String name, String value) {
        if (attributes.has(name)) {
            throw at(name, Fault.BAD_HEADER, "Send each attribute once.");
        }
        if (name.equals("datacontenttype") || name.startsWith("data_") || name.equals("data")) {
            throw at(name, Fault.BAD_HEADER, "Content-Type and the body are the event's data.");
        }
        attributes.put(
                name,
                HeaderValue.decode(value)
                        .orElseThrow(() ->
                                at(
                                        name,
                                        Fault.BAD_HEADER,
                                        "Must be percent-encoded UTF-8 in one header.")));
    }

    private static CloudEvent event(JsonNode document, Fields event) {
        attributes(document, event);
        requireJson(event);
        if (event.has("data") && event.has("data_base64")) {
            throw event.at("data_base64", Fault.CONFLICT, "Send data or data_base64.");
        }
        if (event.has("data_base64")) {
            var data = StrictJson.read(decoded(event));
            return event(event, data, Fields.of(data));
        }
        var data = event.required("data", event.object("data"));
        return event(event, document.path("data"), data);
    }

    private static CloudEvent event(Fields event, JsonNode data, Fields record) {
        return new CloudEvent(
                event.requiredText("source", LONGEST),
                event.requiredText("id", LONGEST),
                SubmissionReader.read(record),
                Bytes.of(data.toString()));
    }

    /// Checks an event's attributes.
    private static Fields attributes(JsonNode document, Fields event) {
        if (!event.requiredText("specversion", LONGEST).equals("1.0")) {
            throw event.at("specversion", Fault.UNKNOWN_VALUE, "Version 1.0 is taken.");
        }
        for (var name : List.of("id", "type")) {
            event.required(name, event.name(name, LONGEST));
        }
        uri(event, "source", event.required("source", event.name("source", LONGEST)));
        event.name("subject", LONGEST);
        event.time("time");
        var schema = uri(event, "dataschema", event.name("dataschema", LONGEST));
        if (schema != null && !schema.isAbsolute()) {
            throw event.at("dataschema", Fault.BAD_TEXT, "Must be an absolute URI.");
        }
        for (var member : document.properties()) {
            if (!KNOWN.contains(member.getKey())) {
                requireExtension(event, member.getKey(), member.getValue());
            }
        }
        return event;
    }

    private static void requireExtension(Fields event, String name, JsonNode value) {
        if (!EXTENSION.matcher(name).matches()) {
            throw event.at(
                    name,
                    Fault.UNKNOWN_FIELD,
                    "Attributes are named by lower-case letters and digits.");
        }
        if (value.isTextual()) {
            event.text(name, LONGEST);
        } else if (!value.isNull() && !value.isBoolean() && !isInteger(value)) {
            throw event.at(name, Fault.WRONG_TYPE, "Must be a string, an integer, true or false.");
        }
    }

    /// The type Integer of the specification has 32 bits.
    private static boolean isInteger(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToInt();
    }

    private static @Nullable URI uri(Fields event, String name, @Nullable String text) {
        try {
            return text == null ? null : new URI(text);
        } catch (URISyntaxException _) {
            throw event.at(name, Fault.BAD_TEXT, "Must be a URI.");
        }
    }

    private static void requireJson(Fields event) {
        var type = event.text("datacontenttype", LONGEST);
        if (type != null && !Bodies.mediaType(type).equals(MediaType.APPLICATION_JSON)) {
            throw event.at(
                    "datacontenttype",
                    Fault.UNSUPPORTED_PAYLOAD,
                    "The data must be application/json in UTF-8.");
        }
    }

    private static byte[] decoded(Fields event) {
        try {
            return Base64.getDecoder().decode(event.requiredText("data_base64", Integer.MAX_VALUE));
        } catch (IllegalArgumentException _) {
            throw event.at("data_base64", Fault.BAD_TEXT, "Must be base64 of RFC 4648, section 4.");
        }
    }

    private static ProblemException at(String attribute, Fault fault, String detail) {
        return new ProblemException(Problem.at(fault, "/" + attribute, detail));
    }
}
