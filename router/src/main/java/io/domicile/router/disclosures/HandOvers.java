// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.policies.PolicyUnavailable;
import io.domicile.regions.Admission;
import io.domicile.regions.Credential;
import io.domicile.regions.Disclosure;
import io.domicile.regions.Opened;
import io.domicile.regions.RecordId;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.router.Caller;
import io.domicile.router.Digest;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.Notes;
import io.domicile.router.ProblemException;
import io.domicile.router.duties.Fulfilment;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// Hands over what two officers released: opened in its region, sealed to the recipient there. Each
/// record has its audit row before anything goes out. Blocks.
@Singleton
final class HandOvers {

    private static final int ATTEMPTS = 5;

    private final Cases cases;
    private final DisclosureLaw law;
    private final Evidence evidence;
    private final Clock clock;

    HandOvers(Cases cases, DisclosureLaw law, Evidence evidence, Clock clock) {
        this.cases = cases;
        this.law = law;
        this.evidence = evidence;
        this.clock = clock;
    }

    /// Hands over a page of the records.
    ///
    /// @param caller on behalf of the tenant whose records are demanded
    /// @param account who is given them
    /// @param after only records behind this one
    /// @throws ProblemException with status 403 to who is not in the region, 404, or 409 if they
    ///   are not released
    /// @throws PolicyUnavailable if there is no answer of the law
    Response give(Caller caller, Credential account, String id, Optional<RecordId> after) {
        var found = cases.find(caller, id);
        if (!Cases.isHere(caller, found.residence())) {
            throw new ProblemException(
                    Fault.FORBIDDEN, "The token's claim country is not of the region.");
        }
        if (found.state() != Case.State.APPROVED && found.state() != Case.State.HANDED_OVER) {
            throw new ProblemException(Fault.NOT_RELEASABLE, "It is " + found.state().code() + ".");
        }
        var ruling = law.ask(found.residence(), found.tenant(), found.demand(), confirmed(found));
        if (!ruling.allows() || !(ruling.fulfilment() instanceof Fulfilment.Met)) {
            return Approvals.stopped(caller, found, ruling, Fault.REFUSED, List.of(), clock);
        }
        return give(caller, account, found, evidence.of(found, after), after);
    }

    /// What every officer confirmed.
    private static Set<String> confirmed(Case found) {
        var confirmed = new ArrayList<Set<String>>();
        for (var officer : CaseJson.officers(found)) {
            var codes = new HashSet<String>();
            officer.path("confirmed").forEach(code -> codes.add(code.asText()));
            confirmed.add(codes);
        }
        return confirmed.stream()
                .reduce((some, more) -> {
                    some.retainAll(more);
                    return some;
                })
                .orElse(Set.of());
    }

    private Response give(
            Caller caller,
            Credential account,
            Case found,
            Evidence.Page page,
            Optional<RecordId> after) {
        note(caller, found, page);
        var bound = found.id() + "/" + after.map(RecordId::toString).orElse("");
        var key = Objects.requireNonNull(found.demand().recipientKey(), "a released demand's key");
        var recipient = key.recipient();
        var sealed =
                recipient.seal(
                        bound.getBytes(StandardCharsets.UTF_8),
                        page.content().toString().getBytes(StandardCharsets.UTF_8));
        var digest = Digest.sha256(sealed);
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", found.id());
        json.put("records", page.records().size());
        json.put("subjects", page.subjects());
        var part = json.putObject("sealed");
        part.put("suite", recipient.kind().title());
        part.set("recipient", Json.MAPPER.valueToTree(key));
        part.put("associated", bound);
        part.put("bytes", Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
        part.put("sha256", digest.substring("sha256:".length()));
        page.next().ifPresent(next -> json.put("next", next.toString()));
        var entry = enter(caller, account, found, page, digest);
        json.putObject("audit").put("log", found.residence().origin()).put("entry", entry);
        return Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /// One row for each record; all are durable when it returns.
    private static void note(Caller caller, Case found, Evidence.Page page) {
        var written = page.records().stream().map(record -> note(caller, found, record)).toList();
        for (var one : written) {
            if (!(one.toCompletableFuture().join() instanceof Admission.Done)) {
                throw new ResidenceUnavailable("the audit row was not written");
            }
        }
    }

    private static CompletionStage<Admission> note(Caller caller, Case found, Opened.Clear record) {
        var note =
                Notes.of(Demands.TYPE, caller, "disclosure.released", "ok")
                        .from(Optional.of(found.residence().region().law()))
                        .labels(List.of("disclosure:" + found.id(), "phase:record"))
                        .reference(Optional.of(record.id().toString()))
                        .build();
        return found.residence().note(note, Optional.of(record.holder()), Optional.empty());
    }

    /// Enters what was given, with a row for all of it.
    ///
    /// @return the id of that
    private String enter(
            Caller caller, Credential account, Case found, Evidence.Page page, String digest) {
        var document = JsonNodeFactory.instance.objectNode();
        document.put("records", page.records().size()).put("subjects", page.subjects());
        document.put("sealed", digest);
        var step =
                new Disclosure.Draft.Step(
                        Disclosure.Kind.RELEASED,
                        found.residence().pseudonym(found.tenant(), account),
                        document.toString());
        var note =
                Notes.of(Demands.TYPE, caller, "disclosure.released", "ok")
                        .from(Optional.of(found.residence().region().law()))
                        .labels(
                                List.of(
                                        "phase:handed_over",
                                        "records:" + page.records().size(),
                                        "subjects:" + page.subjects(),
                                        "sealed:" + digest))
                        .build();
        var latest = found;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var entered = found.residence().enter(latest.disclosure(), step, note);
            if (entered.isPresent()) {
                return entered.get().steps().getLast().entry().toString();
            }
            latest = cases.find(caller, found.id());
        }
        throw new ResidenceUnavailable("hand-overs of the same demand come too fast");
    }
}
