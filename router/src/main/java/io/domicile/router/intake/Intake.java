// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Decision;
import io.domicile.policies.Effect;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.PolicyUnavailable;
import io.domicile.policies.Question;
import io.domicile.policies.RegionId;
import io.domicile.policies.Verdict;
import io.domicile.regions.Admission;
import io.domicile.regions.Bytes;
import io.domicile.regions.Deposit;
import io.domicile.regions.Note;
import io.domicile.regions.Once;
import io.domicile.regions.Receipt;
import io.domicile.regions.Residences;
import io.domicile.regions.Term;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.Notes;
import io.domicile.router.ProblemException;
import io.domicile.router.Tenants;
import io.domicile.router.sessions.Sessions;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;

/// Takes one record from the door to its home: classify, ask the law, meet its obligations, admit
/// or refuse.
///
/// Never blocks its caller. Nothing is stored, and no clear text is kept, unless the stage
/// completes with an answer; whatever the answer is, its audit row is durable by then.
@Singleton
public final class Intake {

    /// Look-ups of keys at a time, of all requests: a request with many lines would else take all
    /// readers of the regions, and be told that there is none.
    private static final int LOOK_UPS = 4;

    private final Classifier classifier;
    private final PolicyEngine policies;
    private final Residences residences;
    private final Tenants tenants;
    private final Preparation preparation;
    private final Fanout fanout;
    private final Copies copies;
    private final Sessions sessions;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ExecutorService virtualThreads;
    private final KeyLocks locks = new KeyLocks();
    private final Semaphore lookUps = new Semaphore(LOOK_UPS);

    Intake(
            Classifier classifier,
            PolicyEngine policies,
            Residences residences,
            Tenants tenants,
            Preparation preparation,
            Fanout fanout,
            Copies copies,
            Sessions sessions,
            Clock clock,
            MeterRegistry meters,
            @VirtualThreads ExecutorService virtualThreads) {
        this.classifier = classifier;
        this.policies = policies;
        this.residences = residences;
        this.tenants = tenants;
        this.preparation = preparation;
        this.fanout = fanout;
        this.copies = copies;
        this.sessions = sessions;
        this.clock = clock;
        this.meters = meters;
        this.virtualThreads = virtualThreads;
    }

    /// A caller's wish that a request happens once.
    ///
    /// @param key names the request among those of the tenant
    /// @param request what must be the same when the key comes again
    public record Repeatable(String key, Bytes request) {}

    /// One submission under way.
    ///
    /// @param sessionClosed whether it is decided again because its session has ended
    /// @param facts those of all its people
    /// @param question what the law was asked: about all of them, or its sender alone
    /// @param others the regions whose copies follow
    private record Journey(
            Caller caller,
            Submission submission,
            Optional<Repeatable> repeatable,
            List<Term> marks,
            boolean sessionClosed,
            JsonNode facts,
            Question question,
            List<RegionId> others,
            Stopwatch watch) {

        /// The same about its sender alone.
        Journey ofSender(Question asked, List<RegionId> copies) {
            return new Journey(
                    caller,
                    submission,
                    repeatable,
                    marks,
                    sessionClosed,
                    facts,
                    asked,
                    copies,
                    watch);
        }
    }

    /// Takes the submission.
    ///
    /// @return the answer, or a stage failed with [ProblemException] when the idempotency key came
    ///   with another request, with `Refused` when not all copies of a message could be brought, or
    ///   with `PolicyUnavailable` or `ResidenceUnavailable`
    public CompletionStage<Answer> take(
            Caller caller, Submission submission, Optional<Repeatable> repeatable) {
        return take(caller, submission, repeatable, List.of());
    }

    /// Takes the submission.
    ///
    /// @param marks what the record is found by, besides what is in it
    public CompletionStage<Answer> take(
            Caller caller,
            Submission submission,
            Optional<Repeatable> repeatable,
            List<Term> marks) {
        return repeatable.isEmpty()
                ? decide(caller, submission, repeatable, marks, false)
                        .thenCompose(first ->
                                Copies.areAnnounced(first)
                                        ? CompletableFuture.supplyAsync(
                                                () -> whole(caller, submission, repeatable, first),
                                                virtualThreads)
                                        : CompletableFuture.completedStage(first))
                : CompletableFuture.supplyAsync(
                        () -> takeOnce(caller, submission, repeatable.get(), marks),
                        virtualThreads);
    }

    /// The answer with what became of the copies that it announces. Blocks.
    private Answer whole(
            Caller caller, Submission submission, Optional<Repeatable> repeatable, Answer first) {
        return Copies.areAnnounced(first)
                ? copies.complete(caller, submission, facts(caller, submission), repeatable, first)
                : first;
    }

    private ObjectNode facts(Caller caller, Submission submission) {
        return (ObjectNode)
                classifier.facts(caller.tenant(), submission, false).toQuestion().facts();
    }

