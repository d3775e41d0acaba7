// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Decision;
import io.domicile.policies.Effect;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.PolicyUnavailable;
import io.domicile.policies.Question;
import io.domicile.policies.RegionId;
import io.domicile.regions.Residences;
import io.domicile.router.Json;
import io.domicile.router.Tenants;
import io.domicile.router.intake.Submission.Subject;
import io.domicile.router.register.Register;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Asks the law about the copies of a message: which homes get one, and for whom. Blocks.
@Singleton
final class Fanout {

    private static final String CONSENT_ABROAD = "CONSENT.XB";
    private static final Set<String> GOING = Set.of("ALLOW", "COARSEN");

    private final PolicyEngine policies;
    private final Register register;
    private final Residences residences;
    private final Tenants tenants;
    private final Clock clock;

    Fanout(
            PolicyEngine policies,
            Register register,
            Residences residences,
            Tenants tenants,
            Clock clock) {
        this.policies = policies;
        this.register = register;
        this.residences = residences;
        this.tenants = tenants;
        this.clock = clock;
    }

    /// What the law said of a home that is not the one of the sender's record.
    ///
    /// @param decision the answer to all of it
    /// @param verdicts `ALLOW`, `COARSEN` or a refusal, by region
    record Plan(Question question, Decision decision, Map<RegionId, String> verdicts) {

        boolean lets(RegionId region) {
            return GOING.contains(verdicts.getOrDefault(region, ""));
        }

        boolean coarsens(RegionId region) {
            return "COARSEN".equals(verdicts.get(region));
        }
    }

    /// The message with all that decides whether it may leave a region.
    ///
    /// @param facts those of the query `store`
    Delivery delivery(String tenant, Submission submission, ObjectNode facts) {
        var today = residences.at(tenants.ingressRegion()).today();
        var asked = facts.deepCopy();
        if (!asked.has("purpose")) {
            asked.put("purpose", "deliver_message");
        }
        register.of(tenant)
                .ifPresent(known ->
                        asked.set("mech", Json.MAPPER.valueToTree(known.mechanismsOn(today))));
        asked.put("now", today.toString());
        asked.put(
                "sep_consent",
                submission.consentsAt(clock.instant()).stream()
                        .anyMatch(consent -> consent.kind().equals(CONSENT_ABROAD)));
        return new Delivery(tenant, submission, asked);
    }

    /// What becomes of all copies.
    ///
    /// @throws PolicyUnavailable if there is no answer, or it names a region that is not ours
    Plan plan(Delivery delivery) {
        return plan(delivery, delivery.receivers());
    }

    /// For whom a region gets its copy: the sender where that is the sender's home, else the first
    /// of its people who may have one.
    Optional<Subject> holder(Delivery delivery, RegionId region) {
        if (plan(delivery, List.of()).verdicts().containsKey(region)) {
            return Optional.of(delivery.sender());
        }
        return at(delivery, region)
                .filter(one -> plan(delivery, List.of(one)).lets(region))
                .findFirst();
    }

    /// Why nobody of a region may have a copy, though it might go there: what the law says of the
    /// first of its people who is at home there.
    Optional<Asked> obstacle(Delivery delivery, RegionId region) {
        return at(delivery, region)
                .map(delivery::asHome)
                .map(question -> new Asked(question, decide(question)))
                .filter(asked -> asked.decision().effect() != Effect.ALLOW)
                .findFirst();
    }

    /// A question and its answer.
    record Asked(Question question, Decision decision) {}

    Decision decide(Question question) {
        return policies.decide(question).toCompletableFuture().join();
    }

    /// Those who are at home there; of people whom the law cannot tell apart, the first.
    private Stream<Subject> at(Delivery delivery, RegionId region) {
        var seen = new HashSet<List<Object>>();
        return delivery.receivers().stream()
                .filter(one -> seen.add(alike(one)))
                .filter(one -> plan(delivery, List.of(one)).verdicts().containsKey(region));
    }

    private static List<Object> alike(Subject one) {
        return Stream.of(one.role(), one.home(), one.age(), one.guardian())
                .map(attribute -> (Object) String.valueOf(attribute))
                .toList();
    }

    private Plan plan(Delivery delivery, Collection<Subject> receivers) {
        var question = delivery.asFanout(receivers);
        var decision = decide(question);
        var verdicts = new HashMap<RegionId, String>();
        for (var copy : decision.json().path("copies").properties()) {
            verdicts.put(ours(RegionId.of(copy.getKey())), copy.getValue().asText());
        }
        return new Plan(question, decision, Map.copyOf(verdicts));
    }

    private RegionId ours(RegionId region) {
        if (residences.all().stream().noneMatch(own -> own.region().equals(region))) {
            throw new PolicyUnavailable("the policies name a region that is not of this gateway");
        }
        return region;
    }
}
