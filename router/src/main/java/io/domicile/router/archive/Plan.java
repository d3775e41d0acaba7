// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Note;
import io.domicile.audit.Policy;
import io.domicile.regions.Shard;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What an archive is of. Each byte of the archive follows from this and the log alone, so an
/// archive can be written again, and a broken download goes on. Kept as JSON.
///
/// @param id the export's own audit entry
/// @param region the region's code
/// @param note the signed checkpoint that was the latest at the beginning
/// @param files what the log says beside its checkpoint, by the names of the files: its public keys
///   `*.pub` and `log.keys`, and from where on bundles are kept
/// @param trust whose signatures the checkpoint was to have, and has
/// @param range which entries
/// @param tenant whose entries alone are told; null for everyone's
/// @param entries indexes of the entries that get a proof besides the first and the last
/// @param ocsf the version of OCSF that `entries.ocsf.ndjson` follows
/// @param at when the export began, to the second
/// @param owner who may go on with a broken download
record Plan(
        UUID id,
        String region,
        String note,
        Map<String, String> files,
        Trust trust,
        Range range,
        @Nullable String tenant,
        List<Long> entries,
        String ocsf,
        Instant at,
        Owner owner) {

    Plan {
        files = new TreeMap<>(files);
        entries = List.copyOf(entries);
    }

    /// A part of the log.
    ///
    /// @param from since when, as it was asked for; null without
    /// @param to until when, not included; null without
    /// @param first index of the first entry
    /// @param count how many entries
    record Range(@Nullable Instant from, @Nullable Instant to, long first, long count) {

        /// The index after the last one.
        long end() {
            return first + count;
        }
    }

    /// How far the checkpoint is to be trusted.
    ///
    /// @param policy the log's policy, a [C2SP tlog-policy](https://c2sp.org/tlog-policy) file
    /// @param witnesses who confirmed the checkpoint
    /// @param missing why that is not enough by the policy; null if it is
    record Trust(String policy, List<Confirmation> witnesses, @Nullable String missing) {

        Trust {
            witnesses = List.copyOf(witnesses);
        }

        /// @param now until when confirmations count
        static Trust of(Policy policy, Note checkpoint, Instant now) {
            var verdict = policy.check(checkpoint, now);
            return new Trust(
                    new String(policy.bytes(), StandardCharsets.UTF_8),
                    verdict.confirmations().stream()
                            .map(one -> new Confirmation(one.witness().key().name(), one.time()))
                            .toList(),
                    verdict.refusal().orElse(null));
        }

        /// Whether witnesses are asked for, and enough of them confirmed the checkpoint.
        boolean isWitnessed() {
            return missing == null && !witnesses.isEmpty();
        }
    }

    /// A witness' word that it saw the log grow to the checkpoint, and when it gave it.
    record Confirmation(String witness, Instant time) {}

    /// Who asked.
    record Owner(String tenant, String role) {}

    /// The same of another part of the log.
    Plan with(Range part) {
        return new Plan(id, region, note, files, trust, part, tenant, entries, ocsf, at, owner);
    }

    Note signed() {
        return Note.parse(note.getBytes(StandardCharsets.UTF_8));
    }

    Checkpoint checkpoint() {
        return Checkpoint.parse(signed());
    }

    /// The last part of the log's origin, which is the name of its folder.
    String shard() {
        return Shard.nameOf(checkpoint().origin());
    }

    /// Whose entries alone are told; empty for everyone's.
    Optional<String> onlyOf() {
        return Optional.ofNullable(tenant);
    }
}