    /// Looks and takes under the key's lock, held until the answer is durable: a region keeps its
    /// keys unique by itself, but a second request with the key may be for another region. Blocks.
    private Answer takeOnce(
            Caller caller, Submission submission, Repeatable wish, List<Term> marks) {
        var lock = locks.of(caller.tenant(), wish.key());
        lock.lock();
        try {
            var first =
                    lookUp(caller.tenant(), wish)
                            .map(Intake::again)
                            .orElseGet(() ->
                                    decide(caller, submission, Optional.of(wish), marks, false)
                                            .toCompletableFuture()
                                            .join());
            return whole(caller, submission, Optional.of(wish), first);
        } finally {
            lock.unlock();
        }
    }

    private CompletionStage<Answer> decide(
            Caller caller,
            Submission submission,
            Optional<Repeatable> repeatable,
            List<Term> marks,
            boolean sessionClosed) {
        var watch = new Stopwatch();
        var question = classifier.facts(caller.tenant(), submission, sessionClosed).toQuestion();
        watch.lap("classify");
        var journey =
                new Journey(
                        caller,
                        submission,
                        repeatable,
                        marks,
                        sessionClosed,
                        question.facts(),
                        question,
                        List.of(),
                        watch);
        return policies.decide(question)
                .thenCompose(decision -> {
                    watch.lap("policy");
                    return Delivery.isAddressed(submission)
                            ? CompletableFuture.supplyAsync(
                                            () -> fanOut(journey, decision), virtualThreads)
                                    .thenCompose(Function.identity())
                            : carryOut(journey, decision);
                });
    }

    /// A message for people of several countries. Where they are of several regions, the sender's
    /// own record is decided on as if it were alone, and the copies follow once it rests. Blocks.
    ///
    /// @param together what the law said of one record for all of them
    private CompletionStage<Answer> fanOut(Journey journey, Decision together) {
        var delivery =
                fanout.delivery(
                        journey.caller().tenant(),
                        journey.submission(),
                        (ObjectNode) journey.facts());
        var question = delivery.asStore();
        var decision = fanout.decide(question);
        if (!(Verdict.of(decision) instanceof Verdict.Store(var home, _))) {
            return carryOut(journey.ofSender(question, List.of()), decision);
        }
        var plan = fanout.plan(delivery);
        if (plan.decision().effect() != Effect.ALLOW) {
            return carryOut(journey.ofSender(plan.question(), List.of()), plan.decision());
        }
        var others =
                plan.verdicts().keySet().stream()
                        .filter(region -> !region.equals(home))
                        .sorted(Comparator.comparing(RegionId::code))
                        .toList();
        return others.isEmpty()
                ? carryOut(journey, together)
                : carryOut(journey.ofSender(question, others), decision);
    }

    private CompletionStage<Answer> carryOut(Journey journey, Decision decision) {
        return switch (Verdict.of(decision)) {
            case Verdict.Store store ->
                    admit(journey, decision, store.region(), Deposit.Status.STORED);
            case Verdict.Quarantine held ->
                    admit(journey, decision, held.region(), Deposit.Status.QUARANTINED);
            case Verdict.Refer _ ->
                    admit(journey, decision, tenants.ingressRegion(), Deposit.Status.REFERRED);
            case Verdict.Refuse _ ->
                    refuse(
                            journey,
                            decision,
                            Fault.REFUSED,
                            receipt -> Replies.refused(decision, receipt));
        };
    }

    private CompletionStage<Answer> admit(
            Journey journey, Decision decision, RegionId region, Deposit.Status status) {
        var classified =
                Classified.of(journey.caller().tenant(), journey.submission(), journey.facts());
        return switch (preparation.prepare(classified, decision, residences.at(region), status)) {
            case Preparation.Ready ready -> deposit(journey, decision, region, status, ready);
            case Preparation.Stopped(Fault fault, List<String> missing) ->
                    refuse(
                            journey,
                            decision,
                            fault,
                            receipt -> Replies.stopped(fault, missing, decision, receipt));
        };
    }

    private CompletionStage<Answer> deposit(
            Journey journey,
            Decision decision,
            RegionId region,
            Deposit.Status status,
            Preparation.Ready ready) {
        var submission = journey.submission();
        var holder = submission.holder();
        var outcome = outcome(status);
        Function<Receipt, ObjectNode> body =
                receipt ->
                        Copies.announce(
                                Replies.admitted(
                                        outcome,
                                        region,
                                        holder.role(),
                                        decision,
                                        ready.duties(),
                                        receipt),
                                journey.others());
        int answer = status == Deposit.Status.STORED ? 201 : 202;
        var deposit =
                new Deposit(
                        journey.caller().tenant(),
                        holder.id(),
                        status,
                        submission.type(),
                        session(submission),
                        terms(journey, status, ready),
                        Optional.ofNullable(submission.occurredAt()).orElseGet(clock::instant),
                        ready.content(),
                        ready.expiresAt(),
                        decision.policy().digest(),
                        note(journey, decision, Optional.of(region), act(status), "ok"),
                        once(journey, answer, body));
        return write(journey, region, deposit)
                .thenCompose(admission ->
                        admission instanceof Admission.SessionClosed
                                ? decideLate(journey)
                                : CompletableFuture.completedStage(
                                        finish(journey, admission, answer, outcome, body)));
    }

