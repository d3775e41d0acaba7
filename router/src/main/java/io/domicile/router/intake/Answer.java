// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What became of a submission, as its caller is told.
///
/// @param status 201 stored, 202 held, 451 refused
/// @param body the answer; for 451 the problem with rules and citations
/// @param timing value of `Server-Timing`
public record Answer(int status, ObjectNode body, String timing) {

    /// `stored`, `quarantined`, `referred` or `refused`.
    public String outcome() {
        return body.path("outcome").asText("refused");
    }
}
