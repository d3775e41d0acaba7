// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.erasures;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.policies.Decision;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.PolicyUnavailable;
import io.domicile.policies.Question;
import io.domicile.policies.RegionId;
import io.domicile.router.Caller;
import io.domicile.router.Notes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Asks the law what erasing a subject does to what a region holds (LAW 2.8, H10): to the records,
/// which one key seals, and to the network log. Blocks.
@Singleton
public final class ErasureLaw {

    /// What the data half of a key seals, as the law names it: one answer must fit all.
    private static final List<String> DATA = List.of("record", "message", "position");

    private static final String LOG = "network_log";

    private final PolicyEngine policies;

    ErasureLaw(PolicyEngine policies) {
        this.policies = policies;
    }

    /// What the law answered.
    ///
    /// @param question the one that is kept with the audit entry: about records
    /// @param data the answers on records, in the order of the questions
    /// @param log the answer on the network log
    /// @param allowed whether the records may be destroyed
    /// @param keepLog how long the network log is kept; empty if it may go at once
    public record Ruling(
            Question question,
            List<Decision> data,
            Decision log,
            boolean allowed,
            Optional<Duration> keepLog) {

        /// Everything that the law asks for besides.
        Set<String> obligations() {
            return Stream.concat(data.stream(), Stream.of(log))
                    .flatMap(decision -> decision.obligations().stream())
                    .collect(Collectors.toUnmodifiableSet());
        }

        /// An audit row of the erasure.
        Notes notes(Caller caller, String act, String result) {
            var notes =
                    Notes.of("erasure", caller, act, result)
                            .decision(data.getFirst())
                            .question(question);
            data.forEach(notes::also);
            return notes.also(log);
        }
    }

    /// Asks about a region.
    ///
    /// @param held whether a legal hold is in force
    /// @throws PolicyUnavailable if there is no answer: nothing may be destroyed then
    public Ruling of(RegionId region, boolean held) {
        var questions = DATA.stream().map(kind -> question(region, kind, held)).toList();
        var data = questions.stream().map(this::ask).toList();
        var log = ask(question(region, LOG, held));
        boolean allowed = data.stream().allMatch(ErasureLaw::shreds);
        return new Ruling(
                questions.getFirst(),
                data,
                log,
                allowed,
                allowed ? keepLog(log) : Optional.empty());
    }

    /// How long the law wants a region's network log kept; empty if it may go at once.
    ///
    /// @throws PolicyUnavailable if there is no answer
    public Optional<Duration> keepLog(RegionId region) {
        return keepLog(ask(question(region, LOG, false)));
    }

    /// The youngest entry is of the day of the erasure, so the whole term is still to come.
    private static Optional<Duration> keepLog(Decision log) {
        return shreds(log)
                ? Optional.empty()
                : Optional.of(
                        log.retainDays()
                                .map(Duration::ofDays)
                                .orElseThrow(() ->
                                        new PolicyUnavailable(
                                                "the law keeps a log without saying how long")));
    }

    private Decision ask(Question question) {
        return policies.decide(question).toCompletableFuture().join();
    }

    private static boolean shreds(Decision decision) {
        return decision.json().path("shred").asBoolean();
    }

    private static Question question(RegionId region, String kind, boolean held) {
        return new Question(
                "erase",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("region", region.law())
                        .put("record_kind", kind)
                        .put("age_days", 0)
                        .put("hold", held));
    }
}