    /// What is held is found by nobody.
    private static List<Term> terms(
            Journey journey, Deposit.Status status, Preparation.Ready ready) {
        return status == Deposit.Status.STORED
                ? Stream.concat(ready.terms().stream(), journey.marks().stream()).toList()
                : ready.terms();
    }

    private static Optional<Deposit.Session> session(Submission submission) {
        return Optional.ofNullable(submission.session())
                .map(id -> new Deposit.Session(id, Boolean.TRUE.equals(submission.sessionBound())));
    }

    private CompletionStage<Admission> write(Journey journey, RegionId region, Deposit deposit) {
        return journey.submission().isEndOfSession()
                ? CompletableFuture.supplyAsync(
                        () -> sessions.end(journey.caller(), region, deposit), virtualThreads)
                : residences.at(region).admit(deposit);
    }

    /// The region has found that the record's session has ended: the law is asked again, with that
    /// fact (LAW R22).
    ///
    /// @throws PolicyUnavailable if the policies let the record in all the same: no region takes it
    private CompletionStage<Answer> decideLate(Journey journey) {
        if (journey.sessionClosed()) {
            throw new PolicyUnavailable("the policies let in a record of a session that has ended");
        }
        return decide(
                journey.caller(),
                journey.submission(),
                journey.repeatable(),
                journey.marks(),
                true);
    }

    private CompletionStage<Answer> refuse(
            Journey journey, Decision decision, Fault fault, Function<Receipt, ObjectNode> body) {
        var note = note(journey, decision, Optional.empty(), "deny", fault.code());
        var written =
                residences
                        .at(tenants.ingressRegion())
                        .note(
                                note,
                                Optional.empty(),
                                // What was missing may be there when the request comes again.
                                fault == Fault.REFUSED
                                        ? once(journey, 451, body)
                                        : Optional.empty());
        return written.thenApply(admission -> finish(journey, admission, 451, "refused", body));
    }

    private Answer finish(
            Journey journey,
            Admission admission,
            int status,
            String outcome,
            Function<Receipt, ObjectNode> body) {
        journey.watch().lap("store");
        if (!(admission instanceof Admission.Done(Receipt receipt))) {
            return again(admission);
        }
        meters.counter("domicile.records", "outcome", outcome).increment();
        return new Answer(status, body.apply(receipt), journey.watch().toString());
    }

    private Note note(
            Journey journey, Decision decision, Optional<RegionId> to, String act, String result) {
        return Notes.of("decision", journey.caller(), act, result)
                .from(origin(journey.facts()))
                .to(to)
                .purpose(journey.submission().purpose())
                .decision(decision)
                .question(journey.question())
                .build();
    }

    private static Optional<String> origin(JsonNode facts) {
        var origin = facts.path("place").asText(facts.path("collect").asText("?"));
        return origin.equals("?") ? Optional.empty() : Optional.of(origin);
    }

    private static Optional<Once> once(
            Journey journey, int status, Function<Receipt, ObjectNode> body) {
        return journey.repeatable()
                .map(wish ->
                        new Once(
                                wish.key(),
                                wish.request(),
                                status,
                                receipt -> Bytes.of(body.apply(receipt).toString())));
    }

    private Optional<Admission> lookUp(String tenant, Repeatable wish) {
        lookUps.acquireUninterruptibly();
        try {
            return earlier(tenant, wish);
        } finally {
            lookUps.release();
        }
    }

    /// Looks in every region, because the first request may have gone anywhere. Blocks.
    private Optional<Admission> earlier(String tenant, Repeatable wish) {
        var once = new Once(wish.key(), wish.request(), 0, _ -> Bytes.of(""));
        for (var residence : residences.all()) {
            var earlier = residence.earlier(tenant, once);
            if (earlier.isPresent()) {
                return earlier;
            }
        }
        return Optional.empty();
    }

    /// What an earlier request was answered.
    ///
    /// @throws ProblemException with status 422 if it was another request
    static Answer again(Admission admission) {
        return switch (admission) {
            case Admission.Again(int status, Bytes answer) ->
                    new Answer(status, object(answer), "");
            case Admission.KeyReused _ ->
                    throw new ProblemException(
                            Fault.IDEMPOTENCY_KEY_REUSED,
                            "Use a new Idempotency-Key for another request.");
            case Admission.Done _, Admission.Recount _, Admission.SessionClosed _ ->
                    throw new IllegalStateException("a look-up does not write");
        };
    }

    private static ObjectNode object(Bytes answer) {
        try {
            return Json.MAPPER.readValue(answer.toArray(), ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept answer is not JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static String outcome(Deposit.Status status) {
        return switch (status) {
            case STORED -> "stored";
            case QUARANTINED -> "quarantined";
            case REFERRED -> "referred";
        };
    }

    private static String act(Deposit.Status status) {
        return switch (status) {
            case STORED -> "store";
            case QUARANTINED -> "quarantine";
            case REFERRED -> "refer";
        };
    }
}
