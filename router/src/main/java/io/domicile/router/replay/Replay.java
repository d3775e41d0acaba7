// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.PolicyUnavailable;
import io.domicile.regions.Audited;
import io.domicile.regions.Audited.Kept;
import io.domicile.regions.Bytes;
import io.domicile.regions.Residence;
import io.domicile.regions.Span;
import io.domicile.regions.Stretch;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;

/// Decides audited decisions again under a candidate and counts what changes. Goes through the logs
/// page by page; each different question is decided once, as long as it is remembered. Made for one
/// run and one thread, which it blocks.
final class Replay {

    /// Questions that are remembered with what the candidate said.
    private static final int REMEMBERED = 20_000;

    private final PolicyEngine candidate;
    private final Scope scope;
    private final Watcher watcher;
    private final Tally tally = new Tally();
    private final Samples samples = new Samples();
    private final Cache<Key, Judgement> judgements =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /// Looks on.
    interface Watcher {

        /// Is told after each page.
        ///
        /// @param done entries gone through
        /// @param total entries to go through
        void progress(long done, long total);

        /// Whether nobody waits for the report any more.
        boolean isGone();
    }

    private record Key(String region, Bytes decision) {}

    /// What is to be gone through of one log.
    private record Part(Residence residence, Stretch stretch) {

        String region() {
            return residence.region().law();
        }
    }

    Replay(PolicyEngine candidate, Scope scope, Watcher watcher) {
        this.candidate = candidate;
        this.scope = scope;
        this.watcher = watcher;
    }

    /// Runs to the end.
    ///
    /// @param limit how many entries are gone through at most
    /// @return the report
    /// @throws ProblemException with status 422 if there are more entries
    /// @throws CancellationException once the watcher is gone
    /// @throws io.domicile.regions.ResidenceUnavailable if a log cannot be read
    ObjectNode run(long limit) {
        var span = scope.last().isPresent() ? latest(scope.last().getAsInt()) : scope.span();
        var parts = parts(span);
        long total = parts.stream().mapToLong(part -> part.stretch().size()).sum();
        if (total > limit) {
            throw new ProblemException(
                    Fault.OUT_OF_RANGE,
                    "That is %d entries; at most %d are replayed at once.".formatted(total, limit));
        }
        scope.residences().forEach(residence -> tally.region(residence.region().law()));
        long done = 0;
        watcher.progress(done, total);
        for (var part : parts) {
            var rest = Optional.of(part.stretch());
            while (rest.isPresent()) {
                page(part, rest.get(), span);
                done += rest.get().page().size();
                watcher.progress(done, total);
                rest = rest.get().rest();
            }
        }
        return report(span);
    }

    /// The time of the latest decisions, over all regions.
    private Span latest(int most) {
        var events = new ArrayList<UUID>();
        for (var residence : scope.residences()) {
            events.addAll(residence.latest(scope.tenant(), scope.span(), most));
        }
        events.sort(Span.LATEST_FIRST);
        return events.isEmpty()
                ? scope.span()
                : new Span(events.get(Math.min(most, events.size()) - 1), scope.span().to());
    }

    private List<Part> parts(Span span) {
        var parts = new ArrayList<Part>();
        for (var residence : scope.residences()) {
            residence.stretch(span).ifPresent(found -> parts.add(new Part(residence, found)));
        }
        return parts;
    }

    private void page(Part part, Stretch stretch, Span span) {
        for (var audited : part.residence().audited(stretch, span)) {
            if (watcher.isGone()) {
                throw new CancellationException();
            }
            var entry = Json.of(audited.entry());
            if (isDecision(entry)) {
                tally.entry(part.region());
                replay(part, audited, entry);
            }
        }
    }

    /// An entry without a bundle says that no decision could be had.
    private boolean isDecision(JsonNode entry) {
        return entry.has("facts")
                && entry.has("policy")
                && scope.tenant()
                        .map(tenant -> tenant.equals(entry.path("tenant").asText()))
                        .orElse(true);
    }

    private void replay(Part part, Audited audited, JsonNode entry) {
        switch (audited.kept()) {
            case Kept.Nothing _ -> tally.withoutFacts();
            case Kept.Spoiled _ -> tally.unverified();
            case Kept.Whole whole -> {
                if (isOf(entry, whole)) {
                    tally.judged(part.region(), judgement(part, audited, whole));
                } else {
                    tally.unverified();
                }
            }
        }
    }

    private static boolean isOf(JsonNode entry, Kept.Whole whole) {
        return entry.path("facts").asText().equals(whole.mark())
                && entry.path("policy").asText().equals(whole.decided().policy().digest());
    }

    private Judgement judgement(Part part, Audited audited, Kept.Whole whole) {
        var key = new Key(part.region(), whole.id());
        var known = judgements.getIfPresent(key);
        if (known != null) {
            return known;
        }
        tally.question();
        var judgement = ask(part, audited, whole);
        judgements.put(key, judgement);
        // Deciding is work for the processor alone: let those in who answer requests.
        Thread.yield();
        return judgement;
    }

    private Judgement ask(Part part, Audited audited, Kept.Whole whole) {
        var at = new Samples.At(audited.log(), audited.index());
        var query = whole.decided().query();
        try {
            var answers = Judgement.ask(candidate, whole.decided());
            var judgement = answers.judge();
            if (judgement instanceof Judgement.Changed(var difference)) {
                samples.change(at, part.region(), query, difference, answers);
            }
            return judgement;
        } catch (PolicyUnavailable e) {
            var reason = String.valueOf(e.getMessage());
            samples.failure(at, query, reason);
            return new Judgement.Failed(reason);
        }
    }

    private ObjectNode report(Span span) {
        var report = JsonNodeFactory.instance.objectNode();
        report.putObject("candidate")
                .put("revision", candidate.revision().revision())
                .put("digest", candidate.revision().digest());
        report.put("from", span.start().toString());
        report.put("to", span.end().toString());
        tally.writeTo(report);
        samples.writeTo(report);
        return report;
    }
}
