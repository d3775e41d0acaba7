// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import io.domicile.policies.PolicyUnavailable;
import io.domicile.regions.Disclosure;
import io.domicile.regions.LegalHold;
import io.domicile.regions.Note;
import io.domicile.regions.Receipt;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.config.DomicileConfig;
import io.domicile.router.duties.Fulfilment;
import io.domicile.router.intake.Replies;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes demands: asks the law, keeps what must be kept, and enters all into the register, what is
/// refused too. Blocks.
@Singleton
final class Demands {

    /// The type of the audit rows.
    static final String TYPE = "disclosure";

    private static final Set<String> HOLDS = Set.of("PRESERVE", "PRESERVE.60D");

    private final DisclosureLaw law;
    private final Clock clock;
    private final Duration preserve;

    Demands(DisclosureLaw law, Clock clock, DomicileConfig config) {
        this.law = law;
        this.clock = clock;
        this.preserve = config.disclosures().preserve();
    }

    /// Takes a demand.
    ///
    /// @return 202 with the demand as it stands, or 451 if the law refuses it
    /// @throws ProblemException with status 422 if records could go out and it is not said to whom
    /// @throws PolicyUnavailable if there is no answer of the law; nothing is entered then
    Response take(Incoming incoming) {
        var demand = incoming.demand();
        var tenant = incoming.caller().tenant();
        var ruling = law.ask(incoming.residence(), tenant, demand, Set.of());
        var said = Law.of(ruling.decision(), unsupported(ruling));
        boolean open = said.allows() && demand.kind().equals(Demand.DISCLOSE);
        if (open && demand.recipientKey() == null) {
            throw new ProblemException(
                    Problem.at(
                            Fault.MISSING_FIELD,
                            "/recipient_key",
                            "Say whom the records are sealed to."));
        }
        var until = until(demand, said);
        var kept = until.map(demand::preserved).orElse(demand);
        var entered =
                incoming.residence()
                        .enter(
                                new Disclosure.Draft(
                                        tenant,
                                        new Case.Document(kept, said).text(),
                                        incoming.subjects(),
                                        until.map(time -> hold(incoming.caller(), time))),
                                notes(incoming, ruling, said));
        var found = Case.of(incoming.residence(), entered);
        return said.allows() ? taken(found) : refused(found, ruling);
    }

    private static List<String> unsupported(DisclosureLaw.Ruling ruling) {
        return ruling.fulfilment() instanceof Fulfilment.Unsupported(var missing) && ruling.allows()
                ? missing
                : List.of();
    }

    /// Until when what is demanded is kept: where that is demanded and not refused, and where the
    /// law wants it, whatever becomes of the demand.
    private Optional<Instant> until(Demand demand, Law said) {
        boolean kept =
                (demand.kind().equals(Demand.PRESERVE) && said.allows())
                        || said.obligations().stream().anyMatch(HOLDS::contains);
        var until = Optional.ofNullable(demand.preserveUntil());
        return kept
                ? until.or(() -> Optional.of(clock.instant().plus(preserve)))
                : Optional.empty();
    }

    private static Disclosure.Draft.Hold hold(Caller caller, Instant until) {
        var basis = "basis:" + LegalHold.Basis.PRESERVATION_ORDER.code();
        var note = Notes.of("hold", caller, "hold", "ok").labels(List.of(basis)).build();
        return new Disclosure.Draft.Hold(until, note);
    }

    private List<Note> notes(Incoming incoming, DisclosureLaw.Ruling ruling, Law said) {
        var notes = new ArrayList<Note>();
        notes.add(note(incoming, ruling, "disclosure.requested", "ok"));
        if (!said.allows()) {
            notes.add(
                    note(incoming, ruling, "disclosure.refused", fault(said).code())
                            .labelled(List.of("by:law")));
        }
        return notes;
    }

    private Note note(Incoming incoming, DisclosureLaw.Ruling ruling, String act, String result) {
        var demand = incoming.demand();
        boolean gagged = demand.isGagged(clock.instant());
        var notes =
                ruling.in(Notes.of(TYPE, incoming.caller(), act, result), gagged)
                        .from(Optional.of(incoming.residence().region().law()));
        if (!gagged) {
            notes.question(ruling.question()).abroad(demand.authority().demanding());
        }
        return notes.build()
                .labelled(
                        List.of(
                                "kind:" + demand.kind(),
                                "instrument:" + demand.instrument().sha256(),
                                gagged ? "gagged" : "subjects:" + demand.scope().subjects()));
    }

    private static Fault fault(Law said) {
        return said.unsupported().isEmpty() ? Fault.REFUSED : Fault.OBLIGATION_UNSUPPORTED;
    }

    private Response taken(Case found) {
        return Response.accepted()
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.LOCATION, "/v1/disclosures/" + found.id())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(CaseJson.of(found, clock.instant()).toString())
                .build();
    }

    private static Response refused(Case found, DisclosureLaw.Ruling ruling) {
        var fault = fault(found.law());
        var problem = Problem.of(fault, "The demand is in the register. Nothing is disclosed.");
        var json = problem.json();
        Replies.decided(json, ruling.decision());
        json.put("id", found.id());
        json.put("state", found.state().code());
        found.due().ifPresent(due -> json.put("due", due.toString()));
        var until = found.demand().preserveUntil();
        if (until != null) {
            json.put("preserve_until", until.toString());
        }
        Replies.audited(
                json,
                new Receipt(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        found.residence().origin(),
                        found.disclosure().entry()));
        return problem.response(json).build();
    }
}
