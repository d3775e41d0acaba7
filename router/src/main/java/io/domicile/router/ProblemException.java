// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

/// Ends a request with a [Problem]. Carries no stack and no value of the request.
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.fault().code(), null, false, false);
        this.problem = problem;
    }

    public ProblemException(Fault fault, String detail) {
        this(Problem.of(fault, detail));
    }

    public Problem problem() {
        return problem;
    }
}
