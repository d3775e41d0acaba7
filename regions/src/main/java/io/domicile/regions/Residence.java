// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import io.domicile.regions.log.RegionLog;
import io.domicile.regions.store.Eraser;
import io.domicile.regions.store.Home;
import io.domicile.regions.store.Keks;
import io.domicile.regions.store.Reader;
import io.domicile.regions.store.Sweeper;
import io.domicile.regions.store.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// One region's home for records: its keys, its store and its log.
///
/// Every method fails with [ResidenceUnavailable] when store, keys or log cannot be used; nothing
/// is written then.
public final class Residence {

    private final Home home;
    private final Keks keks;
    private final Writer writer;
    private final Reader reader;
    private final Eraser eraser;
    private final Sweeper sweeper;
    private final RegionLog log;
    private final Runnable close;

    Residence(
            Home home,
            Keks keks,
            Writer writer,
            Reader reader,
            Eraser eraser,
            Sweeper sweeper,
            RegionLog log,
            Runnable close) {
        this.sweeper = sweeper;
        this.home = home;
        this.keks = keks;
        this.writer = writer;
        this.reader = reader;
        this.eraser = eraser;
        this.log = log;
        this.close = close;
    }

    public RegionId region() {
        return home.region();
    }

    /// Seals the record and writes it with its audit row in one transaction. Never blocks: what
    /// waits at the same moment shares a transaction.
    ///
    /// @return completes once both rows are durable, on a thread of its own
    public CompletionStage<Admission> admit(Deposit deposit) {
        return writer.admit(deposit);
    }

    /// Writes an audit row alone: a refusal, a read, a bad request. Never blocks.
    ///
    /// @param note what to say
    /// @param holder the pseudonym from [Opened.Clear#holder], if the event is about a stored
    ///   record
    /// @param once the caller's idempotency key, if any
    /// @return completes once the row is durable, on a thread of its own
    public CompletionStage<Admission> note(Note note, Optional<Bytes> holder, Optional<Once> once) {
        return writer.note(note, holder, once);
    }

    /// What became of an earlier request with this idempotency key: its answer,
    /// [Admission.KeyReused] if the request was another, or empty. Blocks: call on a virtual
    /// thread.
    public Optional<Admission> earlier(String tenant, Once once) {
        return reader.earlier(home, tenant, once);
    }

    /// Opens a record of the tenant. Blocks: call on a virtual thread. The caller writes the audit
    /// row ([#note]) before it answers.
    ///
    /// @throws SealBroken when the stored bytes are not what was sealed
    public Opened open(String tenant, RecordId id) {
        return reader.open(home, tenant, id);
    }

    /// Destroys the subject's DEK. Blocks: call on a virtual thread. Idempotent.
    public Erasure erase(String tenant, String subject, Note note) {
        var erasure = writer.erase(eraser, tenant, subject, note);
        sweeper.wake();
        return erasure;
    }

    /// The region's KEKs, the oldest first, and what each still wraps. Blocks: call on a virtual
    /// thread.
    public List<Kek> keks() {
        return keks.list();
    }

    /// Puts a new KEK in force: the newest of the key store if the region does not use it yet, else
    /// one that is made now. DEKs that others wrap are moved to it in the background. Audited.
    /// Blocks: call on a virtual thread.
    ///
    /// @param tenant on whose behalf
    /// @param actor the caller's role
    /// @return its id
    public String rotateKek(String tenant, String actor) {
        return keks.rotate(tenant, actor);
    }

    /// Destroys a KEK that wraps nothing any more. Audited. Blocks: call on a virtual thread.
    ///
    /// @param tenant on whose behalf
    /// @param actor the caller's role
    public Retirement retireKek(String kek, String tenant, String actor) {
        return keks.retire(kek, tenant, actor);
    }

    /// Origin of the region's current log.
    public String origin() {
        return home.origin();
    }

    /// The folder that holds the log as files in tlog-tiles layout, with its public key as
    /// `log.pub`.
    public Path log() {
        return log.folder();
    }

    /// How it is now.
    public RegionState state() {
        return new RegionState(region(), writer.isReachable(), log.state(), log.published());
    }

    /// Writes what waits, then closes store, log and database.
    void close() {
        close.run();
    }

    @Override
    public String toString() {
        return "Residence[" + region() + "]";
    }
}
