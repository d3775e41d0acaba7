// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Decision;
import io.domicile.policies.Effect;
import io.domicile.policies.PolicyUnavailable;
import io.domicile.policies.Question;
import io.domicile.policies.RegionId;
import io.domicile.regions.Admission;
import io.domicile.regions.Bytes;
import io.domicile.regions.Deposit;
import io.domicile.regions.Once;
import io.domicile.regions.Receipt;
import io.domicile.regions.Residence;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Residences;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.Notes;
import io.domicile.router.Problems;
import io.domicile.router.Refused;
import io.domicile.router.exports.Exports;
import io.domicile.router.exports.Ruling;
import io.domicile.router.exports.Rulings;
import io.domicile.router.intake.Preparation.Going;
import io.domicile.router.intake.Submission.Subject;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Brings the copies of a message to the homes of its people, once the sender's own record rests:
/// each is decided, sealed and logged on its own, and none waits for another. Blocks.
///
/// No transaction spans two regions. What became of each copy is kept where it happened, under the
/// caller's idempotency key, so that the same request again brings only what is missing.
@Singleton
final class Copies {

    /// The member of a kept answer that names the regions whose copies are still to be brought.
    private static final String PENDING = "pending";

    private static final int ATTEMPTS = 5;

    /// Copies under way to a region: a request with many messages would else take all readers of
    /// the regions, and be told that there is none.
    private static final int MOST_UNDER_WAY = 16;

    private static final int WAIT_SECONDS = 5;

    private final Fanout fanout;
    private final Rulings rulings;
    private final Preparation preparation;
    private final Residences residences;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ExecutorService virtualThreads;
    private final Map<RegionId, Semaphore> doors = new ConcurrentHashMap<>();

    Copies(
            Fanout fanout,
            Rulings rulings,
            Preparation preparation,
            Residences residences,
            Clock clock,
            MeterRegistry meters,
            @VirtualThreads ExecutorService virtualThreads) {
        this.fanout = fanout;
        this.rulings = rulings;
        this.preparation = preparation;
        this.residences = residences;
        this.clock = clock;
        this.meters = meters;
        this.virtualThreads = virtualThreads;
    }

    /// Says in an answer about the sender's record which copies follow.
    static ObjectNode announce(ObjectNode answer, List<RegionId> regions) {
        if (!regions.isEmpty()) {
            answer.set(PENDING, Json.array(regions.stream().map(RegionId::code).toList()));
        }
        return answer;
    }

    /// Whether an answer says that copies follow.
    static boolean areAnnounced(Answer answer) {
        return answer.body().has(PENDING);
    }

    /// One message under way.
    ///
    /// @param from where the sender's record is
    /// @param end when that is erased
    private record Journey(
            Caller caller,
            Delivery delivery,
            Optional<Intake.Repeatable> repeatable,
            Residence from,
            Instant end) {

        /// @param type `decision` where the copy rests, `transfer` where it would leave
        Notes notes(String type, String act, String result, Residence to) {
            return Notes.of(type, caller, act, result)
                    .from(Optional.of(from.region().law()))
                    .to(Optional.of(to.region()))
                    .purpose(delivery.submission().purpose());
        }

        Bytes sender() {
            return from.holder(caller.tenant(), delivery.sender().id());
        }

        Optional<Once> once(String what, RegionId region, Function<Receipt, ObjectNode> kept) {
            return repeatable.map(wish ->
                    new Once(
                            what + ":" + region + ":" + wish.key(),
                            wish.request(),
                            201,
                            receipt -> Bytes.of(kept.apply(receipt).toString())));
        }

        Optional<Once> copy(RegionId region, Function<Receipt, ObjectNode> kept) {
            return once("copy", region, kept);
        }
    }

    /// Brings the copies that the answer about the sender's record announces.
    ///
    /// @param facts those of the query `store`
    /// @return the answer about all of them
    /// @throws Refused with status 503 if a region or the law could not be asked: it says which
    ///   copies are stored
    Answer complete(
            Caller caller,
            Submission submission,
            ObjectNode facts,
            Optional<Intake.Repeatable> repeatable,
            Answer first) {
        ObjectNode body = first.body().deepCopy();
        var pending = body.remove(PENDING);
        var own = body.path("copies").path(0);
        var journey =
                new Journey(
                        caller,
                        fanout.delivery(caller.tenant(), submission, facts),
                        repeatable,
                        residences.at(RegionId.of(own.path("region").asText())),
                        Instant.parse(own.path("expires_at").asText()));
        var copies = (ArrayNode) body.path("copies");
        pending.valueStream()
                .map(code -> RegionId.of(code.asText()))
                .map(region -> bring(journey, residences.at(region)))
                .toList()
                .forEach(copy -> copies.add(copy.join()));
        if (copies.valueStream()
                .anyMatch(copy -> copy.path("outcome").asText().equals("missing"))) {
            throw new Refused(Replies.incomplete(body, repeatable.isPresent()));
        }
        return new Answer(first.status(), body, first.timing());
    }

