// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import io.domicile.regions.Residence;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Residences;
import io.domicile.regions.proof.Findings.Verdict;
import io.domicile.regions.proof.Prover;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.config.DomicileConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs proofs of residency, one at a time: when somebody asks, and as often as the configuration
/// says. The latest are kept in memory; what each came to is in the logs of the regions.
@Singleton
final class Proofs {

    private static final Logger LOG = Logger.getLogger(Proofs.class);
    private static final int KEPT = 10;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final String SCHEDULE = "schedule";

    private final Canaries canaries;
    private final Prover prover;
    private final ProofNotes notes;
    private final Residences residences;
    private final DomicileConfig.Prove settings;
    private final Clock clock;
    private final MeterRegistry meters;
    private final AtomicInteger red;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Deque<Run> runs = new ArrayDeque<>();
    private volatile @Nullable Thread working;

    Proofs(
            Canaries canaries,
            Prover prover,
            ProofNotes notes,
            Residences residences,
            DomicileConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.canaries = canaries;
        this.prover = prover;
        this.notes = notes;
        this.residences = residences;
        this.settings = config.prove();
        this.clock = clock;
        this.meters = meters;
        this.red = new AtomicInteger();
        meters.gauge("domicile.proof.red", red);
    }

    /// Begins to count when all else has started: records that come earlier are held.
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        var unused = Folders.of(settings);
        settings.every()
                .ifPresent(every -> {
                    if (every.compareTo(SHORTEST) < 0) {
                        throw new ConfigurationException(
                                "domicile.prove.every is a second or longer");
                    }
                    Thread.ofVirtual().name("proofs").start(() -> repeat(every));
                });
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        var last = working;
        if (last != null) {
            last.join(Duration.ofSeconds(30));
        }
    }

    /// Begins a proof.
    ///
    /// @throws ProblemException with status 409 if one runs already
    Run begin(Caller caller) {
        notes.write("begin", caller);
        return begin(caller, caller.role());
    }

    private synchronized Run begin(Caller caller, String trigger) {
        var latest = runs.peekFirst();
        if (latest != null && !latest.isOver()) {
            throw new ProblemException(Fault.PROOF_RUNNING, "It is " + latest.id() + ".");
        }
        var run = new Run(trigger, clock.instant());
        runs.addFirst(run);
        if (runs.size() > KEPT) {
            runs.removeLast();
        }
        working = Thread.ofPlatform().daemon().name("proof").start(() -> work(run, caller));
        return run;
    }

    /// The latest, newest first.
    synchronized List<Run> latest() {
        return List.copyOf(runs);
    }

    Optional<Run> find(String id) {
        return latest().stream().filter(run -> run.id().toString().equals(id)).findFirst();
    }

    private void repeat(Duration every) {
        try {
            while (!stopped.await(every.toSeconds(), TimeUnit.SECONDS)) {
                var caller = new Caller(Canaries.TENANT, "gateway", Optional.empty());
                try {
                    var unused = begin(caller, SCHEDULE);
                } catch (ProblemException e) {
                    LOG.info("a proof of residency runs already; the next one waits its turn");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.error("interrupted: no more proofs of residency are run by themselves");
        }
    }

    private void work(Run run, Caller caller) {
        try {
            var proof = prove(run);
            notes.write(run.id(), proof, caller);
            report(proof);
            run.done(proof);
        } catch (CancellationException e) {
            run.failed("the gateway stops");
        } catch (RuntimeException e) {
            // What other failures say may be of rows or records.
            var cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            var reason =
                    cause instanceof ResidenceUnavailable
                            ? String.valueOf(cause.getMessage())
                            : cause.getClass().getSimpleName();
            LOG.errorf("the proof of residency %s failed: %s", run.id(), reason);
            meters.counter("domicile.proofs", "verdict", "failed").increment();
            run.failed(reason);
        }
    }

    private Proof prove(Run run) {
        try (var flock = canaries.send()) {
            var findings =
                    prover.prove(
                            flock.stored(),
                            Folders.of(settings),
                            (done, total) -> {
                                if (stopped.getCount() == 0) {
                                    throw new CancellationException();
                                }
                                run.at(done, total);
                            });
            var regions = residences.all().stream().map(Residence::region).toList();
            return new Proof(regions, flock.sent(), findings, clock.instant());
        }
    }

    private void report(Proof proof) {
        var verdict = proof.verdict();
        red.set(verdict == Verdict.RED ? 1 : 0);
        meters.counter("domicile.proofs", "verdict", ProofJson.word(verdict)).increment();
        var checks = Check.all(proof).stream().filter(it -> it.verdict() != Verdict.GREEN).toList();
        for (var check : checks) {
            LOG.logf(
                    check.verdict() == Verdict.RED ? Logger.Level.ERROR : Logger.Level.WARN,
                    "proof of residency: %s",
                    check.says());
        }
    }
}
