// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a body says it is.
///
/// @param name type and subtype in lower case
/// @param parameters by name in lower case
record ContentType(String name, Map<String, String> parameters) {

    ContentType {
        parameters = Map.copyOf(parameters);
    }

    /// Reads a header; empty if it is none, or names another character set than UTF-8.
    static Optional<ContentType> parse(String header) {
        try {
            var type = MediaType.valueOf(header);
            var parameters = new HashMap<String, String>();
            type.getParameters()
                    .forEach((name, value) -> parameters.put(name.toLowerCase(Locale.ROOT), value));
            return parameters.getOrDefault("charset", "utf-8").equalsIgnoreCase("utf-8")
                    ? Optional.of(
                            new ContentType(
                                    (type.getType() + "/" + type.getSubtype())
                                            .toLowerCase(Locale.ROOT),
                                    parameters))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
