// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.retention;

import io.domicile.regions.Residences;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// The regions' retention as metrics, as the last sweep of this gateway left it.
@ApplicationScoped
final class RetentionMeters {

    private final Residences residences;
    private final MeterRegistry meters;

    RetentionMeters(Residences residences, MeterRegistry meters) {
        this.residences = residences;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        for (var residence : residences.all()) {
            var region = residence.region().code();
            Gauge.builder(
                            "domicile.retention.overdue",
                            residence,
                            one -> one.lastRetention().overdue())
                    .description("Records whose time was over and that the last sweep left")
                    .tag("region", region)
                    .register(meters);
            FunctionCounter.builder(
                            "domicile.retention.removed",
                            residence,
                            one -> one.lastRetention().removed())
                    .description("Records removed because their time was over")
                    .tag("region", region)
                    .register(meters);
        }
    }
}
