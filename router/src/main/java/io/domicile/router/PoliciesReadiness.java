// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.Question;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when the policy engine decides.
@Readiness
@Singleton
final class PoliciesReadiness implements HealthCheck {

    private static final Question PROBE =
            new Question("read", JsonNodeFactory.instance.objectNode().put("purpose", "probe"));

    private final PolicyEngine policies;

    PoliciesReadiness(PolicyEngine policies) {
        this.policies = policies.uncached();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("policies")
                .status(decides())
                .withData("revision", policies.revision().revision())
                .build();
    }

    private boolean decides() {
        try {
            policies.decide(PROBE).toCompletableFuture().join();
            return true;
        } catch (CompletionException _) {
            return false;
        }
    }
}
