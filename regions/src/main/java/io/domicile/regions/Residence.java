// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.audit.NoteVerifier;
import io.domicile.audit.Policy;
import io.domicile.policies.RegionId;
import io.domicile.regions.log.LogOrders;
import io.domicile.regions.log.LogState;
import io.domicile.regions.log.RegionLog;
import io.domicile.regions.proof.Premises;
import io.domicile.regions.store.Arrivals;
import io.domicile.regions.store.Certificates;
import io.domicile.regions.store.ClosedSessions;
import io.domicile.regions.store.DecisionLog;
import io.domicile.regions.store.Departures;
import io.domicile.regions.store.Disclosures;
import io.domicile.regions.store.Editions;
import io.domicile.regions.store.Eraser;
import io.domicile.regions.store.Exposures;
import io.domicile.regions.store.Finder;
import io.domicile.regions.store.Holds;
import io.domicile.regions.store.Home;
import io.domicile.regions.store.Keks;
import io.domicile.regions.store.Reader;
import io.domicile.regions.store.RefusedLogins;
import io.domicile.regions.store.Releases;
import io.domicile.regions.store.SubjectLog;
import io.domicile.regions.store.Sweeper;
import io.domicile.regions.store.Volumes;
import io.domicile.regions.store.Writer;
import io.domicile.regions.witness.Circle;
import io.domicile.regions.witness.Witness;
import io.domicile.regions.witness.WitnessTally;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// One region's home for records: its keys, its store and its log.
///
/// Every method fails with [ResidenceUnavailable] when store, keys or log cannot be used; nothing
/// is written then. Nor is anything read out of a database that was restored from a backup, until
/// that is settled.
public final class Residence {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Home home;
    private final Keks keks;
    private final Writer writer;
    private final Reader reader;
    private final Finder finder;
    private final Eraser eraser;
    private final ClosedSessions closedSessions;
    private final Holds holds;
    private final Certificates certificates;
    private final DecisionLog decisions;
    private final Volumes volumes;
    private final Sweeper sweeper;
    private final RegionLog log;
    private final Witness witness;
    private final LogOrders logOrders;
    private final Restoration restoration;
    private final Editions editions;
    private final Premises premises;
    private final Departures departures;
    private final Releases releases;
    private final Arrivals arrivals;
    private final Transfers transfers;
    private final RefusedLogins refusedLogins;
    private final Exposures exposures;
    private final SubjectLog subjectLog;
    private final Disclosures disclosures;
    private final Runnable close;

    Residence(
            Home home,
            Keks keks,
            Writer writer,
            Reader reader,
            Finder finder,
            Eraser eraser,
            ClosedSessions closedSessions,
            Holds holds,
            Certificates certificates,
            DecisionLog decisions,
            Volumes volumes,
            Sweeper sweeper,
            RegionLog log,
            Witness witness,
            LogOrders logOrders,
            Restoration restoration,
            Editions editions,
            Premises premises,
            Departures departures,
            Arrivals arrivals,
            RefusedLogins refusedLogins,
            Exposures exposures,
            SubjectLog subjectLog,
            Disclosures disclosures,
            Runnable close) {
        this.sweeper = sweeper;
        this.home = home;
        this.keks = keks;
        this.writer = writer;
        this.reader = reader;
        this.finder = finder;
        this.eraser = eraser;
        this.closedSessions = closedSessions;
        this.holds = holds;
        this.certificates = certificates;
        this.decisions = decisions;
        this.volumes = volumes;
        this.log = log;
        this.witness = witness;
        this.logOrders = logOrders;
        this.restoration = restoration;
        this.editions = editions;
        this.premises = premises;
        this.departures = departures;
        this.releases = new Releases(home, departures);
        this.arrivals = arrivals;
        this.transfers = new Transfers(home.region(), departures, writer);
        this.refusedLogins = refusedLogins;
        this.exposures = exposures;
        this.subjectLog = subjectLog;
        this.disclosures = disclosures;
        this.close = close;
    }

