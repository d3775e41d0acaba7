// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// One region's home for records: its keys, its store and its log.
///
/// Every method fails with [ResidenceUnavailable] when store, keys or log cannot be used; nothing
/// is written then.
public interface Residence {

    RegionId region();

    /// Seals the record and writes it with its audit row in one transaction. Never blocks: what
    /// waits at the same moment shares a transaction.
    ///
    /// @return completes once both rows are durable
    CompletionStage<Admission> admit(Deposit deposit);

    /// Writes an audit row alone: a refusal, a read, a bad request. Never blocks.
    ///
    /// @param note what to say
    /// @param holder the pseudonym from [Opened.Clear#holder], if the event is about a stored
    ///   record
    /// @param once the caller's idempotency key, if any
    /// @return completes once the row is durable
    CompletionStage<Admission> note(Note note, Optional<Bytes> holder, Optional<Once> once);

    /// What became of an earlier request with this idempotency key: its answer,
    /// [Admission.KeyReused] if the request was another, or empty. Blocks: call on a virtual
    /// thread.
    Optional<Admission> earlier(String tenant, Once once);

    /// Opens a record of the tenant. Blocks: call on a virtual thread. The caller writes the audit
    /// row ([#note]) before it answers.
    ///
    /// @throws SealBroken when the stored bytes are not what was sealed
    Opened open(String tenant, RecordId id);

    /// Destroys the subject's DEK. Blocks: call on a virtual thread. Idempotent.
    Erasure erase(String tenant, String subject, Note note);

    /// Origin of the region's current log.
    String origin();

    /// The folder that holds the log as files in tlog-tiles layout, with its public key as
    /// `log.pub`.
    Path log();
}
