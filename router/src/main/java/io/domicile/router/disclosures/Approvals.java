// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import io.domicile.policies.PolicyUnavailable;
import io.domicile.regions.Credential;
import io.domicile.regions.Disclosure;
import io.domicile.regions.Disclosure.Kind;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.duties.Fulfilment;
import io.domicile.router.intake.Replies;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Lets officers release a demand, two of them, or refuse it, one of them. Blocks.
@Singleton
final class Approvals {

    private static final int ATTEMPTS = 5;

    private final Cases cases;
    private final DisclosureLaw law;
    private final Clock clock;

    Approvals(Cases cases, DisclosureLaw law, Clock clock) {
        this.cases = cases;
        this.law = law;
        this.clock = clock;
    }

    /// Takes an officer's opinion.
    ///
    /// @param caller on behalf of the tenant whose records are demanded
    /// @param account the officer's
    /// @throws ProblemException with status 404, or 409 if nobody, or another, must decide
    /// @throws PolicyUnavailable if there is no answer of the law
    Response take(Caller caller, Credential account, String id, Opinion opinion) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var answer = attempt(caller, account, cases.find(caller, id), opinion);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new ResidenceUnavailable("officers decide too fast");
    }

    /// @return empty if another officer was faster
    private Optional<Response> attempt(
            Caller caller, Credential account, Case found, Opinion opinion) {
        if (found.state() != Case.State.PENDING) {
            throw new ProblemException(Fault.NOT_RELEASABLE, "It is " + found.state().code() + ".");
        }
        var officer = found.residence().pseudonym(found.tenant(), account);
        if (found.approvals().stream().anyMatch(step -> step.officer().equals(officer))) {
            throw new ProblemException(Fault.SAME_OFFICER, "This officer has agreed already.");
        }
        if (opinion.kind() == Kind.REFUSED) {
            var notes = Notes.of(Demands.TYPE, caller, "disclosure.refused", "refused");
            return enter(found, officer, opinion, notes.labels(List.of("by:officer")));
        }
        var ruling =
                law.ask(found.residence(), found.tenant(), found.demand(), opinion.confirmed());
        return switch (ruling.fulfilment()) {
            case Fulfilment.Met _ when ruling.allows() -> {
                int count = found.approvals().size() + 1;
                var notes = Notes.of(Demands.TYPE, caller, "disclosure.approved", "ok");
                yield enter(found, officer, opinion, in(ruling, found, notes, count));
            }
            case Fulfilment.Unmet(var missing) when ruling.allows() ->
                    Optional.of(
                            stopped(caller, found, ruling, Fault.OBLIGATION_UNMET, missing, clock));
            case Fulfilment.Met _, Fulfilment.Unmet _, Fulfilment.Unsupported _ ->
                    Optional.of(stopped(caller, found, ruling, Fault.REFUSED, List.of(), clock));
        };
    }

    private Notes in(DisclosureLaw.Ruling ruling, Case found, Notes notes, int count) {
        return ruling.in(notes, found.demand().isGagged(clock.instant()))
                .label("approvals:" + count);
    }

    private Optional<Response> enter(Case found, String officer, Opinion opinion, Notes notes) {
        var step = new Disclosure.Draft.Step(opinion.kind(), officer, opinion.document());
        var note = notes.from(Optional.of(found.residence().region().law())).build();
        return found.residence()
                .enter(found.disclosure(), step, note)
                .map(entered -> {
                    var json = CaseJson.of(Case.of(found.residence(), entered), clock.instant());
                    return Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                            .header(HttpHeaders.CACHE_CONTROL, "no-store")
                            .build();
                });
    }

    /// The problem for what the law does not let through now, with its audit row.
    static Response stopped(
            Caller caller,
            Case found,
            DisclosureLaw.Ruling ruling,
            Fault fault,
            List<String> missing,
            Clock clock) {
        var notes =
                ruling.in(
                                Notes.of(Demands.TYPE, caller, "deny", fault.code()),
                                found.demand().isGagged(clock.instant()))
                        .from(Optional.of(found.residence().region().law()))
                        .label("disclosure:" + found.id());
        var receipt = notes.write(found.residence());
        var problem =
                Problem.of(
                        fault,
                        missing.isEmpty()
                                ? "The law does not let it be released now."
                                : "The officer confirms " + String.join(", ", missing) + ".");
        var json = problem.json();
        Replies.decided(json, ruling.decision());
        if (!missing.isEmpty()) {
            json.put("need", missing.getFirst());
        }
        Replies.audited(json, receipt);
        return problem.response(json).build();
    }
}
