// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Decision;
import io.domicile.policies.Effect;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.Question;
import io.domicile.regions.Admission;
import io.domicile.regions.Bytes;
import io.domicile.regions.Deposit;
import io.domicile.regions.Note;
import io.domicile.regions.Opened;
import io.domicile.regions.Receipt;
import io.domicile.regions.RecordId;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.SealBroken;
import io.domicile.regions.Sought;
import io.domicile.regions.Term;
import io.domicile.router.Checkpointed;
import io.domicile.router.Digest;
import io.domicile.router.Fault;
import io.domicile.router.archive.Zip;
import io.domicile.router.config.DomicileConfig;
import io.domicile.router.duties.Duties;
import io.domicile.router.duties.Fulfilment;
import io.domicile.router.exports.Exports;
import io.domicile.router.intake.SealedDocument;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// Makes one region's part of a person's export, page by page: what is in memory is never more than
/// a page. Blocks.
@Singleton
final class ExportParts {

    static final String TYPE = "access";

    private static final int PAGE = 100;

    /// Bytes of clear text after which a page ends.
    private static final long LARGEST_PAGE = 4 << 20;

    /// What keeps a view from being somebody's own copy.
    private static final Set<String> NOT_IN_CLEAR =
            Set.of(MaskedView.MASK, MaskedView.COARSEN, "NO_COPY", Exports.COUNT);

    private final PolicyEngine policies;
    private final ReadingFacts facts;
    private final Duties duties;
    private final Recipients recipients;
    private final long limit;

    ExportParts(
            PolicyEngine policies,
            ReadingFacts facts,
            Duties duties,
            Recipients recipients,
            DomicileConfig config) {
        this.policies = policies;
        this.facts = facts;
        this.duties = duties;
        this.recipients = recipients;
        this.limit = config.reports().limit();
    }

    /// Writes the audit row of the export into the region's log.
    void begin(Reading reading, String subject) {
        var residence = reading.residence();
        var holder = residence.holder(reading.caller().tenant(), subject);
        join(List.of(write(reading, notes(reading, "export", "ok"), Optional.of(holder))));
    }

    /// Writes the region's files.
    ///
    /// @param state is told what became of them
    void write(Zip zip, Reading reading, SubjectExports.Begun begun, ObjectNode state)
            throws IOException {
        var part = new ExportPart(reading, begun.subject(), begun.at());
        try {
            var fault = SubjectExports.fault(() -> pages(zip, reading, begun, part));
            fault.ifPresent(part::breakOff);
            var told =
                    SubjectExports.fault(() -> part.told(recipients.of(reading, begun.subject())));
            told.ifPresent(part::breakOff);
        } catch (UncheckedIOException e) {
            throw new IOException(e);
        }
        var text = part.json().toPrettyString();
        zip.add(part.name("part.json"), text);
        zip.add(part.name("index.html"), ExportPage.ofPart(part.json()));
        state.put("state", part.state()).put("records", part.records());
        var unsigned = SubjectExports.fault(() -> sign(zip, reading, part, text, state));
        unsigned.ifPresent(why -> state.put("unsigned", why.code()));
    }

    /// The region's log signs the part: an entry names its digest, and the proof shows that the
    /// log, whose checkpoint the region's keys sign, has the entry.
    private static void sign(
            Zip zip, Reading reading, ExportPart part, String text, ObjectNode state) {
        var residence = reading.residence();
        var digest = Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
        var holder = residence.holder(reading.caller().tenant(), part.subject());
        var note =
                reading.notes(TYPE, "export", "ok")
                        .label("part:" + digest)
                        .label("records:" + part.records())
                        .build();
        var receipt = join(List.of(write(reading, note, Optional.of(holder)))).getFirst();
        state.put("sha256", digest).put("entry", receipt.entry().toString());
        Checkpointed.await(residence, receipt.entry())
                .ifPresentOrElse(
                        placed -> {
                            add(zip, part.name("entry.json"), placed.entry().toArray());
                            var proof = placed.proof().text().getBytes(StandardCharsets.UTF_8);
                            add(zip, part.name("proof.txt"), proof);
                        },
                        () -> state.put("proof", "pending"));
    }

    private void pages(Zip zip, Reading reading, SubjectExports.Begun begun, ExportPart part) {
        var last = begun.after();
        boolean more = true;
        while (more) {
            var found = find(reading, begun.subject(), last);
            page(zip, reading, part, found);
            last = found.isEmpty() ? last : Optional.of(found.getLast());
            more = found.size() == Math.min(PAGE, limit);
            if (more && part.seen() >= limit) {
                part.breakOff(last.orElseThrow());
                return;
            }
        }
    }

    private List<RecordId> find(Reading reading, String subject, Optional<RecordId> last) {
        return reading.residence()
                .find(
                        new Sought(
                                reading.caller().tenant(),
                                Term.SUBJECT,
                                List.of(subject),
                                last,
                                (int) Math.min(PAGE, limit)));
    }

