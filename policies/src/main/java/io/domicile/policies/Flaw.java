// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

/// What keeps a document from being a [Question].
///
/// @param kind what is wrong
/// @param pointer JSON Pointer of the member that is to blame; of an unknown member, its own
public record Flaw(Kind kind, String pointer) {

    /// What can be wrong.
    public enum Kind {
        /// The policies have no fact of that name.
        UNKNOWN_NAME,
        /// The member has another type.
        WRONG_TYPE,
        /// The member must be there.
        MISSING,
        /// The value is not in its list.
        UNKNOWN_VALUE,
        /// The text is no code, so it may be prose or name a person.
        NOT_A_CODE,
        /// The number is too large, or the array too long.
        OUT_OF_RANGE
    }
}
