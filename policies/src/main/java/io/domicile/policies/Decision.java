// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// The law's answer to one [Question].
///
/// @param effect what may be done
/// @param region where the record rests (ALLOW) or is held (QUARANTINE)
/// @param obligations what must be done with it, sorted, for instance `ENC.SM`
/// @param labels what it is in law, sorted, for instance `eu.pd`
/// @param need the mechanism or act that is missing or was used
/// @param counsel whether the law text leaves the point to counsel
/// @param retainDays how many days from its making a record is kept: stored, or not yet erased
/// @param reasons the rules that led here, in order of evaluation
/// @param policy the bundle that decided
/// @param json the whole answer as the engine gave it, with sets sorted
public record Decision(
        Effect effect,
        Optional<RegionId> region,
        List<String> obligations,
        List<String> labels,
        Optional<String> need,
        boolean counsel,
        Optional<Integer> retainDays,
        List<Reason> reasons,
        PolicyRevision policy,
        JsonNode json) {

    public Decision {
        obligations = List.copyOf(obligations);
        labels = List.copyOf(labels);
        reasons = List.copyOf(reasons);
    }

    /// The ids of the rules that led here.
    public List<String> rules() {
        return reasons.stream().map(Reason::rule).distinct().toList();
    }

    /// What is decided, without the rules' articles and sentences: the whole answer with `rules` in
    /// place of `reasons`.
    public ObjectNode outcome() {
        ObjectNode outcome = json.deepCopy();
        outcome.remove("reasons");
        rules().forEach(outcome.putArray("rules")::add);
        return outcome;
    }

    /// The articles behind those rules.
    public List<String> citations() {
        return reasons.stream().flatMap(reason -> reason.cite().stream()).distinct().toList();
    }
}
