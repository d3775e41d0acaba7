// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import io.domicile.regions.ResidenceUnavailable;
import java.io.IOException;
import java.util.Optional;

/// Where a witness is asked.
interface WitnessAddress {

    /// Asks for a cosignature.
    ///
    /// @param body of `add-checkpoint`
    /// @throws IOException if no answer comes
    /// @throws ResidenceUnavailable if the witness says that it cannot answer
    Reply add(byte[] body) throws IOException, InterruptedException;

    /// The note of a log that it cosigned last.
    ///
    /// @param hash SHA-256 of the log's origin, in lower-case hex
    Optional<byte[]> checkpoint(String hash) throws IOException, InterruptedException;
}
