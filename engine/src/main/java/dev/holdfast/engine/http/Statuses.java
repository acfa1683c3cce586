package dev.holdfast.engine.http;

import dev.holdfast.engine.api.Problem;

/// What HTTP calls the kinds of problems.
final class Statuses {

    private Statuses() {}

    static int of(Problem.Code code) {
        return switch (code) {
            case NO_SUCH -> 404;
            case USAGE -> 400;
            case EXISTS -> 409;
            case CHANGED -> 412;
            case FULL -> 507;
            case UNREACHABLE, BUSY, CANCELLED -> 503;
            case REFUSED -> 403;
            case DAMAGED -> 502;
            case FAILED -> 500;
        };
    }
}
