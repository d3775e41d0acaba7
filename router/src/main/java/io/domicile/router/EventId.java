// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Ids of events, as answers and entries name them: UUIDs in lower case.
public final class EventId {

    private static final Pattern FORM =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private EventId() {}

    /// The id that a text is; empty if it is none.
    public static Optional<UUID> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
