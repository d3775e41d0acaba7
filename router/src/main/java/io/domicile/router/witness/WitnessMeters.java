// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.witness;

import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.regions.witness.Reply;
import io.domicile.regions.witness.WitnessTally;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.ToLongFunction;

/// What the regions asked of their witnesses, and what they answered as witnesses, as metrics.
@ApplicationScoped
final class WitnessMeters {

    private static final int[] STATUSES = {
        Reply.COSIGNED,
        Reply.MALFORMED,
        Reply.UNSIGNED,
        Reply.UNKNOWN,
        Reply.STALE,
        Reply.INCONSISTENT
    };

    private final Residences residences;
    private final MeterRegistry meters;

    WitnessMeters(Residences residences, MeterRegistry meters) {
        this.residences = residences;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        for (var residence : residences.all()) {
            for (int status : STATUSES) {
                FunctionCounter.builder(
                                "domicile.witness.answers",
                                residence.witness(),
                                witness -> witness.answered(status))
                        .description("Requests for a cosignature that this region answered")
                        .tag("region", residence.region().code())
                        .tag("status", Integer.toString(status))
                        .register(meters);
            }
            for (var tally : residence.witnessTallies()) {
                count(
                        residence,
                        tally.name(),
                        "domicile.log.cosigned",
                        "Checkpoints that the witness cosigned",
                        WitnessTally::cosigned);
                count(
                        residence,
                        tally.name(),
                        "domicile.log.uncosigned",
                        "Requests that the witness did not answer, or refused",
                        WitnessTally::failed);
            }
        }
    }

    private void count(
            Residence residence,
            String witness,
            String meter,
            String description,
            ToLongFunction<WitnessTally> value) {
        FunctionCounter.builder(
                        meter,
                        residence,
                        one ->
                                one.witnessTallies().stream()
                                        .filter(tally -> tally.name().equals(witness))
                                        .mapToLong(value)
                                        .sum())
                .description(description)
                .tag("region", residence.region().code())
                .tag("witness", witness)
                .register(meters);
    }
}
