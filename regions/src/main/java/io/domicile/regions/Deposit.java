// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A record that the law has let in, on its way into a residence.
///
/// @param tenant the tenant that owns it
/// @param holder the data subject under whose DEK it is sealed, in clear; used to derive the
///   pseudonym and forgotten
/// @param status whether it is stored for use or only held
/// @param type its type of LAW 1.1
/// @param session the session it belongs to, if any
/// @param terms what it is found by, besides holder and session
/// @param occurredAt when it happened
/// @param content the clear text to seal
/// @param expiresAt when it is erased
/// @param policy digest of the bundle that decided (`sha256:…`); bound into the ciphertext
/// @param note what the audit log says
/// @param once the caller's idempotency key, if any
public record Deposit(
        String tenant,
        String holder,
        Status status,
        String type,
        Optional<Session> session,
        List<Term> terms,
        Instant occurredAt,
        Bytes content,
        Instant expiresAt,
        String policy,
        Note note,
        Optional<Once> once) {

    public Deposit {
        terms = List.copyOf(terms);
    }

    /// A session of a tenant that a record belongs to.
    ///
    /// @param id the tenant's id of it, in clear; kept only as a pseudonym
    /// @param bound whether the record ends with the session
    public record Session(String id, boolean bound) {

        @Override
        public String toString() {
            return "Session";
        }
    }

    /// What may be done with a record at rest.
    public enum Status {
        STORED,
        QUARANTINED,
        REFERRED
    }
}
