package dev.holdfast.tui.syntax;

import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

import java.util.Arrays;
import java.util.Map;
import java.util.Stack;
import java.util.stream.Stream;

/// Takes the values of an option that has several: the words up to the next option, without those
/// at their end that are arguments which must be given and were not yet. One at least is a value.
final class Several implements IParameterPreprocessor {

    @Override
    @SuppressWarnings("JdkObsolete") // what the library hands over
    public boolean preprocess(
            Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        int run = run(words);
        if (run == 0) {
            return false; // the library complains of that
        }
        boolean isAttached = !" ".equals(info.get("separator"));
        int values = isAttached ? 1 : Math.max(1, run - missing(command));
        String[] before = option.getValue();
        var taken = Stream.generate(words::pop).limit(values);
        option.setValue(
                Stream.concat(before == null ? Stream.empty() : Arrays.stream(before), taken)
                        .toArray(String[]::new));
        return true;
    }

    /// How many words there are before the next option; the next word is on top.
    private static int run(Stack<String> words) {
        int run = 0;
        while (run < words.size() && !isOption(words.get(words.size() - 1 - run))) {
            run++;
        }
        return run;
    }

    private static boolean isOption(String word) {
        return word.length() > 1 && word.startsWith("-");
    }

    /// Arguments that must be given and were not yet.
    private static int missing(CommandSpec command) {
        return (int)
                command.positionalParameters().stream()
                        .filter(each -> each.required() && each.getValue() == null)
                        .count();
    }
}
