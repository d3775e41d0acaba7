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
import io.domicile.regions.Residence;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Residences;
import io.domicile.regions.SealBroken;
import io.domicile.regions.Sought;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.ProblemException;
import io.domicile.router.duties.Duties;
import io.domicile.router.duties.Fulfilment;
import io.domicile.router.exports.Exports;
import io.domicile.router.intake.SealedDocument;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Finds records and tells what they are, without their content. Blocks.
///
/// What stands beside a record is personal data as the record is: each one found is opened, the law
/// is asked about reading it, and it shows only if it might be read now. One that would have to be
/// counted as an export does not show. Every one found has its audit row, and each region that was
/// looked into has one, before the answer goes out.
@Singleton
final class RecordSearches {

    /// How many records of a region are looked at for one answer.
    private static final int PATIENCE = 500;

    private final Residences residences;
    private final PolicyEngine policies;
    private final ReadingFacts facts;
    private final Duties duties;

    RecordSearches(
            Residences residences, PolicyEngine policies, ReadingFacts facts, Duties duties) {
        this.residences = residences;
        this.policies = policies;
        this.facts = facts;
        this.duties = duties;
    }

    /// One answer in the making.
    ///
    /// @param shown what it says of records
    /// @param rows audit rows that are under way
    /// @param looks those of the regions
    /// @param last the last record that was looked at, if more were not
    private record Page(
            Caller caller,
            Search search,
            List<Opened.Clear> shown,
            List<CompletionStage<Admission>> rows,
            List<CompletionStage<Admission>> looks,
            AtomicReference<@Nullable RecordId> last) {

        /// Whether nothing more is looked at.
        boolean isOver() {
            return isFull() || last.get() != null;
        }

        boolean isFull() {
            return shown.size() == search.limit();
        }
    }

    /// Goes through the regions in the order of their codes.
    ObjectNode find(Caller caller, Search search) {
        if (caller.country().isEmpty()) {
            throw new ProblemException(
                    Fault.FORBIDDEN, "The token's claim country says where it is read from.");
        }
        var page =
                new Page(
                        caller,
                        search,
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new AtomicReference<>());
        for (var residence : asked(search)) {
            if (!page.isOver()) {
                look(page, residence);
            }
        }
        page.rows().forEach(RecordSearches::receipt);
        return json(page);
    }

    private List<Residence> asked(Search search) {
        return residences.all().stream()
                .filter(own -> search.region().map(own.region()::equals).orElse(true))
                .filter(own ->
                        search.after()
                                .map(last ->
                                        own.region().code().compareTo(last.region().code()) >= 0)
                                .orElse(true))
                .sorted(Comparator.comparing(own -> own.region().code()))
                .toList();
    }

    private void look(Page page, Residence residence) {
        var search = page.search();
        var reading = new Reading(page.caller(), search.grounds(), residence);
        page.looks().add(write(reading, notes(reading, "search", "ok").build(), Optional.empty()));
        var last = search.after().filter(id -> id.region().equals(residence.region()));
        int seen = 0;
        boolean more = true;
        while (more && !page.isFull() && seen < PATIENCE) {
            int most = search.limit() - page.shown().size();
            var found =
                    residence.find(
                            new Sought(
                                    page.caller().tenant(),
                                    search.field(),
                                    search.values(),
                                    last,
                                    most));
            found.forEach(id -> consider(page, reading, id));
            more = found.size() == most;
            seen += found.size();
            last = found.isEmpty() ? last : Optional.of(found.getLast());
        }
        if (more && !page.isFull()) {
            page.last().set(last.orElseThrow());
        }
    }

    private void consider(Page page, Reading reading, RecordId id) {
        try {
            if (reading.residence().open(page.caller().tenant(), id)
                    instanceof Opened.Clear clear) {
                judge(page, new Reading.Of(reading, clear, SealedDocument.read(clear.content())));
            }
        } catch (SealBroken e) {
            var note = notes(reading, "deny", Fault.SEAL_BROKEN.code()).build();
            page.rows().add(write(reading, note, Optional.empty()));
        }
    }

    private void judge(Page page, Reading.Of open) {
        var reading = open.reading();
        var country = reading.caller().country().orElseThrow();
        var question =
                new Question(
                        "read",
                        facts.of(
                                open.document(),
                                reading.caller().tenant(),
                                reading.residence(),
                                reading.grounds(),
                                country));
        var decision = policies.decide(question).toCompletableFuture().join();
        boolean shows = isReadable(open, decision);
        var note =
                notes(reading, shows ? "read" : "deny", shows ? "ok" : Fault.REFUSED.code())
                        .decision(decision)
                        .question(question)
                        .build();
        page.rows().add(write(reading, note, Optional.of(open.clear().holder())));
        if (shows) {
            page.shown().add(open.clear());
        }
    }

    private boolean isReadable(Reading.Of open, Decision decision) {
        return open.clear().status() == Deposit.Status.STORED
                && decision.effect() == Effect.ALLOW
                && !decision.obligations().contains(Exports.COUNT)
                && open.fulfilled(duties, decision.obligations()) instanceof Fulfilment.Met;
    }

    private static Notes notes(Reading reading, String act, String result) {
        return reading.notes("search", act, result);
    }

    private static CompletionStage<Admission> write(
            Reading reading, Note note, Optional<Bytes> holder) {
        return reading.residence().note(note, holder, Optional.empty());
    }

    private static Receipt receipt(CompletionStage<Admission> row) {
        if (row.toCompletableFuture().join() instanceof Admission.Done(Receipt receipt)) {
            return receipt;
        }
        throw new ResidenceUnavailable("the audit row was not written");
    }

    private static ObjectNode json(Page page) {
        var json = JsonNodeFactory.instance.objectNode();
        var records = json.putArray("records");
        page.shown().forEach(clear -> records.add(json(clear)));
        var last = page.isFull() ? page.shown().getLast().id() : page.last().get();
        if (last != null) {
            json.put("next", last.toString());
        }
        var audit = json.putArray("audit");
        for (var look : page.looks()) {
            var receipt = receipt(look);
            audit.addObject().put("log", receipt.log()).put("entry", receipt.entry().toString());
        }
        return json;
    }

    private static ObjectNode json(Opened.Clear clear) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", clear.id().toString());
        json.put("region", clear.id().region().code());
        json.put("type", clear.type());
        json.put("status", clear.status().name().toLowerCase(Locale.ROOT));
        json.put("occurred_at", clear.occurredAt().toString());
        json.put("expires_at", clear.expiresAt().toString());
        return json;
    }
}
