package dev.holdfast.tui.syntax;

import dev.holdfast.tui.words.Words;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// A word that calls a command, and what may follow it. Options show in help in the order declared,
/// and arguments are expected in it. Every value is forgotten before a line is parsed.
///
/// What each means stands in `help.properties`, under the name of the command and the name of the
/// option or the key of the argument.
public abstract class Keyword {

    /// Makes no instances: they are wanted for annotations only. The library's own factory is left
    /// alone, for when first named it looks into every jar for a class of Groovy.
    private static final IFactory NOBODY =
            new IFactory() {
                @Override
                public <K> K create(Class<K> type) {
                    throw new UnsupportedOperationException(type.getName());
                }
            };

    static {
        // Converters are given by hand; to offer its own for these, the library loads them all.
        System.setProperty("picocli.converters.excludes", ".*");
    }

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this, NOBODY);
    private final ScopeType scope;

    protected Keyword(String name) {
        this(name, ScopeType.LOCAL);
    }

    /// @param scope whether the options may also follow all keywords below this one
    protected Keyword(String name, ScopeType scope) {
        this.scope = scope;
        spec.name(name).usageMessage().sortOptions(false).synopsisSubcommandLabel("COMMAND");
        spec.addOption(
                OptionSpec.builder("-h", "--help").type(boolean.class).usageHelp(true).build());
    }

    /// An option without a value.
    public final Flag flag(String... names) {
        var option = add(OptionSpec.builder(names).type(boolean.class));
        return () -> Boolean.TRUE.equals(option.getValue());
    }

    /// An option that may be left out.
    public final <T> Value<Optional<T>> option(String name, String label, ITypeConverter<T> reads) {
        var option = add(valued(name, label).converters(reads));
        return () -> Optional.ofNullable(option.getValue());
    }

    /// An option that names a file or directory of this machine.
    public final Value<Optional<Path>> path(String name, String label) {
        var option =
                add(valued(name, label).type(Path.class).converters(text -> Converters.path(text)));
        return () -> Optional.ofNullable(option.getValue());
    }

    /// An option with one value or more, which may be given several times. It leaves the words that
    /// the arguments before and behind it still need.
    public final Value<List<String>> options(String name, String label) {
        var option =
                add(
                        valued(name, label)
                                .type(String[].class)
                                .arity("1..*")
                                .converters(text -> Converters.text(text))
                                .preprocessor(new Several()));
        return () -> option.getValue() == null ? List.of() : list(option);
    }

    /// An option with a usual value.
    public final <T> Value<T> option(
            String name, String label, String usual, ITypeConverter<T> reads) {
        return value(add(valued(name, label).converters(reads).defaultValue(usual)));
    }

    /// An option whose value is one of a few words.
    public final <E extends Enum<E>> Value<E> choice(String name, String label, E usual) {
        var type = usual.getDeclaringClass();
        return value(
                add(
                        valued(name, label)
                                .type(type)
                                .converters(oneOf(type))
                                .completionCandidates(words(type))
                                .defaultValue(word(usual))));
    }

    /// The next argument, which must be given.
    public final <T> Value<T> argument(String key, String label, ITypeConverter<T> reads) {
        return value(add(next(key, label).required(true).converters(reads)));
    }

    /// The next argument, with what it means when it is left out.
    public final <T> Value<T> argument(
            String key, String label, String usual, ITypeConverter<T> reads) {
        return value(add(next(key, label).arity("0..1").converters(reads).defaultValue(usual)));
    }

    /// The next argument, which must be one of a few words.
    public final <E extends Enum<E>> Value<E> choice(String key, String label, Class<E> type) {
        return value(
                add(
                        next(key, label)
                                .required(true)
                                .type(type)
                                .converters(oneOf(type))
                                .completionCandidates(words(type))));
    }

    /// The next argument, a file or directory of this machine, which may be left out.
    public final Value<Optional<Path>> optionalPath(String key, String label) {
        var argument =
                add(
                        next(key, label)
                                .arity("0..1")
                                .type(Path.class)
                                .converters(text -> Converters.path(text)));
        return () -> Optional.ofNullable(argument.getValue());
    }

    /// All arguments from here on, one at least.
    ///
    /// @param label of one; or of all, with `...` where it repeats
    public final <T> Value<List<T>> arguments(String key, String label, ITypeConverter<T> reads) {
        var argument = add(rest(key, label, reads).arity("1..*").required(true));
        return () -> list(argument);
    }

    /// All arguments from here on, if there are any.
    public final <T> Value<List<T>> optionalArguments(
            String key, String label, ITypeConverter<T> reads) {
        var argument = add(rest(key, label, reads).arity("0..*"));
        return () -> argument.getValue() == null ? List.of() : list(argument);
    }

    private <T> PositionalParamSpec.Builder rest(
            String key, String label, ITypeConverter<T> reads) {
        return next(key, label)
                .index(spec.positionalParameters().size() + "..*")
                .type(Object[].class)
                .hideParamSyntax(label.contains("..."))
                .converters(reads);
    }

    /// The model of the command.
    public final CommandSpec spec() {
        return spec;
    }

    /// The command with what parses it.
    public final CommandLine line() {
        return new CommandLine(spec, NOBODY);
    }

    private OptionSpec.Builder valued(String name, String label) {
        return OptionSpec.builder(name).paramLabel(label).type(Object.class);
    }

    private PositionalParamSpec.Builder next(String key, String label) {
        return PositionalParamSpec.builder()
                .index(String.valueOf(spec.positionalParameters().size()))
                .descriptionKey(key)
                .paramLabel(label)
                .type(Object.class);
    }

    private OptionSpec add(OptionSpec.Builder option) {
        var built = option.scopeType(scope).build();
        spec.addOption(built);
        return built;
    }

    private PositionalParamSpec add(PositionalParamSpec.Builder argument) {
        var built = argument.build();
        spec.addPositional(built);
        return built;
    }

    private static <T> Value<T> value(ArgSpec argument) {
        return () -> Objects.requireNonNull(argument.<T>getValue());
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> list(ArgSpec argument) {
        return List.of((T[]) Objects.requireNonNull(argument.<Object[]>getValue()));
    }

    private static <E extends Enum<E>> ITypeConverter<E> oneOf(Class<E> type) {
        return text -> {
            for (var each : type.getEnumConstants()) {
                if (word(each).equals(text.toLowerCase(Locale.ROOT))) {
                    return each;
                }
            }
            throw Converters.no(text, Words.say("value.choice", String.join(", ", words(type))));
        };
    }

    private static <E extends Enum<E>> List<String> words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(Keyword::word)
                .collect(Collectors.toList());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
