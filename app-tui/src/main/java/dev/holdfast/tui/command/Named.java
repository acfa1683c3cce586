package dev.holdfast.tui.command;

import dev.holdfast.tui.syntax.Keyword;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A command that is made when its name is called. Making all of them is most of what the start of
/// a short command would cost.
///
/// @param name as its syntax says too
/// @param make the command, or a keyword with commands below it
/// @param looksAround whether it must see all the others
public record Named(String name, Function<Holdfast, ? extends Keyword> make, boolean looksAround) {

    private static final String HOME = "--home";

    public Named(String name, Function<Holdfast, ? extends Keyword> make) {
        this(name, make, false);
    }

    /// Those that these words can mean: one alone when they name it, else all.
    static List<Named> meant(List<Named> all, List<String> words) {
        var word = first(words.iterator());
        return all.stream()
                .filter(each -> word.equals(Optional.of(each.name)) && !each.looksAround)
                .findFirst()
                .map(List::of)
                .orElse(all);
    }

    /// The first word that is neither an option nor the value of one.
    private static Optional<String> first(Iterator<String> words) {
        while (words.hasNext()) {
            var word = words.next();
            if (!word.startsWith("-")) {
                return Optional.of(word);
            }
            if (word.equals(HOME) && words.hasNext()) {
                words.next();
            }
        }
        return Optional.empty();
    }
}
