package dev.holdfast.engine.http;

import dev.holdfast.engine.api.Problem;

/// The request is answered with a status and a problem.
final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Problem problem;

    Refused(int status, Problem problem) {
        super(problem.what());
        this.status = status;
        this.problem = problem;
    }

    int status() {
        return status;
    }

    Problem problem() {
        return problem;
    }
}
