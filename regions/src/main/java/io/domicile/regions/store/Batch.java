// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Admission;
import io.domicile.regions.Bytes;
import io.domicile.regions.Deposit;
import io.domicile.regions.Note;
import io.domicile.regions.Once;
import io.domicile.regions.Receipt;
import io.domicile.regions.RecordId;
import io.domicile.regions.Tally;
import io.domicile.regions.Term;
import io.domicile.regions.seal.Nonces;
import io.domicile.regions.seal.SubjectKey;
import io.domicile.regions.store.Home.Holder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.StatelessSession;

/// Writes that share one transaction. Made for one attempt and one thread.
final class Batch {

    private static final int SALT = 32;

    /// Nonces that are drawn at once.
    private static final int PORTION = 128;

    private final Home home;
    private final KeyRing ring;
    private final DecisionRows decisions;
    private final Ids ids;
    private final SecureRandom random;
    private final Nonces nonces;
    private final Instant now;
    private final IdentityHashMap<Write, Holder> holders = new IdentityHashMap<>();
    private final IdentityHashMap<Write, Bytes> sessions = new IdentityHashMap<>();
    private final IdentityHashMap<Write, Bytes> keys = new IdentityHashMap<>();
    private final Map<Bytes, IdempotencyEntity> before = new HashMap<>();
    private final IdentityHashMap<Write, Admission> results = new IdentityHashMap<>();
    private final List<RecordEntity> records = new ArrayList<>();
    private final BlindIndex index = new BlindIndex();
    private final List<ArrivalEntity> arrivals = new ArrayList<>();
    private final List<DepartureEntity> departures = new ArrayList<>();
    private final List<AuditDetailEntity> details = new ArrayList<>();
    private final List<AuditOutboxEntity> entries = new ArrayList<>();
    private final List<IdempotencyEntity> answers = new ArrayList<>();

    Batch(
            Home home,
            KeyRing ring,
            DecisionRows decisions,
            Ids ids,
            SecureRandom random,
            Instant now) {
        this.home = home;
        this.ring = ring;
        this.decisions = decisions;
        this.ids = ids;
        this.random = random;
        this.nonces = new Nonces(random, PORTION);
        this.now = kept(now);
    }

    /// Writes all, inside the transaction of the session. No two writes have the same idempotency
    /// key.
    ///
    /// @return each write's result, true once the transaction is committed
    IdentityHashMap<Write, Admission> write(StatelessSession session, List<Write> writes) {
        findAnswers(session, writes);
        findArrived(session, writes);
        var fresh = new ArrayList<Write>();
        for (var write : writes) {
            if (results.containsKey(write)) {
                continue;
            }
            earlier(write)
                    .ifPresentOrElse(answer -> results.put(write, answer), () -> fresh.add(write));
        }
        if (fresh.stream().anyMatch(Batch::hasHolder)) {
            ring.follow(session);
        }
        refuseLate(session, fresh);
        prepareKeys(session, fresh);
        var tallies = Tallies.lock(session, home, now, tallies(fresh));
        fresh.forEach(write -> results.put(write, build(write, tallies)));
        tallies.write(session);
        decisions.write(session);
        session.insertMultiple(records);
        index.write(session);
        session.insertMultiple(arrivals);
        session.insertMultiple(departures);
        session.insertMultiple(details);
        session.insertMultiple(entries);
        session.insertMultiple(answers);
        return results;
    }

    /// What an earlier request with the same key was answered.
    static Admission answer(IdempotencyEntity row, Bytes request) {
        return MessageDigest.isEqual(row.requestMac, request.toArray())
                ? new Admission.Again(row.status, Bytes.of(row.answer))
                : new Admission.KeyReused();
    }

    private void findAnswers(StatelessSession session, List<Write> writes) {
        for (var write : writes) {
            write.once().ifPresent(once -> keys.put(write, home.onceKey(write.tenant(), once)));
        }
        if (!keys.isEmpty()) {
            session.createQuery(
                            "from IdempotencyEntity i where i.keyMac in ?1",
                            IdempotencyEntity.class)
                    .setParameter(1, keys.values().stream().map(Bytes::toArray).toList())
                    .getResultList()
                    .forEach(row -> before.put(Bytes.of(row.keyMac), row));
        }
    }

    /// A record that has arrived does not arrive again, whoever brings it.
    private void findArrived(StatelessSession session, List<Write> writes) {
        var arriving = new HashMap<UUID, Write>();
        for (var write : writes) {
            if (write instanceof Write.OfArrival(_, var id, _, _)) {
                arriving.put(id, write);
            }
        }
        if (arriving.isEmpty()) {
            return;
        }
        for (var table : List.of("ArrivalEntity", "RecordEntity")) {
            session.createQuery(
                            "select r.id, r.eventId from " + table + " r where r.id in ?1",
                            Object[].class)
                    .setParameter(1, arriving.keySet())
                    .getResultList()
                    .forEach(row ->
                            results.put(
                                    arriving.get((UUID) row[0]),
                                    new Admission.Done(receipt((UUID) row[1]))));
        }
    }

