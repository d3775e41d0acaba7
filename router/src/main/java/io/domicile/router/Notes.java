// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.domicile.policies.Decision;
import io.domicile.policies.PolicyRevision;
import io.domicile.policies.Question;
import io.domicile.policies.RegionId;
import io.domicile.regions.Admission;
import io.domicile.regions.Asked;
import io.domicile.regions.Note;
import io.domicile.regions.Receipt;
import io.domicile.regions.Residence;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.router.intake.FactsDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Builds the [Note] of an event out of what is known of it.
public final class Notes {

    private final String type;
    private final Caller caller;
    private final String act;
    private final String result;
    private Optional<String> from = Optional.empty();
    private Optional<String> to = Optional.empty();
    private Optional<String> purpose = Optional.empty();
    private Optional<PolicyRevision> policy = Optional.empty();
    private Optional<String> revision = Optional.empty();
    private Optional<String> facts = Optional.empty();
    private Optional<Question> question = Optional.empty();
    private Optional<Decision> decision = Optional.empty();
    private Optional<String> reference = Optional.empty();
    private List<String> labels = List.of();
    private List<String> rules = List.of();
    private List<String> law = List.of();

    private Notes(String type, Caller caller, String act, String result) {
        this.type = type;
        this.caller = caller;
        this.act = act;
        this.result = result;
    }

    /// An event of which nothing more is known.
    ///
    /// @param type kind of event, for instance `decision`
    /// @param caller on whose request
    /// @param act what was done, for instance `store`
    /// @param result `ok`, or the code of the problem
    public static Notes of(String type, Caller caller, String act, String result) {
        return new Notes(type, caller, act, result);
    }

    public Notes from(Optional<String> territory) {
        from = territory;
        return this;
    }

    public Notes to(Optional<RegionId> region) {
        to = region.map(RegionId::law);
        return this;
    }

    public Notes purpose(@Nullable String declared) {
        purpose = Purpose.audited(declared);
        return this;
    }

    public Notes decision(Decision decision) {
        this.decision = Optional.of(decision);
        labels = decision.labels();
        rules = decision.rules();
        law = decision.citations();
        return policy(decision.policy());
    }

    /// What was decided besides.
    public Notes also(Decision further) {
        labels = union(labels, further.labels());
        rules = union(rules, further.rules());
        law = union(law, further.citations());
        return this;
    }

    private static List<String> union(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).distinct().toList();
    }

    /// The bundle that decided, or that the event is about.
    public Notes policy(PolicyRevision bundle) {
        policy = Optional.of(bundle);
        revision = Optional.of(bundle.revision());
        return this;
    }

    /// The version of the register that the event made.
    public Notes version(long made) {
        revision = Optional.of(Long.toString(made));
        return this;
    }

    /// What the event is about, in codes and counts.
    public Notes labels(List<String> codes) {
        labels = codes;
        return this;
    }

    public Notes facts(String digest) {
        facts = Optional.of(digest);
        return this;
    }

    /// What was asked of the law; kept with the decision, so that it can be decided again.
    public Notes question(Question asked) {
        question = Optional.of(asked);
        return facts(FactsDigest.of(asked.facts()));
    }

    /// The mechanism that an export rests on, as the law names it, for the record of provisions
    /// (NDSMR 12): it stands with the rules.
    public Notes mechanism(Optional<String> need) {
        rules = Stream.concat(rules.stream(), need.map("need:"::concat).stream()).toList();
        return this;
    }

    /// A label beside those of the law; after [#decision].
    public Notes label(String label) {
        labels = Stream.concat(labels.stream(), Stream.of(label)).toList();
        return this;
    }

    /// The caller's reference to its reason; sealed, not in the log.
    public Notes reference(Optional<String> reason) {
        reference = reason;
        return this;
    }

    /// To a territory outside all regions.
    public Notes abroad(String territory) {
        to = Optional.of(territory);
        return this;
    }

    public Note build() {
        return new Note(
                type,
                caller.tenant(),
                act,
                from,
                to,
                labels,
                purpose,
                rules,
                law,
                policy.map(PolicyRevision::digest),
                revision,
                facts,
                caller.role(),
                result,
                decision.flatMap(answer -> question.map(asked -> asked(asked, answer))),
                reference,
                caller.credential());
    }

    /// Builds it and writes it into the region's log; blocks until it is durable.
    ///
    /// @throws ResidenceUnavailable if it cannot be written
    public Receipt write(Residence residence) {
        var admission =
                residence
                        .note(build(), Optional.empty(), Optional.empty())
                        .toCompletableFuture()
                        .join();
        if (admission instanceof Admission.Done(Receipt receipt)) {
            return receipt;
        }
        throw new ResidenceUnavailable("the audit row was not written");
    }

    private static Asked asked(Question question, Decision decision) {
        return new Asked(
                question.query(),
                () -> FactsDigest.text(question.facts()),
                () -> decision.outcome().toString());
    }
}
