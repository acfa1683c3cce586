package dev.holdfast.engine.pairing;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.crypto.Chance;
import dev.holdfast.engine.crypto.Phrase;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Four words of BIP39's English list: 44 bits, which admit one device to a pool once. They need
/// not be more, since every guess is a run with the inviter, and ten wrong ones burn the code.
///
/// Whoever knows the words may join, so they never go into a log; the text form hides them.
public record Code(List<String> words) {

    public static final int WORDS = 4;

    /// The most letters that [#parse] looks at. What is longer is no such code.
    public static final int TEXT_MAX = 96;

    /// Words by which two people compare what their screens show: 33 bits.
    private static final int CHECK_WORDS = 3;

    /// The most letters of a word that is repeated to the person who typed it.
    private static final int WORD_MAX = 24;

    private static final int BITS_OF_A_WORD = 11;

    public Code {
        words = List.copyOf(words);
        if (words.size() != WORDS || !Phrase.list().containsAll(words)) {
            throw new IllegalArgumentException("a code has " + WORDS + " words of the list");
        }
    }

    public static Code draw(Chance chance) {
        return new Code(words(chance.bits64(), WORDS));
    }

    /// The words by which people see that two devices have the same key, and nobody between them.
    static String check(Hash key) {
        return String.join(" ", words(key.w0(), CHECK_WORDS));
    }

    private static List<String> words(long bits, int count) {
        return IntStream.range(0, count)
                .map(i -> (int) (bits >>> (i * BITS_OF_A_WORD)) & (Phrase.list().size() - 1))
                .mapToObj(Phrase.list()::get)
                .toList();
    }

    /// The four words with hyphens between.
    public String text() {
        return String.join("-", words);
    }

    /// Reads the words as a person types them: any case, hyphens or any white space between. Finds
    /// what is mistyped by itself, so that it costs no guess.
    public static Code parse(String text) throws NodeException {
        if (text.length() > TEXT_MAX) {
            throw wrong("it is longer than " + WORDS + " words can be");
        }
        var typed =
                List.of(text.toLowerCase(Locale.ROOT).split("[\\s-]+", -1)).stream()
                        .filter(word -> !word.isEmpty())
                        .toList();
        var words = new ArrayList<String>();
        for (var word : typed) {
            words.add(checked(words.size() + 1, word));
        }
        if (words.size() != WORDS) {
            throw wrong("it has %d words, and %d were typed".formatted(WORDS, words.size()));
        }
        return new Code(words);
    }

    private static String checked(int place, String word) throws NodeException {
        if (Phrase.list().contains(word)) {
            return word;
        }
        if (!word.matches("[a-z]{1," + WORD_MAX + "}")) {
            throw wrong("word %d is none that codes are made of".formatted(place));
        }
        throw wrong(
                "word %d, \"%s\", is none that codes are made of; \"%s\" is the nearest"
                        .formatted(place, word, nearest(word)));
    }

    /// Of words equally far the one that begins most alike.
    private static String nearest(String word) {
        return Phrase.list().stream()
                .min(
                        Comparator.<String>comparingInt(each -> distance(word, each))
                                .thenComparingInt(each -> -alike(word, each)))
                .orElseThrow();
    }

    private static int alike(String one, String other) {
        int end = Math.min(one.length(), other.length());
        return (int)
                IntStream.range(0, end).takeWhile(i -> one.charAt(i) == other.charAt(i)).count();
    }

    /// The fewest letters to add, to leave out, to change or to swap with the next.
    private static int distance(String one, String other) {
        var far = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    far[i][j] = i + j;
                    continue;
                }
                boolean isSame = one.charAt(i - 1) == other.charAt(j - 1);
                int changed = far[i - 1][j - 1] + (isSame ? 0 : 1);
                far[i][j] = Math.min(changed, 1 + Math.min(far[i - 1][j], far[i][j - 1]));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    far[i][j] = Math.min(far[i][j], far[i - 2][j - 2] + 1);
                }
            }
        }
        return far[one.length()][other.length()];
    }

    private static NodeException wrong(String why) {
        return new NodeException(
                Problem.Code.REFUSED,
                "The code is not right: " + why + ".",
                "Compare it with the code on the device that invites, and type it again.");
    }

    @Override
    public String toString() {
        return "Code(hidden)";
    }
}
