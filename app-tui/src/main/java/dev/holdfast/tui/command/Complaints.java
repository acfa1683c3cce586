package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Terminal;
import dev.holdfast.tui.render.UnheardException;
import dev.holdfast.tui.words.Words;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.Arrays;

/// Says what went wrong and what to do, where the caller looks for it, and chooses the exit code.
record Complaints(Terminal terminal)
        implements IExecutionExceptionHandler, IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        var what = sentence(what(failure));
        var command = failure.getCommandLine().getCommandSpec().qualifiedName();
        var remedy = Words.say("problem.usage.do", command);
        return say(
                new Problem(Problem.Code.USAGE, what, remedy),
                Arrays.asList(arguments).contains("--json"));
    }

    /// What is wrong, in our words where those of the library are about itself.
    private static String what(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException more && !more.isUnknownOption()) {
            boolean isCommand = !failure.getCommandLine().getSubcommands().isEmpty();
            var word = more.getUnmatched().getFirst();
            return isCommand ? noCommand(word, more) : Words.say("problem.surplus", word);
        }
        var message = String.valueOf(failure.getMessage());
        if (failure.getArgSpec() instanceof PositionalParamSpec argument) {
            // Which argument it is follows from the word that is named behind.
            var before = "(" + argument.paramLabel() + "): ";
            int at = message.indexOf(before);
            return at < 0 ? message : message.substring(at + before.length());
        }
        return message;
    }

    private static String noCommand(String word, UnmatchedArgumentException failure) {
        var like = failure.getSuggestions();
        return like.isEmpty()
                ? Words.say("problem.command", word)
                : Words.say("problem.command.like", word, like.getFirst());
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine line, @Nullable ParseResult parsed) {
        if (UnheardException.isBehind(failure)) {
            return Exit.FAILED;
        }
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
