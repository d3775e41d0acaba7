// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How much a reader asks to see of a record: never more than the law lets it.
public enum View {
    /// All that the law allows.
    FULL,
    /// The position on the grid.
    COARSE,
    /// Numbers in place of ids; no position, place or body.
    MASKED,
    /// Neither position nor body nor anything that leads to a person or to the record, to be passed
    /// on (LAW 2.8 H8).
    SUMMARY;

    /// The view of that code; `full` is what is asked for without one.
    static Optional<View> of(String code) {
        return Arrays.stream(values()).filter(view -> view.code().equals(code)).findFirst();
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What the reader takes upon itself: obligations as the law has them.
    List<String> duties() {
        return switch (this) {
            case FULL, SUMMARY -> List.of();
            case COARSE -> List.of(MaskedView.COARSEN);
            case MASKED -> List.of(MaskedView.MASK);
        };
    }
}
