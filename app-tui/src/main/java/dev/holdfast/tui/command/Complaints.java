package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Terminal;
import dev.holdfast.tui.words.Words;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.util.Arrays;

/// Says what went wrong and what to do, where the caller looks for it, and chooses the exit code.
record Complaints(Terminal terminal)
        implements IExecutionExceptionHandler, IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        var what = sentence(String.valueOf(failure.getMessage()));
        var command = failure.getCommandLine().getCommandSpec().qualifiedName();
        var remedy = Words.say("problem.usage.do", command);
        return say(
                new Problem(Problem.Code.USAGE, what, remedy),
                Arrays.asList(arguments).contains("--json"));
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine line, @Nullable ParseResult parsed) {
        boolean json = parsed != null && parsed.originalArgs().contains("--json");
        return say(problem(failure), json);
    }

    private int say(Problem problem, boolean json) {
        if (json) {
            terminal.out().println(Json.text(Json.error(problem)));
            terminal.out().flush();
        } else {
            terminal.err().println(Plain.text(problem.what()));
            terminal.err().println(Plain.text(problem.remedy()));
        }
        return Exit.of(problem.code());
    }

    private static Problem problem(Exception failure) {
        return switch (failure) {
            case NodeException known -> known.problem();
            case InterruptedException taken ->
                    new Problem(
                            Problem.Code.CANCELLED,
                            Words.say("problem.cancelled"),
                            Words.say("problem.cancelled.do"));
            default -> {
                LoggerFactory.getLogger(Complaints.class).error("unforeseen", failure);
                yield new Problem(
                        Problem.Code.FAILED,
                        sentence(Words.say("problem.own", failure)),
                        Words.say("problem.own.do"));
            }
        };
    }

    private static String sentence(String text) {
        return text.matches("(?s).*[.?!]") ? text : text + ".";
    }
}
