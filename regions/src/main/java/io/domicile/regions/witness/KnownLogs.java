// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import io.domicile.audit.NoteVerifier;
import java.util.List;

/// The logs that a witness cosigns.
@FunctionalInterface
public interface KnownLogs {

    /// The keys that a log signs with; none if it is not known.
    List<NoteVerifier> keys(String origin);
}