    private Optional<Admission> earlier(Write write) {
        return write.once()
                .flatMap(once ->
                        Optional.ofNullable(before.get(keys.get(write)))
                                .map(row -> answer(row, request(write, once))));
    }

    private Bytes request(Write write, Once once) {
        return home.onceRequest(write.tenant(), once);
    }

    private static boolean hasHolder(Write write) {
        return switch (write) {
            case Write.OfRecord _, Write.OfArrival _ -> true;
            case Write.OfDeparture(_, _, var holder, _, _) -> holder.isPresent();
            case Write.OfNote(_, var holder, _, _) -> holder.isPresent();
            case Write.OfExport(_, var holder, _, _) -> holder.isPresent();
        };
    }

    /// Takes out the records whose session has ended.
    private void refuseLate(StatelessSession session, List<Write> writes) {
        for (var write : writes) {
            if (write instanceof Write.OfRecord(var deposit, _)) {
                deposit.session()
                        .ifPresent(
                                of -> sessions.put(write, home.session(deposit.tenant(), of.id())));
            }
        }
        var closed = ClosedSessions.among(session, sessions.values());
        writes.removeIf(write -> {
            var mark = sessions.get(write);
            boolean late = mark != null && closed.contains(mark);
            if (late) {
                results.put(write, new Admission.SessionClosed());
            }
            return late;
        });
    }

    private void prepareKeys(StatelessSession session, List<Write> writes) {
        var wanted = new HashMap<Holder, Integer>();
        var creating = new HashSet<Holder>();
        for (var write : writes) {
            switch (write) {
                case Write.OfRecord(var deposit, _) -> want(write, deposit, wanted, creating);
                case Write.OfArrival(var deposit, _, _, _) ->
                        want(write, deposit, wanted, creating);
                case Write.OfDeparture(_, var note, var mark, _, _) ->
                        want(write, note, mark, wanted);
                case Write.OfNote(var note, var mark, _, _) -> want(write, note, mark, wanted);
                case Write.OfExport(var note, var mark, _, _) -> want(write, note, mark, wanted);
            }
        }
        if (!wanted.isEmpty()) {
            ring.prepare(session, wanted, creating);
        }
    }

    private void want(
            Write write, Deposit deposit, Map<Holder, Integer> wanted, Set<Holder> creating) {
        var holder = holder(write, deposit);
        holders.put(write, holder);
        creating.add(holder);
        wanted.merge(holder, 2, Integer::sum);
    }

    /// Whose key seals the record: that of the subject, or of the subject in the session.
    private Holder holder(Write write, Deposit deposit) {
        var subject = home.holder(deposit.tenant(), deposit.holder());
        return deposit.session().filter(Deposit.Session::bound).isPresent()
                ? subject.in(Objects.requireNonNull(sessions.get(write), "a session's mark"))
                : subject;
    }

    private void want(Write write, Note note, Optional<Bytes> mark, Map<Holder, Integer> wanted) {
        if (mark.isPresent()) {
            var holder = Holder.marked(note.tenant(), mark.get());
            holders.put(write, holder);
            wanted.merge(holder, 1, Integer::sum);
        }
    }

    private static List<Tally> tallies(List<Write> writes) {
        return writes.stream().flatMap(write -> write.tally().stream()).toList();
    }

    private Admission build(Write write, Tallies tallies) {
        var moved = write.tally().flatMap(tallies::count);
        if (moved.isPresent()) {
            return new Admission.Recount(moved.get());
        }
        var holder = Optional.ofNullable(holders.get(write)).filter(ring::has);
        var receipt =
                switch (write) {
                    case Write.OfRecord record -> record(record, holder.orElseThrow());
                    case Write.OfArrival arrival -> arrival(arrival, holder.orElseThrow());
                    case Write.OfDeparture departure -> departure(departure, holder);
                    case Write.OfNote(var note, _, _, _) -> note(note, holder);
                    case Write.OfExport(var note, _, _, _) -> note(note, holder);
                };
        write.once().ifPresent(once -> answers.add(remember(write, once, receipt)));
        return new Admission.Done(receipt);
    }

    private Receipt record(Write.OfRecord write, Holder holder) {
        var row = new RecordEntity();
        records.add(row);
        var receipt = seal(write.deposit(), holder, ids.next(), row);
        index(write, write.deposit(), row);
        return receipt;
    }

    private Receipt arrival(Write.OfArrival arrival, Holder holder) {
        var row = new ArrivalEntity();
        row.transfer = arrival.transfer();
        arrivals.add(row);
        var receipt = seal(arrival.deposit(), holder, arrival.id(), row);
        index(arrival, arrival.deposit(), row);
        return receipt;
    }

