// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.transfers;

import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.router.search.SearchTerms;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Lets records go on their way from the start of the gateway on, and asks the law about what a
/// gateway left undecided when it died.
@Singleton
final class Carrying {

    private static final Logger LOG = Logger.getLogger(Carrying.class);

    /// How long an order may take to be decided by the gateway that took it.
    private static final Duration TURN = Duration.ofSeconds(30);

    private final Residences residences;
    private final Deciding deciding;
    private final SearchTerms searchTerms;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Carrying(Residences residences, Deciding deciding, SearchTerms searchTerms) {
        this.residences = residences;
        this.deciding = deciding;
        this.searchTerms = searchTerms;
    }

    void start(@Observes StartupEvent event) {
        residences.carry(new Repacker(searchTerms));
        Thread.ofVirtual().name("undecided-transfers").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped.countDown();
    }

    private void run() {
        try {
            do {
                residences.all().forEach(this::decide);
            } while (!stopped.await(TURN.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            LOG.warn("interrupted: transfers that a gateway left undecided stay so");
        }
    }

    private void decide(Residence from) {
        try {
            from.transfers()
                    .undecided(Instant.now().minus(TURN))
                    .forEach(transfer -> deciding.all(from, transfer));
        } catch (RuntimeException e) {
            LOG.warnf("transfers out of %s wait for a decision", from.region());
        }
    }
}
