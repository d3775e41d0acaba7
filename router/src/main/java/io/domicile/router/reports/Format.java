// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The forms that reports come in.
enum Format {
    JSON("application/json", "application/json"),
    HTML("text/html", "text/html; charset=utf-8"),
    CSV("text/csv", "text/csv; charset=utf-8; header=present");

    private final String type;
    private final String contentType;

    Format(String type, String contentType) {
        this.type = type;
        this.contentType = contentType;
    }

    static Optional<Format> of(String code) {
        return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
    }

    /// The first one that a media type of `Accept` stands for.
    static Optional<Format> of(MediaType accepted) {
        return Arrays.stream(values())
                .filter(one -> accepted.isCompatible(MediaType.valueOf(one.type)))
                .findFirst();
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    String contentType() {
        return contentType;
    }
}