    /// Writes what was found, in one file or several: none is larger than a page.
    private void page(Zip zip, Reading reading, ExportPart part, List<RecordId> found) {
        var rows = new ArrayList<CompletionStage<Admission>>();
        var shown = new ArrayList<ObjectNode>();
        long bytes = 0;
        for (var id : found) {
            var opened = open(reading, part, id, rows);
            if (opened.isPresent()) {
                consider(reading, part, opened.get(), rows).ifPresent(shown::add);
                bytes += opened.get().content().length();
            }
            part.look();
            if (bytes >= LARGEST_PAGE) {
                flush(zip, part, rows, shown);
                bytes = 0;
            }
        }
        flush(zip, part, rows, shown);
    }

    /// Opens a record. One that is on its way to another region is not given out here, and may not
    /// be there yet.
    private static Optional<Opened.Clear> open(
            Reading reading, ExportPart part, RecordId id, List<CompletionStage<Admission>> rows) {
        try {
            return switch (reading.residence().open(reading.caller().tenant(), id)) {
                case Opened.Clear clear -> Optional.of(clear);
                case Opened.Moved(_, _, boolean open) when !open ->
                        unopened(reading, part, Fault.IN_TRANSIT, rows);
                case Opened.Moved _, Opened.Erased _, Opened.Absent _ -> Optional.empty();
            };
        } catch (SealBroken e) {
            return unopened(reading, part, Fault.SEAL_BROKEN, rows);
        }
    }

    private static Optional<Opened.Clear> unopened(
            Reading reading, ExportPart part, Fault fault, List<CompletionStage<Admission>> rows) {
        rows.add(write(reading, notes(reading, "deny", fault.code()), Optional.empty()));
        part.withhold(fault.code());
        return Optional.empty();
    }

    /// Asks the law whether the person's record may be given out there, in clear.
    private Optional<ObjectNode> consider(
            Reading reading,
            ExportPart part,
            Opened.Clear clear,
            List<CompletionStage<Admission>> rows) {
        var open = new Reading.Of(reading, clear, SealedDocument.read(clear.content()));
        var country = reading.caller().country().orElseThrow();
        var asked =
                facts.of(
                        open.document(),
                        reading.caller().tenant(),
                        reading.residence(),
                        reading.grounds(),
                        country);
        var question = new Question("read", asked);
        var decision = policies.decide(question).toCompletableFuture().join();
        var obstacle = obstacle(open, decision);
        var act = obstacle.isEmpty() ? "read" : "deny";
        var note =
                reading.notes(TYPE, act, obstacle.orElse("ok"))
                        .decision(decision)
                        .question(question)
                        .build();
        rows.add(write(reading, note, Optional.of(clear.holder())));
        obstacle.ifPresent(reason -> part.withhold(reason, decision));
        return obstacle.isEmpty() ? Optional.of(part.give(open, decision)) : Optional.empty();
    }

    /// Why a record is not given out.
    private Optional<String> obstacle(Reading.Of open, Decision decision) {
        if (open.clear().status() != Deposit.Status.STORED) {
            return Optional.of(Fault.HELD.code());
        }
        if (decision.effect() != Effect.ALLOW) {
            return Optional.of(Fault.REFUSED.code());
        }
        if (decision.obligations().stream().anyMatch(NOT_IN_CLEAR::contains)) {
            return Optional.of("not_in_clear");
        }
        return open.fulfilled(duties, decision.obligations()) instanceof Fulfilment.Met
                ? Optional.empty()
                : Optional.of(Fault.OBLIGATION_UNMET.code());
    }

    /// The records go out once their audit rows are durable.
    private static void flush(
            Zip zip,
            ExportPart part,
            List<CompletionStage<Admission>> rows,
            List<ObjectNode> shown) {
        join(rows);
        rows.clear();
        if (!shown.isEmpty()) {
            var name = part.file();
            var records = JsonNodeFactory.instance.arrayNode().addAll(shown);
            var json = records.toPrettyString().getBytes(StandardCharsets.UTF_8);
            add(zip, part.name(name + ".json"), json);
            part.written(name + ".json", json, shown.size());
            var page = ExportPage.ofRecords(records).getBytes(StandardCharsets.UTF_8);
            add(zip, part.name(name + ".html"), page);
            part.written(name + ".html", page, shown.size());
            shown.clear();
        }
    }

    private static void add(Zip zip, String name, byte[] content) {
        try {
            zip.add(name, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Note notes(Reading reading, String act, String result) {
        return reading.notes(TYPE, act, result).build();
    }

    private static CompletionStage<Admission> write(
            Reading reading, Note note, Optional<Bytes> holder) {
        return reading.residence().note(note, holder, Optional.empty());
    }

    private static List<Receipt> join(List<CompletionStage<Admission>> rows) {
        return rows.stream()
                .map(row -> {
                    if (row.toCompletableFuture().join() instanceof Admission.Done(var receipt)) {
                        return receipt;
                    }
                    throw new ResidenceUnavailable("the audit row was not written");
                })
                .toList();
    }
}
