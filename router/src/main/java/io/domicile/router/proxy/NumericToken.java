// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.regions.Term;
import io.domicile.router.search.SearchTerms;
import java.util.Optional;

/// Stands for one part of a record where only a number fits: 16 digits, which a double holds
/// exactly. The last one is the part; the others are drawn for the record, which is found by them.
///
/// @param number of the record, 15 digits
/// @param part the part
record NumericToken(long number, Token.Part part) {

    private static final long LEAST = 100_000_000_000_000L;
    private static final long SPAN = 800_000_000_000_000L;
    private static final int PARTS = 10;

    /// A record's number out of random bits.
    static long number(long random) {
        return LEAST + Math.floorMod(random, SPAN);
    }

    /// Reads a token; empty if the value is none.
    static Optional<NumericToken> parse(JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            return Optional.empty();
        }
        long number = value.longValue() / PARTS;
        return number >= LEAST && number < LEAST + SPAN
                ? Token.Part.of((int) (value.longValue() % PARTS))
                        .map(part -> new NumericToken(number, part))
                : Optional.empty();
    }

    long value() {
        return number * PARTS + part.digit();
    }

    /// What the record is found by.
    Term term() {
        return term(number);
    }

    static Term term(long number) {
        return new Term(SearchTerms.NUMBER, Long.toString(number));
    }
}
