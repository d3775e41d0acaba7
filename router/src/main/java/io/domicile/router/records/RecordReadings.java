// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.RegionId;
import io.domicile.regions.Admission;
import io.domicile.regions.Bytes;
import io.domicile.regions.Deposit;
import io.domicile.regions.Note;
import io.domicile.regions.Opened;
import io.domicile.regions.Receipt;
import io.domicile.regions.RecordId;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Residences;
import io.domicile.regions.SealBroken;
import io.domicile.regions.Tally;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.duties.Duties;
import io.domicile.router.duties.Fulfilment;
import io.domicile.router.exports.Exports;
import io.domicile.router.exports.Ruling;
import io.domicile.router.exports.Rulings;
import io.domicile.router.intake.Replies;
import io.domicile.router.intake.SealedDocument;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/// Reads one record back: opens it, asks the law about this reading, writes the audit row, and only
/// then lets the first byte out. Blocks.
///
/// A reading from abroad takes the record's persons out of the region (LAW 2.3, C0). It is decided
/// on the counts that it would bring about, and counted with its audit row; where other readings
/// have moved the counts across a threshold meanwhile, it is decided again.
@Singleton
public final class RecordReadings {

    private static final int ATTEMPTS = 5;

    private final Residences residences;
    private final ReadingFacts facts;
    private final Rulings rulings;
    private final Duties duties;

    RecordReadings(Residences residences, ReadingFacts facts, Rulings rulings, Duties duties) {
        this.residences = residences;
        this.facts = facts;
        this.rulings = rulings;
        this.duties = duties;
    }

    /// Reads the record, or says why not.
    ///
    /// @throws ProblemException with status 404 for ids that are absent, malformed or another
    ///   tenant's: all alike
    public Response read(Caller caller, String id, Grounds grounds, View view) {
        var found = RecordId.parse(id).filter(record -> isOurs(record.region()));
        if (found.isEmpty()) {
            throw absent();
        }
        var residence = residences.at(found.get().region());
        var reading = new Reading(caller, grounds, residence);
        return switch (open(reading, found.get())) {
            case Opened.Absent() -> throw absent();
            case Opened.Erased _ -> denied(reading, Fault.ERASED, Optional.empty());
            case Opened.Moved(_, _, boolean open) when !open ->
                    denied(reading, Fault.IN_TRANSIT, Optional.empty());
            case Opened.Moved(_, var to, _) -> moved(reading, to);
            case Opened.Clear clear when clear.status() != Deposit.Status.STORED ->
                    denied(reading, Fault.HELD, Optional.of(clear.holder()));
            case Opened.Clear clear ->
                    decide(
                            new Reading.Of(reading, clear, SealedDocument.read(clear.content())),
                            view);
        };
    }

    private Opened open(Reading reading, RecordId id) {
        try {
            return reading.residence().open(reading.caller().tenant(), id);
        } catch (SealBroken e) {
            write(reading, reading.note("deny", Fault.SEAL_BROKEN.code()), Optional.empty());
            throw e;
        }
    }

