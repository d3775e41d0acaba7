// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.duties;

/// What this gateway does with a record, or with the log, under obligations.
public enum Act {
    /// Stores it for use.
    STORE,
    /// Holds it sealed for counsel or a missing fact; nobody uses it.
    HOLD,
    /// Shows it.
    READ,
    /// Brings it, or a copy, to another region.
    TRANSFER,
    /// Brings a copy of a message to the home of one of its people, by the sender's act.
    DELIVER,
    /// Erases it for its data subject. No paper that a tenant owes keeps a person's data.
    ERASE,
    /// Gives out a part of a region's audit log.
    EXPORT,
    /// Hands records over to an authority.
    DISCLOSE
}
