// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
/// @param revision the revision that the bundle names; of a change of a register its version
/// @param facts digest of the facts that were decided on, or that a register says now
/// @param key id of the region key (KEK) in use, if one was used
/// @param actor role of the caller
/// @param result `ok`, or the code of the problem
/// @param credential the keyed pseudonym of what the caller signed in with, 8 bytes in hex: the
///   same for the same credential of a tenant in a region, so that what a stolen one reached can be
///   told
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
        Optional<String> revision,
        Optional<String> facts,
        Optional<String> key,
        String actor,
        String result,
        Optional<String> credential) {

    /// The most bytes an entry may have.
    public static final int MAX_BYTES = 16_384;

    private static final int VERSION = 1;

    public Entry {
        labels = List.copyOf(labels);
        rules = List.copyOf(rules);
        law = List.copyOf(law);
        requireHex("subject", subject, 16);
        requireHex("commitment", commitment, 32);
        requireHex("credential", credential, 8);
    }

    /// An entry of what nobody signed in for.
    public Entry(
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
            Optional<String> revision,
            Optional<String> facts,
            Optional<String> key,
            String actor,
            String result) {
        this(
                id,
                time,
                type,
                region,
                tenant,
                subject,
                commitment,
                act,
                from,
                to,
                labels,
                purpose,
                rules,
                law,
                policy,
                revision,
                facts,
                key,
                actor,
                result,
                Optional.empty());
    }

    /// The entry as it stands in the log: canonical JSON (RFC 8785) in UTF-8, without the members
    /// that have no value.
    ///
    /// @throws IllegalArgumentException if it is longer than [#MAX_BYTES], or a text is not Unicode
    public byte[] bytes() {
        var bytes = Json.write(members()).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "an audit entry has at most " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        return bytes;
    }

    private Map<String, Object> members() {
        var members = new HashMap<String, Object>();
        members.put("v", VERSION);
        members.put("id", id.toString());
        members.put("t", time.truncatedTo(ChronoUnit.SECONDS).toString());
        members.put("type", type);
        members.put("region", region);
        members.put("tenant", tenant);
        members.put("act", act);
        members.put("actor", actor);
        members.put("res", result);
        subject.ifPresent(value -> members.put("sp", value));
        commitment.ifPresent(value -> members.put("commit", value));
        from.ifPresent(value -> members.put("from", value));
        to.ifPresent(value -> members.put("to", value));
        purpose.ifPresent(value -> members.put("purpose", value));
        policy.ifPresent(value -> members.put("policy", value));
        revision.ifPresent(value -> members.put("rev", value));
        facts.ifPresent(value -> members.put("facts", value));
        key.ifPresent(value -> members.put("key", value));
        credential.ifPresent(value -> members.put("cred", value));
        members.put("class", labels);
        members.put("rule", rules);
        members.put("law", law);
        members.values().removeIf(List.of()::equals);
        return members;
    }

    private static void requireHex(String name, Optional<String> value, int bytes) {
        if (value.filter(v -> !v.matches("[0-9a-f]{" + 2 * bytes + "}")).isPresent()) {
            throw new IllegalArgumentException(name + " is not " + bytes + " bytes in hex");
        }
    }
}
