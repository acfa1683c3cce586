package dev.holdfast.engine.api;

import org.jspecify.annotations.Nullable;

/// The only checked exception that leaves the engine. Its message is fit to show to a person; its
/// cause is for the log.
public final class NodeException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public NodeException(Problem problem, @Nullable Throwable cause) {
        super(problem.what() + " " + problem.remedy(), cause);
        this.problem = problem;
    }

    public NodeException(Problem.Code code, String what, String remedy) {
        this(new Problem(code, what, remedy), null);
    }

    public Problem problem() {
        return problem;
    }
}
