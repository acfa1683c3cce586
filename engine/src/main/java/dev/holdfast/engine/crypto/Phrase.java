package dev.holdfast.engine.crypto;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The recovery phrase: 256 bits that a person can write on paper, as 24 words of BIP39's English
/// list. The last word carries 8 bits of checksum. Everything the pool's owner needs after a fire
/// comes from these bits, so the text form hides them.
///
/// Source: BIP-0039, mnemonic code for generating deterministic keys.
public record Phrase(Hash bits) {

    public static final int WORDS = 24;

    /// The most letters that [#parse] looks at.
    private static final int TEXT_MAX = 1024;

    /// Letters of a mistyped word that are looked at; no word of the list has more.
    private static final int WORD_MAX = 8;

    /// Words that are suggested for a mistyped one.
    private static final int GUESSES_MAX = 3;

    private static final int BITS_OF_A_WORD = 11;
    private static final int LIST_SIZE = 1 << BITS_OF_A_WORD;
    private static final List<String> LIST = readList();

    public List<String> words() {
        var withChecksum = new byte[Hash.BYTES + 1];
        System.arraycopy(bits.toBytes(), 0, withChecksum, 0, Hash.BYTES);
        withChecksum[Hash.BYTES] = (byte) checksum();
        var number = new BigInteger(1, withChecksum);
        var words = new ArrayList<String>(WORDS);
        for (int i = WORDS - 1; i >= 0; i--) {
            words.add(LIST.get(number.shiftRight(i * BITS_OF_A_WORD).intValue() & (LIST_SIZE - 1)));
        }
        return List.copyOf(words);
    }

    /// Reads the words as a person types them: any case, any white space, commas or line breaks.
    ///
    /// @throws MalformedException naming the word that is wrong, or the count, or that the words do
    ///   not belong together
    public static Phrase parse(String text) throws MalformedException {
        if (text.length() > TEXT_MAX) {
            throw new MalformedException("the phrase has more than " + TEXT_MAX + " letters");
        }
        var words = text.toLowerCase(Locale.ROOT).strip().split("[\\s,]+", -1);
        if (words.length != WORDS) {
            throw new MalformedException(
                    "the phrase has %d words; this has %d".formatted(WORDS, words.length));
        }
        var number = BigInteger.ZERO;
        for (int i = 0; i < WORDS; i++) {
            number =
                    number.shiftLeft(BITS_OF_A_WORD)
                            .add(BigInteger.valueOf(index(i + 1, words[i])));
        }
        var phrase = new Phrase(hashOf(number.shiftRight(Byte.SIZE)));
        if ((number.intValue() & 0xff) != phrase.checksum()) {
            throw new MalformedException(
                    "each word is in the list, but together they are no phrase: a word is wrong or"
                            + " two changed places");
        }
        return phrase;
    }

    @Override
    public String toString() {
        return "Phrase(hidden)";
    }

    /// The 2,048 words of BIP39's English list, in its order.
    public static List<String> list() {
        return LIST;
    }

    private int checksum() {
        return (int) (Sha256.of(bits.toBytes()).w0() >>> 56);
    }

    private static int index(int place, String word) throws MalformedException {
        int index = LIST.indexOf(word);
        if (index < 0) {
            throw new MalformedException(
                    "word %d, \"%s\", is not in the list; perhaps it is %s"
                            .formatted(place, word, String.join(" or ", nearest(word))));
        }
        return index;
    }

    /// The words of the list that are the fewest slips of the pen away.
    private static List<String> nearest(String word) {
        var typed = word.length() > WORD_MAX ? word.substring(0, WORD_MAX) : word;
        int fewest = LIST.stream().mapToInt(w -> slips(typed, w)).min().orElseThrow();
        return LIST.stream().filter(w -> slips(typed, w) == fewest).limit(GUESSES_MAX).toList();
    }

    /// Letters to put in, take out or change, and neighbours to swap, to come from one word to the
    /// other.
    private static int slips(String from, String to) {
        var least = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                least[i][j] = i == 0 || j == 0 ? i + j : slips(from, i, to, j, least);
            }
        }
        return least[from.length()][to.length()];
    }

    private static int slips(String from, int i, String to, int j, int[][] least) {
        int change = least[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(change, 1 + Math.min(least[i - 1][j], least[i][j - 1]));
        boolean areSwapped =
                i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
        return areSwapped ? Math.min(best, 1 + least[i - 2][j - 2]) : best;
    }

    private static Hash hashOf(BigInteger number) {
        return new Hash(
                number.shiftRight(192).longValue(),
                number.shiftRight(128).longValue(),
                number.shiftRight(64).longValue(),
                number.longValue());
    }

    private static List<String> readList() {
        try (var in = Phrase.class.getResourceAsStream("bip39-english.txt")) {
            if (in == null) {
                throw new AssertionError("the word list is missing from this build");
            }
            var list = new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
            if (list.size() != LIST_SIZE) {
                throw new AssertionError("the word list has " + list.size() + " words");
            }
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the recovery phrase yields. Exists while a pool is made or recovered; no device keeps
    /// it.
    public interface Keys {

        /// The DER SubjectPublicKeyInfo of the root Ed25519 key.
        byte[] rootPublicKey();

        /// Signs as the root of the pool: [Signatures#SIGNATURE_BYTES] bytes.
        byte[] signAsRoot(byte[] message);

        /// Opens what was boxed for recovery.
        Boxes.Opener recovery();

        /// The secret that keys chunker and chunks for the life of the pool.
        Secret dedup();
    }
}
