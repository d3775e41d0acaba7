// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.transfers;

import io.domicile.policies.Decision;
import io.domicile.regions.Admission;
import io.domicile.regions.Bytes;
import io.domicile.regions.Candidate;
import io.domicile.regions.Departure;
import io.domicile.regions.Deposit;
import io.domicile.regions.Opened;
import io.domicile.regions.Receipt;
import io.domicile.regions.Residence;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.SealBroken;
import io.domicile.regions.Transfer;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.duties.Act;
import io.domicile.router.duties.Duties;
import io.domicile.router.duties.Fulfilment;
import io.domicile.router.exports.Exports;
import io.domicile.router.exports.Ruling;
import io.domicile.router.exports.Rulings;
import io.domicile.router.intake.SealedDocument;
import io.domicile.router.records.ReadingFacts;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Asks the law about each record of a transfer, and writes what it said with its audit row: the
/// record goes, or it stays. Blocks.
@Singleton
final class Deciding {

    private static final int ATTEMPTS = 5;

    private final ReadingFacts facts;
    private final Rulings rulings;
    private final Duties duties;

    Deciding(ReadingFacts facts, Rulings rulings, Duties duties) {
        this.facts = facts;
        this.rulings = rulings;
        this.duties = duties;
    }

    /// What became of a record.
    sealed interface Outcome {}

    /// It may go.
    record Goes() implements Outcome {}

    /// It stays, and the log says why.
    ///
    /// @param missing the obligations that are not met
    /// @param decision what the law said, if it was asked
    record Stays(Fault fault, List<String> missing, Optional<Decision> decision, Receipt receipt)
            implements Outcome {}

    /// It is not there any more.
    record Left() implements Outcome {}

    /// A record with what its transfer asks.
    private record Case(Residence from, Transfer transfer, Asking asking, Opened.Clear clear) {

        Caller caller() {
            return asking.caller(transfer.tenant());
        }

        Notes notes(String act, String result) {
            return Notes.of("transfer", caller(), act, result)
                    .from(Optional.of(from.region().law()))
                    .to(Optional.of(transfer.target()))
                    .purpose(asking.purpose());
        }

        Departure begun(Decision decision) {
            return Departure.begun(
                    transfer,
                    clear.id().uuid(),
                    from.transfers().newId(),
                    decision.policy().digest());
        }

        Departure stayed(Optional<Decision> decision, String code) {
            return Departure.stayed(
                    transfer,
                    clear.id().uuid(),
                    from.transfers().newId(),
                    decision.map(said -> said.policy().digest()).orElse(""),
                    code);
        }
    }

    /// Decides on all records that are still to be decided on, unless somebody else does.
    void all(Residence from, Transfer transfer) {
        var asking = Asking.read(transfer.request());
        var decider = UUID.randomUUID();
        Optional<Stays> stays = Optional.empty();
        while (from.transfers().claim(transfer, decider)) {
            var candidates = from.transfers().undecided(transfer);
            for (var candidate : candidates) {
                if (one(from, transfer, asking, candidate) instanceof Stays one) {
                    stays = Optional.of(one);
                }
            }
            if (candidates.isEmpty()) {
                var refusal = stays.filter(_ -> haveAllStayed(from, transfer));
                from.transfers()
                        .decided(
                                transfer,
                                refusal.map(TransferReplies::refusal).map(String::valueOf));
                return;
            }
        }
    }

    private static boolean haveAllStayed(Residence from, Transfer transfer) {
        var progress = from.transfers().progress(transfer.tenant(), transfer.id()).orElseThrow();
        return progress.of(Transfer.State.STAYED) == progress.all();
    }

    private Outcome one(Residence from, Transfer transfer, Asking asking, Candidate candidate) {
        try {
            return from.open(transfer.tenant(), candidate.id()) instanceof Opened.Clear clear
                    ? one(new Case(from, transfer, asking, clear), candidate)
                    : new Left();
        } catch (SealBroken e) {
            return broken(from, transfer, asking, candidate);
        }
    }

