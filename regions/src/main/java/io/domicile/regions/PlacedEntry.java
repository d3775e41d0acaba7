// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.audit.EntryProof;

/// An audit entry that a signed checkpoint covers.
///
/// @param entry its bytes, canonical JSON
/// @param proof shows that the log has them
public record PlacedEntry(Bytes entry, EntryProof proof) {}
