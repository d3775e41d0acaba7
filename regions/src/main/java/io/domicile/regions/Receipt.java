// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The proof of a write.
///
/// @param record the new record's id; empty where only an audit row was written
/// @param suite the cipher suite, for instance `SM4-GCM`; empty where nothing was sealed
/// @param expiresAt when the record will be erased; empty where there is none
/// @param log the origin of the region's audit log
/// @param entry the id of the audit entry
public record Receipt(
        Optional<RecordId> record,
        Optional<String> suite,
        Optional<Instant> expiresAt,
        String log,
        UUID entry) {}