    private Response decide(Reading.Of open, View view) {
        var reading = open.reading();
        if (reading.caller().country().isEmpty()) {
            var note = reading.note("deny", Fault.FORBIDDEN.code());
            write(reading, note, Optional.of(open.clear().holder()));
            throw new ProblemException(
                    Fault.FORBIDDEN, "The token's claim country says where it is read from.");
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var answer = attempt(open, view, reading.caller().country().get());
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new ResidenceUnavailable("the counters of exports move too fast");
    }

    /// Decides once. Where the law refuses a position and says that a place on the grid may be
    /// offered, it is asked about that.
    ///
    /// @return empty if what was decided on did not last until it could be written
    private Optional<Response> attempt(Reading.Of open, View view, String country) {
        var reading = open.reading();
        var residence = reading.residence();
        var tenant = reading.caller().tenant();
        var asked = facts.of(open.document(), tenant, residence, reading.grounds(), country);
        var ruling = decide(open, asked, country);
        if (isCoarseOffered(open, ruling)) {
            var coarse = decide(open, ReadingFacts.coarse(asked), country);
            if (coarse.allows()) {
                return settle(open, view == View.FULL ? View.COARSE : view, coarse);
            }
        }
        return settle(open, view, ruling);
    }

    private Ruling decide(Reading.Of open, ObjectNode asked, String country) {
        var reading = open.reading();
        return rulings.decide(
                "read",
                asked,
                reading.residence(),
                reading.caller().tenant(),
                open.document().persons(),
                reading.isAbroad(country));
    }

    private static boolean isCoarseOffered(Reading.Of open, Ruling ruling) {
        return !ruling.allows()
                && ruling.decision().obligations().contains(MaskedView.COARSEN)
                && open.document().record().has("location");
    }

    private Optional<Response> settle(Reading.Of open, View view, Ruling ruling) {
        return ruling.tally().isEmpty()
                ? Optional.of(end(open, view, ruling))
                : settle(open, view, ruling, ruling.tally().get());
    }

    /// Ends a reading of which nobody is counted.
    private Response end(Reading.Of open, View view, Ruling ruling) {
        if (!ruling.allows()) {
            return stopped(open, ruling, Fault.REFUSED, List.of());
        }
        if (ruling.lacksCount()) {
            return stopped(open, ruling, Fault.OBLIGATION_UNMET, List.of(Exports.COUNT));
        }
        return switch (fulfilled(open, ruling)) {
            case Fulfilment.Met _ -> {
                var note = allowed(open, view, ruling);
                var receipt = write(open.reading(), note, Optional.of(open.clear().holder()));
                yield ReadingReplies.shown(open, view, ruling.decision(), receipt);
            }
            case Fulfilment.Unmet(var missing) ->
                    stopped(open, ruling, Fault.OBLIGATION_UNMET, missing);
            case Fulfilment.Unsupported(var missing) ->
                    stopped(open, ruling, Fault.OBLIGATION_UNSUPPORTED, missing);
        };
    }

    /// Ends a reading whose persons are counted; empty if it must be decided again.
    private Optional<Response> settle(Reading.Of open, View view, Ruling ruling, Tally tally) {
        return switch (fulfilled(open, ruling)) {
            case Fulfilment.Met _ -> count(open, view, ruling, tally);
            case Fulfilment.Unmet(var missing) ->
                    Optional.of(stopped(open, ruling, Fault.OBLIGATION_UNMET, missing));
            case Fulfilment.Unsupported(var missing) ->
                    Optional.of(stopped(open, ruling, Fault.OBLIGATION_UNSUPPORTED, missing));
        };
    }

    private Optional<Response> count(Reading.Of open, View view, Ruling ruling, Tally tally) {
        var holder = Optional.of(open.clear().holder());
        var admission =
                open.reading()
                        .residence()
                        .note(allowed(open, view, ruling), holder, tally)
                        .toCompletableFuture()
                        .join();
        return switch (admission) {
            case Admission.Done(var receipt) ->
                    Optional.of(ReadingReplies.shown(open, view, ruling.decision(), receipt));
            case Admission.Recount _ -> Optional.empty();
            case Admission.Again _, Admission.KeyReused _, Admission.SessionClosed _ ->
                    throw new IllegalStateException(
                            "a reading has neither idempotency key nor session");
        };
    }

    private Fulfilment fulfilled(Reading.Of open, Ruling ruling) {
        return open.fulfilled(duties, ruling.decision().obligations());
    }

    /// The row says of which view it was, unless the law alone decided that.
    private static Note allowed(Reading.Of open, View view, Ruling ruling) {
        var notes =
                open.reading()
                        .notes("read", "ok")
                        .decision(ruling.decision())
                        .question(ruling.question())
                        .mechanism(ruling.decision().need());
        return (view == View.FULL ? notes : notes.label("view:" + view.code())).build();
    }

    private Response stopped(Reading.Of open, Ruling ruling, Fault fault, List<String> missing) {
        var reading = open.reading();
        var note =
                reading.notes("deny", fault.code())
                        .decision(ruling.decision())
                        .question(ruling.question())
                        .build();
        var receipt = write(reading, note, Optional.of(open.clear().holder()));
        return fault == Fault.REFUSED
                ? ReadingReplies.refused(ruling.decision(), receipt)
                : ReadingReplies.unfulfilled(fault, missing, ruling.decision(), receipt);
    }

    private Response denied(Reading reading, Fault fault, Optional<Bytes> holder) {
        var receipt = write(reading, reading.note("deny", fault.code()), holder);
        var problem = Problem.of(fault, fault.title() + ".");
        var json = problem.json();
        Replies.audited(json, receipt);
        return problem.response(json).build();
    }

    private Response moved(Reading reading, RecordId to) {
        var receipt = write(reading, reading.note("deny", Fault.MOVED.code()), Optional.empty());
        return ReadingReplies.moved(to, receipt);
    }

    private Receipt write(Reading reading, Note note, Optional<Bytes> holder) {
        var admission =
                reading.residence()
                        .note(note, holder, Optional.empty())
                        .toCompletableFuture()
                        .join();
        if (admission instanceof Admission.Done(Receipt receipt)) {
            return receipt;
        }
        throw new ResidenceUnavailable("the audit row was not written");
    }

    private boolean isOurs(RegionId region) {
        return residences.all().stream().anyMatch(own -> own.region().equals(region));
    }

    private static ProblemException absent() {
        return new ProblemException(Fault.NOT_FOUND, "No such record.");
    }
}
