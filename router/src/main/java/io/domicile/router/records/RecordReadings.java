// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Decision;
import io.domicile.policies.Effect;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.Question;
import io.domicile.policies.RegionId;
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
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.Replies;
import io.domicile.router.intake.SealedDocument;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;

/// Reads one record back: opens it, asks the law about this reading, writes the audit row, and only
/// then lets the first byte out. Blocks.
@Singleton
final class RecordReadings {

    /// What a reading may oblige to: the gateway's log, and duties of the tenant that change
    /// nothing of what is shown. A reading that is allowed only masked, coarsened or counted is
    /// refused.
    private static final Set<String> DUTIES =
            Set.of(
                    "ACCESS.LOG",
                    "LEAST.PRIV",
                    "ACCESS.APPROVAL",
                    "BREAK.GLASS",
                    "MINOR.AUDIT",
                    "TELL.AFTER",
                    "CONSENT.SHARE",
                    "LIVE.END");

    private final Residences residences;
    private final PolicyEngine policies;

    RecordReadings(Residences residences, PolicyEngine policies) {
        this.residences = residences;
        this.policies = policies;
    }

    /// One reading under way.
    private record Reading(Caller caller, String purpose, Residence residence) {

        Note note(String act, String result) {
            return notes(act, result).build();
        }

        Notes notes(String act, String result) {
            return Notes.of("read", caller, act, result)
                    .from(Optional.of(residence.region().law()))
                    .purpose(purpose);
        }
    }

    /// Reads the record, or says why not. Absent, malformed and foreign ids get the same answer.
    Response read(Caller caller, String id, String purpose) {
        var found = RecordId.parse(id).filter(record -> isOurs(record.region()));
        if (found.isEmpty()) {
            return absent();
        }
        var residence = residences.at(found.get().region());
        var reading = new Reading(caller, purpose, residence);
        return switch (open(reading, found.get())) {
            case Opened.Absent() -> absent();
            case Opened.Erased _ -> denied(reading, Fault.ERASED, Optional.empty());
            case Opened.Clear clear when clear.status() != Deposit.Status.STORED ->
                    denied(reading, Fault.HELD, Optional.of(clear.holder()));
            case Opened.Clear clear -> decide(reading, clear);
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

    private Response decide(Reading reading, Opened.Clear clear) {
        var document = SealedDocument.read(clear.content());
        var country = reading.caller().country();
        if (country.isEmpty()) {
            write(
                    reading,
                    reading.note("deny", Fault.FORBIDDEN.code()),
                    Optional.of(clear.holder()));
            throw new ProblemException(
                    Fault.FORBIDDEN, "The token's claim country says where it is read from.");
        }
        var question = new Question("read", facts(reading, document.facts(), country.get()));
        var decision = policies.decide(question).toCompletableFuture().join();
        boolean allowed =
                decision.effect() == Effect.ALLOW && DUTIES.containsAll(decision.obligations());
        var note =
                reading.notes(allowed ? "read" : "deny", allowed ? "ok" : Fault.REFUSED.code())
                        .decision(decision)
                        .question(question)
                        .build();
        var receipt = write(reading, note, Optional.of(clear.holder()));
        return allowed ? clear(clear, document, decision, receipt) : refused(decision, receipt);
    }

    private static ObjectNode facts(Reading reading, ObjectNode stored, String country) {
        var region = reading.residence().region().law();
        var facts = stored.deepCopy();
        facts.put("src", region);
        facts.put("purpose", reading.purpose());
        facts.putObject("requester").put("country", country);
        return facts;
    }

    private Response clear(
            Opened.Clear clear, SealedDocument document, Decision decision, Receipt receipt) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", clear.id().toString());
        json.put("outcome", "read");
        json.put("region", clear.id().region().code());
        json.put("expires_at", clear.expiresAt().toString());
        json.set("record", document.record());
        Replies.decided(json, decision);
        Replies.audited(json, receipt);
        return Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    private Response refused(Decision decision, Receipt receipt) {
        var problem = Problem.of(Fault.REFUSED, Fault.REFUSED.title());
        return problem.response(Replies.refused(decision, receipt)).build();
    }

    private Response denied(Reading reading, Fault fault, Optional<Bytes> holder) {
        var receipt = write(reading, reading.note("deny", fault.code()), holder);
        var problem = Problem.of(fault, fault.title() + ".");
        var json = problem.json();
        Replies.audited(json, receipt);
        return problem.response(json).build();
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

    private static Response absent() {
        return Problem.of(Fault.NOT_FOUND, "No such record.").response();
    }
}
