// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.Optional;

/// A record of a [Transfer] before the law is asked about it.
///
/// @param id its id
/// @param obstacle why it cannot go, whatever the law says: `session_bound`, because it ends with a
///   session of this region, or `legal_hold`
public record Candidate(RecordId id, Optional<String> obstacle) {}
