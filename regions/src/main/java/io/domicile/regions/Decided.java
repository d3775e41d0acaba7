// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.PolicyRevision;

/// A question to the law with its answer, as a region keeps it.
///
/// @param tenant on whose behalf it was asked
/// @param query which question
/// @param facts the facts as compact JSON with sorted members
/// @param policy the bundle that decided
/// @param answer what was decided, as JSON
public record Decided(
        String tenant, String query, String facts, PolicyRevision policy, String answer) {}
