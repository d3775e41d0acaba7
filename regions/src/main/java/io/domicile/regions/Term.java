// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

/// What records are found by: a field and a value of it. The store keeps the value as a keyed MAC
/// alone, so equal values are found, and nothing else of them is known.
///
/// @param field its name, for instance [#SUBJECT]
/// @param value in clear
public record Term(String field, String value) {

    /// The person under whose key a record is sealed.
    public static final String SUBJECT = "subject";

    /// The session that a record belongs to.
    public static final String SESSION = "session";

    @Override
    public String toString() {
        return "Term[" + field + "]";
    }
}
