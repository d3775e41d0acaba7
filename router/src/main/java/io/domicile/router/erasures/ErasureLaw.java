// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.erasures;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.policies.Decision;
import io.domicile.policies.PolicyBundles;
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

/// Asks the law what erasing a subject does to what a region holds (LAW 2.8, H10): to the records,
/// which one key seals, and to the network log. Blocks.
@Singleton
public final class ErasureLaw {

    /// What the data half of a key seals, as the law names it: one answer must fit all.
    private static final List<String> DATA = List.of("record", "message", "position");

    private static final String LOG = "network_log";

    private final PolicyEngine policies;
    private final PolicyBundles bundles;

    ErasureLaw(PolicyEngine policies, PolicyBundles bundles) {
        this.policies = policies;
        this.bundles = bundles;
    }

    /// What the law answered.
    ///
    /// @param question the one that is kept with the audit entry: about records
    /// @param data the answers on records, in the order of the questions
    /// @param log the answer on the network log
    /// @param keepLog how long the network log is kept; empty if it may go at once
    record Ruling(
            Question question, List<Decision> data, Decision log, Optional<Duration> keepLog) {

        /// Whether the records may be destroyed.
        boolean allows() {
            return data.stream().allMatch(ErasureLaw::shreds);
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
    Ruling of(RegionId region, boolean held) {
        var questions = DATA.stream().map(kind -> question(region, kind, held)).toList();
        var data = questions.stream().map(this::ask).toList();
        var log = ask(question(region, LOG, held));
        return new Ruling(questions.getFirst(), data, log, keepLog(region, log));
    }

    /// How long the region's law wants the network log kept of whoever leaves it; empty where no
    /// law does.
    public Optional<Duration> keepLog(RegionId region) {
        return of(region, false).keepLog();
    }

    /// The youngest entry is of the day of the erasure, so the whole term is still to come.
    private Optional<Duration> keepLog(RegionId region, Decision log) {
        if (shreds(log)) {
            return Optional.empty();
        }
        var bundle = bundles.active();
        if (!bundle.revision().digest().equals(log.policy().digest())) {
            throw new PolicyUnavailable("the policies are being replaced");
        }
        var days = "/law/keep_at_least/" + region.law() + "/" + LOG + "/days";
        return Optional.of(Duration.ofDays(bundle.limit(days)));
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
