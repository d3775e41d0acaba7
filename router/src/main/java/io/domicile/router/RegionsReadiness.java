// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.domicile.regions.RegionState;
import io.domicile.regions.Residences;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when every region takes records; names those that do not.
@Readiness
@Singleton
final class RegionsReadiness implements HealthCheck {

    private final Residences residences;

    RegionsReadiness(Residences residences) {
        this.residences = residences;
    }

    @Override
    public HealthCheckResponse call() {
        var states = residences.states();
        var response = HealthCheckResponse.named("regions");
        response.status(!states.isEmpty() && states.stream().allMatch(RegionState::isUp));
        for (var state : states) {
            response.withData(state.region().code(), describe(state));
        }
        return response.build();
    }

    private static String describe(RegionState state) {
        if (state.isUp()) {
            return "up";
        }
        return state.reachable() ? "down: its log stands still" : "down: no database or no keys";
    }
}
