// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import io.domicile.regions.RecordId;
import io.domicile.regions.Residence;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Residences;
import io.domicile.regions.proof.Canary;
import io.domicile.regions.proof.Words;
import io.domicile.router.Caller;
import io.domicile.router.Notes;
import io.domicile.router.auth.Callers;
import io.domicile.router.intake.Intake;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sends records of nobody the way of every record, and erases them afterwards. Blocks its callers.
@Singleton
final class Canaries {

    /// The tenant that they are of.
    static final String TENANT = Callers.GATEWAY;

    private static final Caller CALLER = new Caller(TENANT, "gateway", Optional.of("in-region"));

    private final Intake intake;
    private final Residences residences;
    private final Words words = new Words();

    Canaries(Intake intake, Residences residences) {
        this.intake = intake;
        this.residences = residences;
    }

    /// What was sent, until it is erased.
    final class Flock implements AutoCloseable {

        private final List<Canary> stored = new ArrayList<>();
        private final List<Sent> sent = new ArrayList<>();
        private final List<String> subjects = new ArrayList<>();

        private Flock() {}

        /// Those that rest somewhere.
        List<Canary> stored() {
            return List.copyOf(stored);
        }

        /// What became of each.
        List<Sent> sent() {
            return List.copyOf(sent);
        }

        /// Erases them, and what was written of them.
        @Override
        public void close() {
            var note = Notes.of("erasure", CALLER, "erase", "ok").build();
            @Nullable ResidenceUnavailable down = null;
            for (var subject : subjects) {
                for (var residence : residences.all()) {
                    try {
                        var unused = residence.erase(TENANT, subject, note);
                    } catch (ResidenceUnavailable e) {
                        down = e;
                    }
                }
            }
            if (down != null) {
                throw down;
            }
        }

        private void send(Residence residence, Sample sample) {
            subjects.add(sample.subject());
            for (var draft : sample.drafts(words)) {
                var answer =
                        intake.take(CALLER, draft.submission(), Optional.empty())
                                .toCompletableFuture()
                                .join();
                var record = RecordId.parse(answer.body().path("id").asText());
                record.ifPresent(id -> stored.add(new Canary(draft.name(), id, draft.secrets())));
                var at = record.map(RecordId::region).filter(residence.region()::equals);
                sent.add(
                        new Sent(
                                residence.region(),
                                draft.name(),
                                answer.body().path("detail").asText(answer.outcome()),
                                at.isPresent()));
            }
        }
    }

    /// Sends some of each region that the law speaks of.
    Flock send() {
        var flock = new Flock();
        try {
            for (var residence : residences.all()) {
                Sample.of(residence.region(), words)
                        .ifPresent(sample -> flock.send(residence, sample));
            }
            return flock;
        } catch (RuntimeException e) {
            flock.close();
            throw e;
        }
    }
}
