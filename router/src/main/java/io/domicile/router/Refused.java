// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;

/// Ends a request with the law's refusal, whose audit row is written already. Carries no stack and
/// no value of the request.
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ObjectNode problem;

    /// @param problem the answer: what the law said and where the audit row stands
    public Refused(ObjectNode problem) {
        super(Fault.REFUSED.code(), null, false, false);
        this.problem = problem;
    }

    /// The answer's body.
    ObjectNode problem() {
        return problem;
    }

    public Response response() {
        return Problem.answer(problem).build();
    }
}
