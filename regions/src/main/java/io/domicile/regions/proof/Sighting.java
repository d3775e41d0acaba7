// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

/// Something that was found.
///
/// @param clue what
/// @param form how it was written
/// @param place where
/// @param offset its first byte in the file, the first time
/// @param count how often it was found there
public record Sighting(Clue clue, Form form, Place place, long offset, long count) {

    /// Whether it may not be there.
    public boolean isViolation() {
        return switch (clue.kind()) {
            case CLEAR, KEY -> true;
            case SEALED -> !place.region().equals(clue.region());
            case CONTROL -> false;
        };
    }
}