    /// Seals the record into the row, and writes its audit row.
    private Receipt seal(Deposit deposit, Holder holder, UUID uuid, SealedRow row) {
        var id = new RecordId(home.region(), uuid);
        var event = ids.next();
        var key = ring.use(holder);
        fill(row, deposit, id, event, key);
        var content = deposit.content().toArray();
        var envelope = key.seal(home.ofRecord(holder, row), content, nonces);
        row.envelope = envelope;
        var detail =
                new Detail(now, Optional.of(id), Optional.of(sha256(envelope)), Optional.empty());
        audit(deposit.note(), event, Optional.of(holder), detail);
        return new Receipt(
                Optional.of(id),
                Optional.of(row.suite),
                Optional.of(row.expiresAt),
                home.origin(),
                event);
    }

    /// What is held is not looked for.
    private void index(Write write, Deposit deposit, SealedRow row) {
        if (deposit.status() != Deposit.Status.STORED) {
            return;
        }
        var session = sessions.get(write);
        if (session != null) {
            index.add(row.tenant, Term.SESSION, session, row.id, row.keyId);
        }
        for (var term : deposit.terms()) {
            index.add(row.tenant, term.field(), home.term(row.tenant, term), row.id, row.keyId);
        }
    }

    /// The row with all that its envelope is bound to.
    private void fill(SealedRow row, Deposit deposit, RecordId id, UUID event, SubjectKey key) {
        row.id = id.uuid();
        row.tenant = deposit.tenant();
        row.type = deposit.type();
        row.status = deposit.status().name();
        row.createdAt = now;
        row.occurredAt = kept(deposit.occurredAt());
        row.expiresAt = kept(deposit.expiresAt());
        row.keyId = key.id();
        row.suite = key.suite().title();
        row.policy = deposit.policy();
        row.eventId = event;
    }

    /// The audit row commits to the record that it is about.
    private Receipt departure(Write.OfDeparture write, Optional<Holder> holder) {
        var event = ids.next();
        var record = new RecordId(home.region(), write.departure().record());
        audit(
                write.note(),
                event,
                holder,
                new Detail(now, Optional.of(record), Optional.empty(), write.note().reference()));
        departures.add(DepartureEntity.of(write.departure(), event));
        return receipt(event);
    }

    private Receipt receipt(UUID event) {
        return new Receipt(
                Optional.empty(), Optional.empty(), Optional.empty(), home.origin(), event);
    }

    /// A time as the database keeps it, which would round a finer one.
    private static Instant kept(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    private Receipt note(Note note, Optional<Holder> holder) {
        var event = ids.next();
        audit(
                note,
                event,
                holder,
                new Detail(now, Optional.empty(), Optional.empty(), note.reference()));
        return receipt(event);
    }

    private void audit(Note note, UUID event, Optional<Holder> holder, Detail detail) {
        var said = holder.map(subject -> say(subject, event, detail));
        var row = Said.row(home, note, event, now, said);
        row.decision = decisions.idOf(note);
        entries.add(row);
    }

    private Said say(Holder holder, UUID event, Detail detail) {
        var key = ring.use(holder);
        var salt = new byte[SALT];
        random.nextBytes(salt);
        var text = detail.json().getBytes(StandardCharsets.UTF_8);
        var row = new AuditDetailEntity();
        row.eventId = event;
        row.tenant = holder.tenant();
        row.keyId = key.id();
        row.sealed = key.seal(home.ofDetail(holder, event), join(salt, text), nonces);
        details.add(row);
        var hex = HexFormat.of();
        return new Said(
                hex.formatHex(key.pseudonym(event)),
                hex.formatHex(SubjectKey.commitment(salt, text)),
                ring.kek(holder));
    }

    private IdempotencyEntity remember(Write write, Once once, Receipt receipt) {
        var row = new IdempotencyEntity();
        row.keyMac = home.onceKey(write.tenant(), once).toArray();
        row.requestMac = request(write, once).toArray();
        row.tenant = write.tenant();
        row.status = once.status();
        row.answer = once.answer().apply(receipt).toArray();
        row.createdAt = now;
        return row;
    }

    /// What the log only commits to.
    private record Detail(
            Instant time,
            Optional<RecordId> record,
            Optional<String> envelope,
            Optional<String> reference) {

        String json() {
            var json = new StringBuilder("{");
            record.ifPresent(id -> json.append("\"record\":\"").append(id).append("\","));
            envelope.ifPresent(hash -> json.append("\"envelope\":\"").append(hash).append("\","));
            reference.ifPresent(why -> json.append("\"reference\":\"").append(why).append("\","));
            return json.append("\"time\":\"").append(time).append("\"}").toString();
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
