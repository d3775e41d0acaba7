// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.breach;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Decision;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.Question;
import io.domicile.regions.Receipt;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.regions.Scope;
import io.domicile.router.Caller;
import io.domicile.router.Json;
import io.domicile.router.Places;
import io.domicile.router.RegionParameter;
import io.domicile.router.auditlog.AuditLaw;
import io.domicile.router.decisions.Answers;
import io.domicile.router.intake.Replies;
import io.domicile.router.register.Register;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/// Tells the scope of a breach, region by region and tenant by tenant, and asks the law what
/// follows. Every part has its entry in the region's log before the answer goes out. Blocks.
@Singleton
final class Breaches {

    private static final String TYPE = "breach";

    /// Each may have a database sort and hash what is of all persons of a region.
    final Places places = new Places(2);

    private final AuditLaw law;
    private final Residences residences;
    private final PolicyEngine policies;
    private final Register register;
    private final Clock clock;

    Breaches(
            AuditLaw law,
            Residences residences,
            PolicyEngine policies,
            Register register,
            Clock clock) {
        this.law = law;
        this.residences = residences;
        this.policies = policies;
        this.register = register;
        this.clock = clock;
    }

    /// The report on a breach.
    ///
    /// @throws io.domicile.router.ProblemException with status 503 if too many are made
    ObjectNode report(Caller caller, Suspicion suspicion) {
        try (var _ = places.take()) {
            return told(caller, suspicion);
        }
    }

    private ObjectNode told(Caller caller, Suspicion suspicion) {
        var id = UUID.randomUUID();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("breach", id.toString());
        json.put("generated_at", clock.instant().toString());
        json.put("by", suspicion.kind());
        suspicion.from().ifPresent(from -> json.put("from", from.toString()));
        suspicion.to().ifPresent(to -> json.put("to", to.toString()));
        json.put("aware_at", suspicion.awareAt().toString());
        var regions = json.putArray("regions");
        var asked = RegionParameter.of(residences, suspicion.region().orElse(null));
        for (var ruling : law.admit(caller, asked, TYPE)) {
            regions.add(region(id, ruling, suspicion));
        }
        return json;
    }

    private ObjectNode region(UUID id, AuditLaw.Ruling ruling, Suspicion suspicion) {
        var residence = ruling.residence();
        var scope = residence.scope(suspicion.in(residence));
        var json = JsonNodeFactory.instance.objectNode();
        json.put("region", residence.region().code());
        var logs = json.putArray("logs");
        for (var log : scope.logs()) {
            logs.addObject()
                    .put("origin", log.origin())
                    .put("counted", log.entries())
                    .put("size", log.size());
        }
        var tenants = json.putArray("tenants");
        for (var part : scope.tenants()) {
            tenants.add(tenant(id, ruling, suspicion, part));
        }
        if (scope.tenants().isEmpty()) {
            var notes = ruling.notes(TYPE, "report", "ok");
            labels(id, 0, 0).forEach(notes::label);
            Replies.audited(json, notes.write(residence));
        }
        return json;
    }

    private ObjectNode tenant(
            UUID id, AuditLaw.Ruling ruling, Suspicion suspicion, Scope.OfTenant part) {
        var question = question(suspicion, ruling.residence(), part);
        var decision = policies.decide(question).toCompletableFuture().join();
        var receipt = note(id, ruling, part, question, decision);
        var json = JsonNodeFactory.instance.objectNode();
        json.put("tenant", part.tenant());
        json.put("subjects", part.subjects());
        json.put("keys_erased_since", part.erased());
        json.set("fields", Json.array(fields(part)));
        json.put("entries", entries(part));
        var touched = json.putArray("touched");
        part.touched().forEach(one -> touched.add(json(one)));
        if (suspicion.most() > 0) {
            json.set("pseudonyms", Json.array(part.pseudonyms()));
        }
        if (!suspicion.among().isEmpty()) {
            json.set("affected", Json.array(part.affected()));
        }
        json.set("law", Answers.of(decision, decision.policy()));
        json.set("clocks", Clocks.of(decision, suspicion.awareAt()));
        Replies.audited(json, receipt);
        return json;
    }

    private Question question(Suspicion suspicion, Residence residence, Scope.OfTenant part) {
        var facts = JsonNodeFactory.instance.objectNode();
        facts.put("region", residence.region().law());
        facts.put("affected", part.subjects() + part.erased());
        facts.put("minors", fields(part).stream().anyMatch(label -> label.contains("minor")));
        var known = suspicion.known();
        if (known.risk() != null) {
            facts.put("risk", known.risk());
        }
        if (known.significantHarm() != null) {
            facts.put("significant_harm", known.significantHarm());
        }
        if (known.harmAvoided() != null) {
            facts.put("harm_avoided", known.harmAvoided());
        }
        if (known.unintelligible() != null) {
            facts.put("unintelligible", known.unintelligible());
        }
        register.of(part.tenant())
                .ifPresent(tenant -> facts.putObject("tenant").put("ciio", tenant.ciio()));
        return new Question("breach", facts);
    }

    private static Receipt note(
            UUID id,
            AuditLaw.Ruling ruling,
            Scope.OfTenant part,
            Question question,
            Decision decision) {
        var notes =
                ruling.notes(TYPE, "report", "ok")
                        .decision(decision)
                        .question(question)
                        .also(ruling.decision());
        labels(id, part.subjects(), entries(part)).forEach(notes::label);
        return notes.write(ruling.residence());
    }

    private static List<String> labels(UUID id, long subjects, long entries) {
        return List.of("breach:" + id, "subjects:" + subjects, "entries:" + entries);
    }

    private static long entries(Scope.OfTenant part) {
        return part.touched().stream().mapToLong(Scope.Touched::entries).sum();
    }

    /// What the records are in law, which says what kinds of data they hold.
    private static List<String> fields(Scope.OfTenant part) {
        return part.touched().stream()
                .flatMap(touched -> touched.labels().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static ObjectNode json(Scope.Touched touched) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("type", touched.type());
        json.put("act", touched.act());
        json.set("labels", Json.array(touched.labels()));
        json.put("entries", touched.entries());
        json.put("log", touched.log());
        json.put("first", touched.first());
        json.put("last", touched.last());
        return json;
    }
}
