// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when the register was read lately and all of it is what was written. Names no tenant.
@Readiness
@Singleton
final class RegisterReadiness implements HealthCheck {

    private final Register register;

    RegisterReadiness(Register register) {
        this.register = register;
    }

    @Override
    public HealthCheckResponse call() {
        var state = register.state();
        return HealthCheckResponse.named("register")
                .status(state.fresh() && state.doubtful() == 0)
                .withData("fresh", state.fresh())
                .withData("doubtful", state.doubtful())
                .build();
    }
}