    private Outcome one(Case record, Candidate candidate) {
        if (candidate.obstacle().isPresent()) {
            return stay(record, Fault.NOT_TRANSFERABLE, candidate.obstacle().get());
        }
        if (record.clear().status() != Deposit.Status.STORED) {
            return stay(record, Fault.HELD, Fault.HELD.code());
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var outcome = attempt(record);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        throw new ResidenceUnavailable("the counters of exports move too fast");
    }

    /// Decides once.
    ///
    /// @return empty if what was decided on did not last until it could be written
    private Optional<Outcome> attempt(Case record) {
        var document = SealedDocument.read(record.clear().content());
        var transfer = record.transfer();
        var from = record.from();
        var asking = record.asking();
        var asked =
                facts.of(
                        document,
                        transfer.tenant(),
                        from,
                        asking.purpose(),
                        transfer.target(),
                        asking.consents());
        asking.addTo(asked);
        var ruling =
                rulings.decide(
                        "transfer", asked, from, transfer.tenant(), document.persons(), true);
        if (!ruling.allows()) {
            var need = ruling.decision().need().orElse(Fault.REFUSED.code());
            return Optional.of(stay(record, ruling, Fault.REFUSED, List.of(need)));
        }
        if (ruling.lacksCount()) {
            return Optional.of(
                    stay(record, ruling, Fault.OBLIGATION_UNMET, List.of(Exports.COUNT)));
        }
        return switch (fulfilled(record, ruling, document)) {
            case Fulfilment.Met _ -> go(record, ruling);
            case Fulfilment.Unmet(var missing) ->
                    Optional.of(stay(record, ruling, Fault.OBLIGATION_UNMET, missing));
            case Fulfilment.Unsupported(var missing) ->
                    Optional.of(stay(record, ruling, Fault.OBLIGATION_UNSUPPORTED, missing));
        };
    }

    private Fulfilment fulfilled(Case record, Ruling ruling, SealedDocument document) {
        var bar = document.bars(record.asking().purpose());
        if (bar.isPresent()) {
            return new Fulfilment.Unsupported(List.of(bar.get()));
        }
        Set<String> references = new HashSet<>(ReadingFacts.consents(document, Instant.now()));
        references.addAll(record.asking().consents());
        return duties.fulfil(
                record.transfer().tenant(),
                Act.TRANSFER,
                ruling.decision().obligations(),
                references,
                record.from().today());
    }

    private static Optional<Outcome> go(Case record, Ruling ruling) {
        var note =
                record.notes("transfer", "ok")
                        .decision(ruling.decision())
                        .question(ruling.question())
                        .mechanism(ruling.decision().need())
                        .label(record.transfer().label())
                        .label("phase:begun")
                        .build();
        var admission =
                record.from()
                        .transfers()
                        .depart(
                                record.begun(ruling.decision()),
                                note,
                                Optional.of(record.clear().holder()),
                                ruling.tally())
                        .toCompletableFuture()
                        .join();
        return admission instanceof Admission.Recount ? Optional.empty() : Optional.of(new Goes());
    }

    private static Stays stay(Case record, Ruling ruling, Fault fault, List<String> missing) {
        var notes =
                record.notes("deny", fault.code())
                        .decision(ruling.decision())
                        .question(ruling.question());
        var departure = record.stayed(Optional.of(ruling.decision()), missing.getFirst());
        var receipt = write(record, departure, notes);
        return new Stays(fault, missing, Optional.of(ruling.decision()), receipt);
    }

    private static Stays stay(Case record, Fault fault, String code) {
        var notes = record.notes("deny", fault.code());
        var receipt = write(record, record.stayed(Optional.empty(), code), notes);
        return new Stays(fault, List.of(code), Optional.empty(), receipt);
    }

    private static Receipt write(Case record, Departure departure, Notes notes) {
        return written(
                record.from(),
                departure,
                notes.label(record.transfer().label()),
                Optional.of(record.clear().holder()));
    }

    private static Outcome broken(
            Residence from, Transfer transfer, Asking asking, Candidate candidate) {
        var fault = Fault.SEAL_BROKEN;
        var caller = asking.caller(transfer.tenant());
        var departure =
                Departure.stayed(
                        transfer,
                        candidate.id().uuid(),
                        from.transfers().newId(),
                        "",
                        fault.code());
        var notes =
                Notes.of("transfer", caller, "deny", fault.code())
                        .from(Optional.of(from.region().law()))
                        .to(Optional.of(transfer.target()))
                        .purpose(asking.purpose())
                        .label(transfer.label());
        var receipt = written(from, departure, notes, Optional.empty());
        return new Stays(fault, List.of(fault.code()), Optional.empty(), receipt);
    }

    private static Receipt written(
            Residence from, Departure departure, Notes notes, Optional<Bytes> holder) {
        var admission =
                from.transfers()
                        .depart(departure, notes.build(), holder, Optional.empty())
                        .toCompletableFuture()
                        .join();
        if (admission instanceof Admission.Done(Receipt receipt)) {
            return receipt;
        }
        throw new ResidenceUnavailable("the audit row was not written");
    }
}
