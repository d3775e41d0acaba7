// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.time.Instant;

/// What a residence knows of a record that a tenant asks for by its id.
public sealed interface Opened {

    /// The record, decrypted and verified.
    ///
    /// @param id its id
    /// @param holder stands for its holder in the audit row of the read
    /// @param status whether it may be used at all
    /// @param type its type of LAW 1.1
    /// @param occurredAt when it happened
    /// @param expiresAt when it will be erased
    /// @param content the clear text
    record Clear(
            RecordId id,
            Bytes holder,
            Deposit.Status status,
            String type,
            Instant occurredAt,
            Instant expiresAt,
            Bytes content)
            implements Opened {}

    /// It was here; its key is destroyed.
    record Erased(RecordId id) implements Opened {}

    /// It has moved to another region.
    ///
    /// @param id its id here
    /// @param to its id there
    /// @param open whether it can be read there already
    record Moved(RecordId id, RecordId to, boolean open) implements Opened {}

    /// No such record of this tenant.
    record Absent() implements Opened {}
}
