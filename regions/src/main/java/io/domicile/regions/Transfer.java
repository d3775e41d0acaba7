// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The order to bring one record, or all records of a data subject, from the region that keeps it
/// to another. Kept by the region that the records leave.
///
/// @param id names it in the logs of both regions
/// @param tenant whose records they are
/// @param target where they go
/// @param mode whether they leave their old home
/// @param record the record; empty if a subject's home moves
/// @param request what else was asked, as the caller of the residence wrote it; attributes only
/// @param begunAt when it was asked
/// @param decided whether the law was asked about every record
/// @param endedAt when nothing was left to do
/// @param refusal what the order was answered if every record stayed, as the caller of the
///   residence wrote it; attributes only
public record Transfer(
        UUID id,
        String tenant,
        RegionId target,
        Mode mode,
        Optional<UUID> record,
        String request,
        Instant begunAt,
        boolean decided,
        Optional<Instant> endedAt,
        Optional<String> refusal) {

    /// What becomes of the old home.
    public enum Mode {
        /// It gives the record up.
        MOVE,
        /// It keeps the record.
        COPY
    }

    /// How far a record is.
    public enum State {
        /// The law allows it, and the old home's log says so.
        BEGUN,
        /// Sealed at the target, with an entry in its log; not readable there.
        ARRIVED,
        /// A signed checkpoint of the target covers that entry, and the old home has given the
        /// record up, unless it is copied.
        RELEASED,
        /// Readable at the target.
        DONE,
        /// Erased or expired on the way; nothing of it is at the target.
        GONE,
        /// It may not go, or cannot; its code says why.
        STAYED
    }

    /// What a tenant asks of the record's region.
    ///
    /// @param keepLog how long the law wants the network log kept of a subject whose home moves;
    ///   empty where no law does
    /// @param once the caller's idempotency key, if any; status and answer are not used
    public record Order(
            String tenant,
            RegionId target,
            Mode mode,
            What what,
            String request,
            Optional<Duration> keepLog,
            Optional<Once> once) {}

    /// What is to go.
    public sealed interface What {

        /// One record.
        record One(UUID record) implements What {}

        /// All records of a data subject, by the tenant's id of it; used to find its keys and
        /// forgotten.
        record Home(String subject) implements What {

            @Override
            public String toString() {
                return "Home";
            }
        }
    }

    /// What label the entries of both logs have.
    public String label() {
        return label(id);
    }

    /// The label of a transfer's entries: `transfer:` and its id.
    public static String label(UUID transfer) {
        return "transfer:" + transfer;
    }
}
