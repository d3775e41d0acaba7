// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What becomes of a declared field.
enum Action {
    /// It becomes a record; a token goes on in its place.
    TOKENISE,
    /// It becomes a record; a token with the record's envelope goes on in its place.
    SEAL,
    /// A fixed text goes on in its place.
    REDACT,
    /// An empty value of the same kind goes on in its place.
    MASK,
    /// The middle of a cell of the coarse grid goes on in the place of a position.
    COARSEN,
    /// It goes, name and all.
    DROP,
    /// Tokens in it become values again, where that is allowed.
    DETOKENISE;

    static final Set<String> CODES =
            Arrays.stream(values()).map(Action::code).collect(Collectors.toUnmodifiableSet());

    /// Whether it makes a record of the field.
    boolean isOfRecords() {
        return this == TOKENISE || this == SEAL;
    }

    /// As `proxy.yaml` writes it, for instance `redact`.
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Action of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
