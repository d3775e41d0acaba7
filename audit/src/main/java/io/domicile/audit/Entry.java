// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One line of the audit log: what was done, by which rule, in which region. Never whose record it
/// was.
///
/// No component takes personal data: the subject appears only as a pseudonym that differs with
/// every event, and the detail only as a salted commitment.
///
/// @param id the event's id, a UUIDv7
/// @param time when it happened; written to the second
/// @param type what kind of event, for instance `decision`, `read`, `erasure`
/// @param region the region that keeps the log, upper case
/// @param tenant the tenant whose event it is
/// @param subject the per-event pseudonym of the data subject, 16 bytes in hex, if there is one
/// @param commitment the salted commitment to the detail kept off the log, 32 bytes in hex, if
///   there is one
/// @param act `store deny quarantine refer read erase transfer key config …`
/// @param from the territory that the record came from, if known
/// @param to the region it went to, if any
/// @param labels what the record is in law
/// @param purpose the declared purpose, if any
/// @param rules ids of the rules that decided
/// @param law the articles behind them
/// @param policy digest of the policy bundle
/// @param facts digest of the facts that were decided on
/// @param key id of the region key (KEK) in use, if one was used
/// @param actor role of the caller
/// @param result `ok`, or the code of the problem
public record Entry(
        UUID id,
        Instant time,
        String type,
        String region,
        String tenant,
        Optional<String> subject,
        Optional<String> commitment,
        String act,
        Optional<String> from,
        Optional<String> to,
        List<String> labels,
        Optional<String> purpose,
        List<String> rules,
        List<String> law,
        Optional<String> policy,
        Optional<String> facts,
        Optional<String> key,
        String actor,
        String result) {

    public Entry {
        labels = List.copyOf(labels);
        rules = List.copyOf(rules);
        law = List.copyOf(law);
    }

    /// The entry as it stands in the log: canonical JSON (RFC 8785) in UTF-8.
    public byte[] bytes() {
        throw new UnsupportedOperationException("written by the audit module's author");
    }
}
