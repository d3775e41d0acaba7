// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.domicile.policies.Decision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the law said of a demand when it came, as the register keeps it.
///
/// @param effect for instance `REFER`
/// @param need what would help, or was used
/// @param deadlineH within how many hours it must be answered
/// @param unsupported the obligations that this gateway cannot carry out
/// @param policy digest of the bundle that decided
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Law(
        String effect,
        @Nullable String need,
        boolean counsel,
        @Nullable Long deadlineH,
        List<String> obligations,
        List<String> unsupported,
        List<String> rules,
        List<String> citations,
        String policy) {

    Law {
        obligations = List.copyOf(obligations);
        unsupported = List.copyOf(unsupported);
        rules = List.copyOf(rules);
        citations = List.copyOf(citations);
    }

    static Law of(Decision decision, List<String> unsupported) {
        var deadline = decision.json().path("deadline_h");
        return new Law(
                decision.effect().name(),
                decision.need().orElse(null),
                decision.counsel(),
                deadline.isNumber() ? deadline.asLong() : null,
                decision.obligations(),
                unsupported,
                decision.rules(),
                decision.citations(),
                decision.policy().digest());
    }

    /// Whether officers may release what is demanded.
    boolean allows() {
        return isOpen(effect) && unsupported.isEmpty();
    }

    static boolean isOpen(String effect) {
        return effect.equals("ALLOW") || effect.equals("REFER");
    }
}
