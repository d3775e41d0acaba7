// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import java.util.Optional;

/// How bodies are written that this gateway can take apart.
enum Format {
    JSON,
    LINES,
    BATCH,
    FORM,
    MULTIPART,
    XML;

    /// The format of a media type; empty for all others.
    static Optional<Format> of(ContentType type) {
        return switch (type.name()) {
            case "application/json" -> Optional.of(JSON);
            case "application/x-ndjson", "application/ndjson", "application/jsonl" ->
                    Optional.of(LINES);
            case "application/cloudevents-batch+json" -> Optional.of(BATCH);
            case "application/x-www-form-urlencoded" -> Optional.of(FORM);
            case MultipartPayload.TYPE -> Optional.of(MULTIPART);
            case "application/xml", "text/xml" -> Optional.of(XML);
            default -> bySuffix(type.name());
        };
    }

    private static Optional<Format> bySuffix(String name) {
        if (name.endsWith("+json")) {
            return Optional.of(JSON);
        }
        return name.endsWith("+xml") ? Optional.of(XML) : Optional.empty();
    }
}