    public RegionId region() {
        return home.region();
    }

    /// The suite that records are sealed with here, for instance `SM4-GCM`.
    public String suite() {
        return home.keys().suite().title();
    }

    /// Whether the region's keys were made for it and for no other region.
    public boolean hasLocalKeys() {
        return home.keys().areLocal();
    }

    /// What stands for a person in the sealed records of others: `dom_<region>_` and 32 hex digits
    /// of a keyed MAC. The same for the same person of a tenant, without a meaning in another
    /// region, and not the pseudonym that the person's own records are stored under.
    public String token(String tenant, String subject) {
        return home.token(tenant, subject);
    }

    /// A key of 32 bytes with which a tenant's values become texts of the same form. The same as
    /// long as the region has its keys.
    public Bytes formatKey(String tenant) {
        return home.formatKey(tenant);
    }

    /// The credential's pseudonym in this region's log, 8 bytes in hex: the same for all that a
    /// credential of the tenant does.
    public String pseudonym(String tenant, Credential credential) {
        return home.pseudonym(tenant, credential);
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
    /// @param holder [Opened.Clear#holder], if the event is about a stored record
    /// @param once the caller's idempotency key, if any
    /// @return completes once the row is durable, on a thread of its own
    public CompletionStage<Admission> note(Note note, Optional<Bytes> holder, Optional<Once> once) {
        return writer.note(note, holder, once);
    }

    /// Counts a login that was refused; never blocks. The count is durable within a second, and in
    /// the log once its minute is over.
    ///
    /// @param kind what was wrong, a code
    /// @param source where it came from; told apart from others, and kept nowhere
    public void refusedLogin(String kind, String source) {
        refusedLogins.count(kind, source);
    }

    /// Writes the audit row of an event whose caller has not signed in; its tenant is `*`. Blocks.
    ///
    /// @return the entry's id
    /// @throws ResidenceUnavailable if it cannot be written
    public UUID noteOfNobody(Note note) {
        return answer(() -> refusedLogins.note(note));
    }

    /// Counts an export and writes its audit row in one transaction, if what was decided still
    /// stands at the counts found then; [Admission.Recount] if not. Never blocks.
    ///
    /// @param holder as for [#note(Note, Optional, Optional)]
    /// @return completes once both are durable, on a thread of its own
    public CompletionStage<Admission> note(Note note, Optional<Bytes> holder, Tally tally) {
        return writer.note(note, holder, tally);
    }

    /// The counts of exports as they would be with this one in them. Blocks.
    public Volume volume(Export export) {
        return answer(() -> volumes.with(home, export));
    }

    /// The counts of exports of all of the tenant's legal entities in a year. Blocks.
    public List<VolumeOfYear> volumes(String tenant, int year) {
        return answer(() -> volumes.of(home, tenant, year));
    }

    /// How many persons the tenant has records of here, as of now. Counts them: blocks, and is not
    /// for the way of every record.
    public long persons(String tenant) {
        return answer(() -> volumes.persons(home, tenant));
    }

    /// The day that it is in the region's territory.
    public LocalDate today() {
        return RegionCalendar.day(region(), Instant.now());
    }

    /// What became of an earlier request with this idempotency key: its answer,
    /// [Admission.KeyReused] if the request was another, or empty. Blocks: call on a virtual
    /// thread.
    public Optional<Admission> earlier(String tenant, Once once) {
        return answer(() -> reader.earlier(home, tenant, once));
    }

    /// Opens a record of the tenant. Blocks: call on a virtual thread. The caller writes the audit
    /// row ([#note]) before it answers.
    ///
    /// @throws SealBroken when the stored bytes are not what was sealed
    public Opened open(String tenant, RecordId id) {
        return answer(() -> reader.open(home, tenant, id));
    }

    /// The envelope of a record of the tenant, byte for byte as it rests; empty if there is none.
    /// Nothing is opened. Blocks: call on a virtual thread.
    public Optional<Bytes> envelope(String tenant, RecordId id) {
        return answer(() -> reader.envelope(home, tenant, id));
    }

    /// The ids of the tenant's records that can be opened and have what is looked for, the oldest
    /// first. Blocks: call on a virtual thread. The caller asks the law about each before it tells
    /// anything of it.
    public List<RecordId> find(Sought sought) {
        return answer(() -> finder.find(home, sought));
    }

    /// Destroys the subject's DEKs, and all of their network log with them. For a region where no
    /// law wants that kept. Blocks: call on a virtual thread. Idempotent.
    ///
    /// @throws IllegalStateException if a legal hold is in force; nothing is destroyed then
    public Erasure erase(String tenant, String subject, Note note) {
        var salt = new byte[32];
        RANDOM.nextBytes(salt);
        var certificate = UUID.randomUUID();
        return erase(
                        new Erasing(
                                certificate,
                                tenant,
                                subject,
                                Bytes.of(salt),
                                Optional.empty(),
                                note))
                .orElseThrow(() -> new IllegalStateException("a legal hold is in force"));
    }

    /// Destroys a subject's DEKs. Blocks: call on a virtual thread. Idempotent.
    ///
    /// @return empty if a legal hold is in force; nothing is destroyed then
    public Optional<Erasure> erase(Erasing order) {
        var erasure = writer.erase(eraser, order);
        sweeper.wake();
        return erasure;
    }

    /// Ends a session of the tenant: destroys what is bound to it, and takes no record of it from
    /// then on. Blocks: call on a virtual thread. Idempotent.
    public Closure close(Closing closing) {
        var closure = writer.close(closedSessions, closing);
        sweeper.wake();
        return closure;
    }

    /// Writes the record that ends its session, and ends the session, in one transaction. Blocks:
    /// call on a virtual thread.
    ///
    /// @param closing its ending
    /// @return as of [#admit]; the session ends where it is [Admission.Done]
    public Admission admitLast(Deposit last, Closing closing) {
        var admission = writer.admitLast(closedSessions, last, closing);
        sweeper.wake();
        return admission;
    }

    /// The transfers of records that leave this region.
    public Transfers transfers() {
        return transfers;
    }

    Departures departures() {
        return departures;
    }

    Releases releases() {
        return releases;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /// Destroys what is left of the keys of subjects whose homes have moved to the target.
    void shredLeft(RegionId target) {
        var left = releases.left(target);
        left.forEach(one -> writer.shred(eraser, one));
        if (!left.isEmpty()) {
            sweeper.wake();
        }
    }

    /// Takes a record that comes from another region; never blocks. Nobody can read it yet.
    ///
    /// @param id its id here
    CompletionStage<Admission> arrive(Deposit deposit, UUID id, UUID transfer) {
        return writer.arrive(deposit, id, transfer);
    }

    /// The entries of the logs that are about a subject of the tenant, in the order of their
    /// events, with their proofs; only those that a checkpoint covers. None once the subject is
    /// erased. Blocks.
    ///
    /// @param after only those behind this event
    /// @param most how many at most
    public List<SubjectEntry> entries(
            String tenant, String subject, Optional<UUID> after, int most) {
        return answer(() -> subjectLog.entries(home, tenant, subject, after, most));
    }

    /// What the logs say of a subject of the tenant in a part of them, log by log; nothing if no
    /// key of the subject is there. Looks at every entry: blocks.
    ///
    /// @param part the part; that of the log that takes entries now which has none, if empty
    public List<Reads> reads(String tenant, String subject, Optional<Stretch> part) {
        return answer(() -> subjectLog.reads(home, tenant, subject, part));
    }

    /// Whose data an exposure reaches, counted from the log. Blocks.
    public Scope scope(Exposure exposure) {
        return answer(() -> exposures.of(exposure));
    }

    /// Whether the region has keys of a data subject that open anything. Blocks.
    public boolean knows(String tenant, String subject) {
        return answer(() -> eraser.knows(home, tenant, subject));
    }

    /// What an erasure did, as far as it is known now. Blocks.
    ///
    /// @param id the certificate's, or the audit entry's
    public Optional<Erasure> erasure(String tenant, UUID id) {
        return answer(() -> certificates.find(home, tenant, id));
    }

    /// An audit entry with the proof that the log has it; empty until a checkpoint covers it.
    /// Blocks.
    public Optional<PlacedEntry> placed(UUID entry) {
        return answer(() -> certificates.place(home, entry));
    }

    /// Places a legal hold on a data subject, or changes it. Audited; without a change nothing is
    /// written. Blocks: call on a virtual thread.
    public LegalHold hold(String subject, LegalHold.Draft draft, Note note) {
        return writer.hold(holds, subject, draft, note);
    }

    /// Releases a legal hold. Audited. Blocks: call on a virtual thread.
    ///
    /// @return what was released; empty if there was none
    public Optional<LegalHold> release(String subject, String reference, Note note) {
        var released = writer.release(holds, subject, reference, note);
        sweeper.wake();
        return released;
    }

    /// The legal holds on a data subject, also those whose time is over. Blocks.
    public List<LegalHold> holds(String tenant, String subject) {
        return answer(() -> holds.of(home, tenant, subject));
    }

    /// Enters an authority's demand into the register, with its audit rows, and places the holds
    /// that it orders. Blocks: call on a virtual thread.
    ///
    /// @param notes the audit rows, the first of which is the demand's; each gets the label
    ///   `disclosure:` with the demand's id
    public Disclosure enter(Disclosure.Draft draft, List<Note> notes) {
        return answer(() -> writer.enter(disclosures, holds, draft, notes));
    }

    /// Enters what came of a demand, with its audit row. Blocks: call on a virtual thread.
    ///
    /// @param before the demand as it was decided on
    /// @return empty if something else has come of it meanwhile, and then nothing is written
    public Optional<Disclosure> enter(Disclosure before, Disclosure.Draft.Step step, Note note) {
        return answer(() -> writer.enter(disclosures, before, step, note));
    }

    /// A demand of an authority. Blocks.
    ///
    /// @throws SealBroken if it is not what was written
    public Optional<Disclosure> disclosure(String tenant, UUID id) {
        return answer(() -> disclosures.of(home, tenant, id));
    }

    /// Demands of authorities for a tenant's records, the latest first. Blocks.
    ///
    /// @param before only those that came before this one
    /// @param most how many at most
    /// @throws SealBroken if one is not what was written
    public List<Disclosure> disclosures(String tenant, Optional<UUID> before, int most) {
        return answer(() -> disclosures.of(home, tenant, before, most));
    }

    /// The ids of the subjects that a demand is about and that the region knew; empty in place of
    /// each one that is erased. Blocks.
    ///
    /// @throws SealBroken if one is not what was sealed
    public List<Optional<String>> subjects(Disclosure disclosure) {
        return answer(() -> disclosures.subjects(home, disclosure));
    }

    /// What holds the region's keys: `file`, `pkcs11` or `transit`.
    public String keyHolder() {
        return home.keys().kind();
    }

    /// Whether the operator says that the region's keys are in a certified module.
    public boolean hasCertifiedKeys() {
        return home.keys().areCertified();
    }

    /// Writes the next edition of a tenant's register with its audit row in one transaction.
    /// Blocks: call on a virtual thread.
    ///
    /// @param draft what to write
    /// @param note the audit row; its tenant and actor are the edition's
    /// @return the edition; empty if the one that the draft replaces is not the latest, and then
    ///   nothing is written
    public Optional<Edition> enter(Edition.Draft draft, Note note) {
        return writer.enter(editions, draft, note);
    }

    /// The latest editions of all tenants' registers, without their content. Blocks.
    public List<Edition.Id> latestEditions() {
        return answer(() -> editions.latest(home));
    }

    /// The latest edition of the tenant's register. Blocks.
    ///
    /// @throws SealBroken if it is not what was written
    public Optional<Edition> edition(String tenant) {
        return answer(() -> editions.latest(home, tenant));
    }

    /// One edition of the tenant's register. Blocks.
    ///
    /// @throws SealBroken if it is not what was written
    public Optional<Edition> edition(String tenant, long version) {
        return answer(() -> editions.of(home, tenant, version));
    }

    /// Editions of the tenant's register, the latest first. Blocks.
    ///
    /// @param before only those of lower versions
    /// @param most how many at most
    /// @return the editions, also those that are not what was written
    public List<Edition> editions(String tenant, long before, int most) {
        return answer(() -> editions.of(home, tenant, before, most));
    }

    /// Whether entries of a time may have been pruned, so that what is left does not say all of it.
    /// Blocks.
    public boolean isPruned(Span span) {
        return answer(() -> decisions.isPruned(home, span));
    }

    /// The part of the log that holds all events of a time that are not pruned; others may lie
    /// between them. Blocks.
    public Optional<Stretch> stretch(Span span) {
        return answer(() -> decisions.stretch(home, span));
    }

    /// The ids of the latest events of a time that a decision is kept of, newest first. Blocks.
    ///
    /// @param tenant whose events alone, or all
    /// @param most how many at most
    public List<UUID> latest(Optional<String> tenant, Span span, int most) {
        return answer(() -> decisions.latest(home, tenant, span, most));
    }

    /// The events of a time on the first page of a part of the log, in their order; [Stretch#rest]
    /// comes after them. Blocks.
    public List<Audited> audited(Stretch part, Span span) {
        return answer(() -> decisions.page(home, part, span));
    }

    /// The entries on the first page of a part of the log, by index, as they stand there;
    /// [Stretch#rest] comes after them. Blocks.
    public SortedMap<Long, Bytes> entries(Stretch part) {
        return answer(() -> decisions.entries(home, part));
    }

    /// Where the entries about a data subject stand in the first log of a part, of events of a
    /// time; none of a subject that is erased or not known. Blocks.
    public List<Long> places(String tenant, String subject, Stretch part, Span span) {
        return answer(() -> decisions.places(home, tenant, subject, part, span));
    }

    /// What names a data subject as the holder of an audit row, see [#note(Note, Optional,
    /// Optional)].
    public Bytes holder(String tenant, String subject) {
        return home.holding(tenant, subject);
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
        return answer(() -> keks.rotate(tenant, actor));
    }

    /// Destroys a KEK that wraps nothing any more. Audited. Blocks: call on a virtual thread.
    ///
    /// @param tenant on whose behalf
    /// @param actor the caller's role
    public Retirement retireKek(String kek, String tenant, String actor) {
        return answer(() -> keks.retire(kek, tenant, actor));
    }

    /// Lets the region go on from a restored database: tells it what was published since its
    /// backup, out of the log's files, and destroys what was erased since. Audited. Blocks.
    ///
    /// @param from how many entries of the log the database knows, so that no other is meant
    /// @param tenant on whose behalf
    /// @param actor the caller's role
    /// @return empty if the log is not [LogState#ROLLED_BACK], or the number is another
    public Optional<Recovered> recover(long from, String tenant, String actor) {
        if (log.state() != LogState.ROLLED_BACK) {
            return Optional.empty();
        }
        var recovered = restoration.recover(from, tenant, actor);
        writer.forget();
        sweeper.wake();
        log.wake();
        return recovered;
    }

    /// A page of what restores of the database have lost, by number: published entries of events
    /// that a backup was without. Also while the log is stopped. Blocks.
    ///
    /// @param from the lowest number
    /// @param most how many at most
    public List<LostEntry> lost(long from, int most) {
        return restoration.lost(from, most);
    }

    /// How far the region is, as of now, with removing records whose time is over. Counts them:
    /// blocks.
    public Retention retention() {
        return answer(sweeper::retention);
    }

    /// How far that was after the last sweep.
    public Retention lastRetention() {
        return sweeper.last();
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

    /// The public keys that sign the region's logs; the name of each is its log's origin.
    public List<NoteVerifier> logKeys() {
        return log.keys();
    }

    /// Whose signatures make a checkpoint of the region's logs trustworthy: the logs' keys, their
    /// witnesses, and how many of them are enough.
    ///
    /// @throws ResidenceUnavailable if nothing was published yet
    public Policy policy() {
        return log.witnesses()
                .policy()
                .filter(policy -> !policy.logs().isEmpty())
                .orElseThrow(
                        () -> new ResidenceUnavailable("region " + region() + ": no policy yet"));
    }

    /// How often the region's log asked each of its witnesses.
    public List<WitnessTally> witnessTallies() {
        return log.witnesses().tallies();
    }

    /// The region as a witness of other logs.
    public Witness witness() {
        return witness;
    }

    /// Says who cosigns the region's logs.
    void witnessedBy(Circle circle) {
        log.witnesses().begin(circle, log::keys, log::reader, log::wake);
    }

    /// The folder of one of the region's logs.
    ///
    /// @param shard its name, for instance `2026`
    public Optional<Path> log(String shard) {
        return log.shards().folder(shard);
    }

    /// The region's logs, the oldest first, as far as this gateway knows.
    public List<Shard> shards() {
        return log.shards().all();
    }

    /// Puts a new generation of log keys in force; the one before signs beside it for the time of
    /// the overlap. Audited. Blocks.
    ///
    /// @param tenant on whose behalf
    /// @param actor the caller's role
    /// @return the names of the generations that sign now, the newest first; empty if the log is
    ///   being closed
    public Optional<List<String>> rotateLog(String tenant, String actor) {
        return answer(() -> logOrders.rotate(tenant, actor));
    }

    /// Orders that the open log be closed, because its keys are not safe, and another begin with
    /// new keys. Audited. Blocks.
    ///
    /// @param tenant on whose behalf
    /// @param actor the caller's role
    /// @return the log to be closed; empty if that is ordered already
    public Optional<String> freezeLog(String tenant, String actor) {
        return answer(() -> logOrders.freeze(tenant, actor));
    }

    /// Places a legal hold on the logs, or changes it: nothing of them is pruned while it is in
    /// force. Audited. Blocks.
    public LegalHold holdLog(LegalHold.Draft draft, String tenant, String actor) {
        return answer(() -> logOrders.hold(draft, tenant, actor));
    }

    /// Releases a legal hold on the logs. Audited. Blocks.
    ///
    /// @return what was released; empty if there was none
    public Optional<LegalHold> releaseLog(String reference, String tenant, String actor) {
        return answer(() -> logOrders.release(reference, tenant, actor));
    }

    /// The tenant's legal holds on the logs, also those whose time is over. Blocks.
    public List<LegalHold> logHolds(String tenant) {
        return answer(() -> logOrders.holds(tenant));
    }

    /// How it is now.
    public RegionState state() {
        boolean reachable = writer.isReachable() && !log.isUnsigned();
        var state = log.state();
        boolean behind = state == LogState.RUNNING && log.isCongested();
        return new RegionState(
                region(), reachable, behind ? LogState.STALLED : state, log.published());
    }

    /// Answers out of the database, unless its log says that it is not the one that was published.
    private <T> T answer(Supplier<T> question) {
        if (log.isStopped()) {
            throw new ResidenceUnavailable("region " + region() + ": audit_log_stopped");
        }
        return question.get();
    }

    /// The region as a proof of residency looks at it.
    public Premises premises() {
        return premises;
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
