// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.domicile.regions.Disclosure;
import io.domicile.regions.Disclosure.Kind;
import io.domicile.regions.Disclosure.Step;
import io.domicile.regions.Residence;
import io.domicile.router.Caller;
import io.domicile.router.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A demand as it stands.
///
/// @param residence where the records rest
/// @param demand what is demanded
/// @param law what the law said of it when it came
record Case(Residence residence, Disclosure disclosure, Demand demand, Law law) {

    /// How many officers must agree.
    static final int OFFICERS = 2;

    /// How far it is.
    enum State {
        /// Nothing goes out.
        REFUSED,
        /// Two officers have not agreed yet.
        PENDING,
        /// What is demanded is kept; no more was demanded.
        PRESERVED,
        /// Two officers have agreed.
        APPROVED,
        /// Records were handed over.
        HANDED_OVER;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What the register keeps of it.
    record Document(Demand demand, Law law) {

        String text() {
            try {
                return Json.MAPPER.writeValueAsString(this);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a demand cannot be written", e);
            }
        }
    }

    /// Reads what the register keeps.
    static Case of(Residence residence, Disclosure disclosure) {
        try {
            var document = Json.MAPPER.readValue(disclosure.document(), Document.class);
            return new Case(residence, disclosure, document.demand(), document.law());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a demand in the register is not ours", e);
        }
    }

    String id() {
        return disclosure.id().toString();
    }

    String tenant() {
        return disclosure.tenant();
    }

    State state() {
        if (!law.allows() || !steps(Kind.REFUSED).isEmpty()) {
            return State.REFUSED;
        }
        if (demand.kind().equals(Demand.PRESERVE)) {
            return State.PRESERVED;
        }
        if (approvals().size() < OFFICERS) {
            return State.PENDING;
        }
        return steps(Kind.RELEASED).isEmpty() ? State.APPROVED : State.HANDED_OVER;
    }

    List<Step> approvals() {
        return steps(Kind.APPROVED);
    }

    List<Step> steps(Kind kind) {
        return disclosure.steps().stream().filter(step -> step.kind() == kind).toList();
    }

    /// Whether a caller may know of it.
    boolean isKnownTo(Caller caller, Instant now) {
        return !demand.isGagged(now) || caller.role().equals(demand.enteredBy());
    }

    /// When it must be answered.
    Optional<Instant> due() {
        return Optional.ofNullable(law.deadlineH())
                .map(hours -> disclosure.receivedAt().plus(Duration.ofHours(hours)));
    }
}
