// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// The wish to erase a data subject in one region.
///
/// @param certificate random id of the certificate, the same in all regions that are asked
/// @param tenant whose subject
/// @param subject the tenant's id of the person, in clear; used to derive a pseudonym and a
///   commitment, and forgotten
/// @param salt what the commitment to the subject is salted with; not kept
/// @param keepLog how long the law wants the network log kept; empty where no law does
/// @param note the audit row
public record Erasing(
        UUID certificate,
        String tenant,
        String subject,
        Bytes salt,
        Optional<Duration> keepLog,
        Note note) {

    @Override
    public String toString() {
        return "Erasing[" + certificate + "]";
    }
}
