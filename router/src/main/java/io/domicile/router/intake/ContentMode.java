// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import io.domicile.router.Bodies;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Set;

/// How a request carries its record (CloudEvents 1.0 HTTP binding, section 3).
enum ContentMode {
    /// As the body itself.
    NO_EVENT(MediaType.APPLICATION_JSON),
    /// As the body, which is the data of the event in the headers.
    BINARY(MediaType.APPLICATION_JSON),
    /// As the data of the event in the body.
    STRUCTURED("application/cloudevents+json"),
    /// As the data of the events in the body.
    BATCH("application/cloudevents-batch+json");

    /// Before the name of an attribute in a header.
    static final String PREFIX = "ce-";

    private static final String EVENT = "application/cloudevents";

    private final String type;

    ContentMode(String type) {
        this.type = type;
    }

    /// The mode of a request. An event in a format that is not taken is an event all the same: its
    /// type is refused when the body is read.
    static ContentMode of(MultiMap headers) {
        var type = Bodies.mediaType(headers.get(HttpHeaders.CONTENT_TYPE));
        if (type.startsWith(EVENT + "-batch")) {
            return BATCH;
        }
        if (type.startsWith(EVENT)) {
            return STRUCTURED;
        }
        boolean event =
                headers.names().stream()
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(PREFIX));
        return event ? BINARY : NO_EVENT;
    }

    /// The media types that the body may have.
    Set<String> types() {
        return Set.of(type);
    }
}
