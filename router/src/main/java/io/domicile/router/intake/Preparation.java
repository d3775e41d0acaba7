// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import io.domicile.policies.Decision;
import io.domicile.regions.Bytes;
import io.domicile.regions.Deposit;
import io.domicile.regions.Residence;
import io.domicile.regions.Term;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.config.DomicileConfig;
import io.domicile.router.duties.Act;
import io.domicile.router.duties.Duties;
import io.domicile.router.duties.Duty;
import io.domicile.router.duties.Fulfilment;
import io.domicile.router.search.SearchTerms;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Carries out the obligations of a record that the law lets in, before it is sealed, or says which
/// of them stop it.
@Singleton
final class Preparation {

    /// LAW R21: what is held goes after 72 hours.
    private static final Duration LONGEST_HOLD = Duration.ofHours(72);

    private final Duties duties;
    private final SearchTerms searchTerms;
    private final DomicileConfig.Intake config;
    private final Clock clock;

    Preparation(Duties duties, SearchTerms searchTerms, DomicileConfig config, Clock clock) {
        this.duties = duties;
        this.searchTerms = searchTerms;
        this.config = config.intake();
        this.clock = clock;
    }

    void check(@Observes StartupEvent start) {
        requireLawful(config.hold());
    }

    /// Refuses to hold records longer than the law lets them wait.
    ///
    /// @throws ConfigurationException naming the property
    static void requireLawful(Duration hold) {
        if (hold.isNegative() || hold.isZero() || hold.compareTo(LONGEST_HOLD) > 0) {
            throw new ConfigurationException("domicile.intake.hold is more than none, at most 72H");
        }
    }

    /// What became of the obligations.
    sealed interface Outcome {}

    /// They are met.
    ///
    /// @param content what is to be sealed
    /// @param terms what it is found by
    /// @param expiresAt when it is erased
    /// @param duties what was met, and by whom
    record Ready(Bytes content, List<Term> terms, Instant expiresAt, List<Duty> duties)
            implements Outcome {}

    /// A copy of a message that leaves the region of its sender's record.
    ///
    /// @param copy the copy
    /// @param sent the message as it was sent
    /// @param end when the sender's record is erased
    record Going(Classified copy, Submission sent, Residence from, Residence to, Instant end) {

        /// Whether less of the position goes than was sent.
        boolean isCoarse() {
            return !Objects.equals(copy.submission().location(), sent.location());
        }
    }

    /// Nothing may be stored.
    ///
    /// @param fault whether somebody can still meet them
    /// @param obligations those that are not met
    record Stopped(Fault fault, List<String> obligations) implements Outcome {}

    /// Prepares a record for a residence.
    ///
    /// @param decision what the law said of it: stored or held there
    /// @param status the same, as the residence is told
    Outcome prepare(
            Classified classified, Decision decision, Residence residence, Deposit.Status status) {
        boolean held = status != Deposit.Status.STORED;
        var act = held ? Act.HOLD : Act.STORE;
        var asked = decision.obligations();
        var fulfilment =
                duties.fulfil(
                        classified.tenant(),
                        act,
                        asked,
                        references(classified.submission()),
                        residence.today());
        var measures = new Measures(asked, residence, clock.instant());
        return switch (fulfilment) {
            case Fulfilment.Unsupported(var beyond) ->
                    new Stopped(Fault.OBLIGATION_UNSUPPORTED, beyond);
            case Fulfilment.Unmet(var missing) ->
                    // What nobody can meet here goes before what somebody still can.
                    measures.obstacle(classified.submission())
                            .filter(it -> it.fault() == Fault.OBLIGATION_UNSUPPORTED)
                            .orElseGet(() -> new Stopped(Fault.OBLIGATION_UNMET, missing));
            case Fulfilment.Met(var met) -> carryOut(classified, decision, held, met, measures);
        };
    }

    private Outcome carryOut(
            Classified classified,
            Decision decision,
            boolean held,
            List<Duty> met,
            Measures measures) {
        var obstacle = measures.obstacle(classified.submission());
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        var expiresAt =
                held
                        ? measures.endOfHold(decision, config.hold())
                        : measures.endOfRetention(
                                classified.submission(), decision, config.retention());
        return ready(classified, held, met, measures, expiresAt);
    }

    private Ready ready(
            Classified classified,
            boolean held,
            List<Duty> met,
            Measures measures,
            Instant expiresAt) {
        var kept = measures.kept(classified);
        List<Term> terms =
                held
                        ? List.of()
                        : searchTerms.of(classified.tenant(), () -> Json.MAPPER.valueToTree(kept));
        return new Ready(measures.content(kept, classified, met), terms, expiresAt, met);
    }

    /// Prepares the copy of a message for the home of one of its people.
    ///
    /// @param going what goes from where to where
    /// @param decision what the law of where it comes from said
    /// @param sealing what the law said of the store that it goes to
    Outcome prepare(Going going, Decision decision, Decision sealing) {
        var asked =
                Stream.of(decision, sealing)
                        .flatMap(said -> said.obligations().stream())
                        .distinct()
                        .sorted()
                        .toList();
        var fulfilment =
                duties.fulfil(
                        going.copy().tenant(),
                        Act.DELIVER,
                        asked,
                        references(going.sent()),
                        going.from().today());
        var measures = new Measures(asked, going.to(), clock.instant());
        return switch (fulfilment) {
            case Fulfilment.Unsupported(var beyond) ->
                    new Stopped(Fault.OBLIGATION_UNSUPPORTED, beyond);
            case Fulfilment.Unmet(var missing) -> new Stopped(Fault.OBLIGATION_UNMET, missing);
            case Fulfilment.Met(var met) ->
                    measures.obstacle(going.copy().submission())
                            .<Outcome>map(stopped -> stopped)
                            .orElseGet(() ->
                                    ready(
                                            going.copy(),
                                            false,
                                            met,
                                            measures,
                                            endOf(going, asked, decision)));
        };
    }

    /// A copy goes with the sender's record or before it; how long it is in transit is for the law
    /// that let it out.
    private Instant endOf(Going going, List<String> asked, Decision decision) {
        var lawful =
                new Measures(asked, going.from(), clock.instant())
                        .endOfRetention(going.sent(), decision, config.retention());
        return lawful.isBefore(going.end()) ? lawful : going.end();
    }

    /// The kinds of consent in force; a guardian's consent may stand with the child instead.
    private Set<String> references(Submission submission) {
        var kinds = new TreeSet<String>();
        submission.consentsAt(clock.instant()).forEach(consent -> kinds.add(consent.kind()));
        if (submission.subjects().stream().anyMatch(s -> Boolean.TRUE.equals(s.guardian()))) {
            kinds.add("CONSENT.GUARD");
        }
        return kinds;
    }
}
