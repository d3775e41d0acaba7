// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What tokens look like, so that they fit the column that they land in.
enum Shape {
    /// A text of its own form.
    OPAQUE,
    /// A number where a number stood, else opaque.
    NUMERIC,
    /// A text of the form of the one that stood there.
    FORMAT;

    static final Set<String> CODES =
            Arrays.stream(values()).map(Shape::code).collect(Collectors.toUnmodifiableSet());

    /// As `proxy.yaml` writes it, for instance `numeric`.
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Shape of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