    private CompletableFuture<ObjectNode> bring(Journey journey, Residence to) {
        return CompletableFuture.supplyAsync(() -> inTurn(journey, to), virtualThreads)
                .exceptionallyCompose(thrown -> missing(journey, to, thrown));
    }

    private ObjectNode inTurn(Journey journey, Residence to) {
        var door = doors.computeIfAbsent(to.region(), _ -> new Semaphore(MOST_UNDER_WAY, true));
        try {
            if (!door.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new ResidenceUnavailable("too many copies wait for " + to.region());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ResidenceUnavailable("interrupted on the way to " + to.region(), e);
        }
        try {
            return copy(journey, to);
        } finally {
            door.release();
        }
    }

    /// A copy that could not be brought. Where the law could not be asked, the log says so.
    private static CompletionStage<ObjectNode> missing(
            Journey journey, Residence to, Throwable thrown) {
        var cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (cause instanceof ResidenceUnavailable) {
            return CompletableFuture.completedStage(missing(to, cause));
        }
        if (cause instanceof PolicyUnavailable) {
            var code = Fault.POLICY_UNAVAILABLE.code();
            var note = journey.notes("transfer", "deny", code, to).build();
            return journey.from()
                    .note(note, Optional.of(journey.sender()), Optional.empty())
                    .handle((_, _) -> missing(to, cause));
        }
        return CompletableFuture.failedStage(thrown);
    }

    private static ObjectNode missing(Residence to, Throwable cause) {
        return Replies.missing(to.region(), Problems.of(cause).fault());
    }

    private ObjectNode copy(Journey journey, Residence to) {
        var earlier = earlier(journey, to);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        var delivery = journey.delivery();
        var plan = fanout.plan(delivery);
        var holder =
                plan.lets(to.region())
                        ? fanout.holder(delivery, to.region())
                        : Optional.<Subject>empty();
        return holder.map(person -> send(journey, to, person, plan.coarsens(to.region())))
                .orElseGet(() -> deny(journey, to, plan));
    }

    /// What became of the copy when the request came before: it is kept beside the copy, and a
    /// refusal beside the sender's record.
    private static Optional<ObjectNode> earlier(Journey journey, Residence to) {
        var tenant = journey.caller().tenant();
        return journey.copy(to.region(), _ -> JsonNodeFactory.instance.objectNode())
                .flatMap(once ->
                        to.earlier(tenant, once).or(() -> journey.from().earlier(tenant, once)))
                .map(Intake::again)
                .map(Answer::body);
    }

    private ObjectNode send(Journey journey, Residence to, Subject holder, boolean coarse) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var sent = attempt(journey, to, holder, coarse);
            if (sent.isPresent()) {
                return sent.get();
            }
        }
        throw new ResidenceUnavailable("the counters of exports move too fast");
    }

    /// Decides once, and brings the copy.
    ///
    /// @return empty if what was decided on did not last until it could be written
    private Optional<ObjectNode> attempt(
            Journey journey, Residence to, Subject holder, boolean coarse) {
        var delivery = journey.delivery();
        var ruling = ruling(journey, to, coarse);
        if (!ruling.allows()) {
            return Optional.of(refuse(journey, to, ruling));
        }
        if (ruling.lacksCount()) {
            var missing = List.of(Exports.COUNT);
            return Optional.of(stop(journey, to, ruling, Fault.OBLIGATION_UNMET, missing));
        }
        var sealing = fanout.decide(sealing(delivery, to));
        if (sealing.effect() != Effect.ALLOW) {
            var missing = sealing.need().map(List::of).orElse(List.of());
            return Optional.of(stop(journey, to, ruling, Fault.OBLIGATION_UNSUPPORTED, missing));
        }
        var going =
                new Going(
                        delivery.copyFor(holder, coarse),
                        delivery.submission(),
                        journey.from(),
                        to,
                        journey.end());
        return switch (preparation.prepare(going, ruling.decision(), sealing)) {
            case Preparation.Ready ready ->
                    leave(journey, to, ruling)
                            ? Optional.of(arrive(journey, to, going, ruling, sealing, ready))
                            : Optional.empty();
            case Preparation.Stopped(var fault, var missing) ->
                    Optional.of(stop(journey, to, ruling, fault, missing));
        };
    }

    private Ruling ruling(Journey journey, Residence to, boolean coarse) {
        var delivery = journey.delivery();
        var persons =
                delivery.submission().subjects().stream()
                        .map(Subject::id)
                        .collect(Collectors.toUnmodifiableSet());
        return rulings.decide(
                "transfer",
                delivery.asTransfer(journey.from(), to, coarse),
                journey.from(),
                journey.caller().tenant(),
                persons,
                true);
    }

    /// What the law of its new store wants of the seal.
    private static Question sealing(Delivery delivery, Residence to) {
        var facts = JsonNodeFactory.instance.objectNode();
        facts.put("region", to.region().law());
        facts.put("suite", to.suite().startsWith("SM4") ? "SM" : "AES");
        facts.put("certified_module", to.hasCertifiedKeys());
        facts.set("tenant", delivery.facts().path("tenant"));
        return new Question("crypto", facts);
    }

    /// Writes into the log of the sender's record that a copy leaves.
    ///
    /// @return whether what was decided on still stands
    private static boolean leave(Journey journey, Residence to, Ruling ruling) {
        var note =
                journey.notes("transfer", "deliver", "ok", to)
                        .decision(ruling.decision())
                        .question(ruling.question())
                        .mechanism(ruling.decision().need())
                        .build();
        var holder = Optional.of(journey.sender());
        var written =
                ruling.tally()
                        .map(tally -> journey.from().note(note, holder, tally))
                        .orElseGet(() ->
                                journey.from()
                                        .note(
                                                note,
                                                holder,
                                                journey.once(
                                                        "left",
                                                        to.region(),
                                                        _ ->
                                                                JsonNodeFactory.instance
                                                                        .objectNode())));
        return !(written.toCompletableFuture().join() instanceof Admission.Recount);
    }

    private ObjectNode arrive(
            Journey journey,
            Residence to,
            Going going,
            Ruling ruling,
            Decision sealing,
            Preparation.Ready ready) {
        var copy = going.copy();
        Function<Receipt, ObjectNode> body =
                receipt ->
                        Replies.delivered(
                                to.region(),
                                copy,
                                going.isCoarse(),
                                ruling.decision(),
                                ready.duties(),
                                receipt);
        var deposit =
                new Deposit(
                        copy.tenant(),
                        copy.holder().id(),
                        Deposit.Status.STORED,
                        copy.submission().type(),
                        Optional.empty(),
                        ready.terms(),
                        Optional.ofNullable(copy.submission().occurredAt())
                                .orElseGet(clock::instant),
                        ready.content(),
                        ready.expiresAt(),
                        ruling.decision().policy().digest(),
                        journey.notes("decision", "store", "ok", to)
                                .decision(ruling.decision())
                                .also(sealing)
                                .question(ruling.question())
                                .mechanism(ruling.decision().need())
                                .build(),
                        journey.copy(to.region(), body));
        return written(to.admit(deposit).toCompletableFuture().join(), "copied", body);
    }

    /// The law has no copy for this home, or for nobody there.
    private ObjectNode deny(Journey journey, Residence to, Fanout.Plan plan) {
        var ruling = ruling(journey, to, false);
        if (!ruling.allows()) {
            return refuse(journey, to, ruling);
        }
        return fanout.obstacle(journey.delivery(), to.region())
                .map(asked -> new Ruling(asked.question(), asked.decision(), Optional.empty()))
                .map(obstacle -> refuse(journey, to, obstacle))
                .orElseGet(() ->
                        refuse(
                                journey,
                                to,
                                new Ruling(plan.question(), plan.decision(), Optional.empty())));
    }

    private ObjectNode refuse(Journey journey, Residence to, Ruling ruling) {
        return deny(
                journey,
                to,
                ruling,
                Fault.REFUSED,
                receipt -> Replies.undelivered(to.region(), ruling.decision(), receipt));
    }

    private ObjectNode stop(
            Journey journey, Residence to, Ruling ruling, Fault fault, List<String> missing) {
        return deny(
                journey,
                to,
                ruling,
                fault,
                receipt ->
                        Replies.undelivered(
                                to.region(), fault, missing, ruling.decision(), receipt));
    }

    /// A refusal is written where the message would have left from.
    private ObjectNode deny(
            Journey journey,
            Residence to,
            Ruling ruling,
            Fault fault,
            Function<Receipt, ObjectNode> body) {
        var note =
                journey.notes("transfer", "deny", fault.code(), to)
                        .decision(ruling.decision())
                        .question(ruling.question())
                        .build();
        var written =
                journey.from()
                        .note(note, Optional.of(journey.sender()), journey.copy(to.region(), body));
        return written(written.toCompletableFuture().join(), "not_copied", body);
    }

    private ObjectNode written(
            Admission admission, String outcome, Function<Receipt, ObjectNode> body) {
        if (!(admission instanceof Admission.Done(Receipt receipt))) {
            return Intake.again(admission).body();
        }
        meters.counter("domicile.records", "outcome", outcome).increment();
        return body.apply(receipt);
    }
}
