package dev.holdfast.engine.core.text;

import dev.holdfast.engine.core.canonical.MalformedException;

import java.util.Arrays;

/// The letters a-z and 2-7 of RFC 4648, in groups of eight with hyphens between: seven letters
/// carry 35 bits, the eighth checks them. A last group may be shorter; its last letter checks it
/// too.
///
/// The check is a sum over GF(32) whose weights are the powers of a generator, begun with the
/// number of the group. Within a group it notices every single wrong letter and every two that
/// changed places; between groups, every two that did, up to 32 apart.
public final class Base32 {

    /// Letters of a group with its check.
    private static final int GROUP = 8;

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;

    /// x^5 + x^2 + 1, which is primitive.
    private static final int POLYNOMIAL = 0b100101;

    private Base32() {}

    public static String encode(byte[] bytes) {
        int letters = (bytes.length * Byte.SIZE + BITS - 1) / BITS;
        var text = new StringBuilder();
        int check = 0;
        for (int i = 0; i < letters; i++) {
            if (i % (GROUP - 1) == 0) {
                text.append(i == 0 ? "" : "-");
                check = start(i / (GROUP - 1));
            }
            int value = bitsAt(bytes, i * BITS);
            text.append(ALPHABET.charAt(value));
            check = next(check, value);
            if (i % (GROUP - 1) == GROUP - 2 || i == letters - 1) {
                text.append(ALPHABET.charAt(check));
            }
        }
        return text.toString();
    }

    /// Reads what [#encode] wrote, in any case, with hyphens and white space anywhere or nowhere.
    ///
    /// @param max the most bytes it may stand for
    /// @throws MalformedException saying what is wrong in which group
    public static byte[] decode(String text, int max) throws MalformedException {
        var letters = letters(text, max);
        int groups = (letters.length + GROUP - 1) / GROUP;
        int data = letters.length - groups;
        var bytes = new byte[data * BITS / Byte.SIZE];
        long bits = 0;
        int held = 0;
        int at = 0;
        for (int group = 0; group < groups; group++) {
            int end = Math.min(letters.length, (group + 1) * GROUP) - 1;
            check(letters, group, end);
            for (int i = group * GROUP; i < end; i++) {
                bits = bits << BITS | letters[i];
                held += BITS;
                if (held >= Byte.SIZE) {
                    held -= Byte.SIZE;
                    bytes[at++] = (byte) (bits >>> held);
                }
            }
        }
        if (held >= BITS || (bits & ((1L << held) - 1)) != 0) {
            throw new MalformedException("the end is missing or wrong");
        }
        return bytes;
    }

    private static void check(int[] letters, int group, int end) throws MalformedException {
        int check = start(group);
        for (int i = group * GROUP; i < end; i++) {
            check = next(check, letters[i]);
        }
        if (end == group * GROUP || letters[end] != check) {
            throw new MalformedException(
                    "group %d, \"%s\", is mistyped"
                            .formatted(group + 1, shown(letters, group, end)));
        }
    }

    private static int[] letters(String text, int max) throws MalformedException {
        int most = (max * Byte.SIZE + BITS - 1) / BITS;
        most += (most + GROUP - 2) / (GROUP - 1);
        var values = new int[Math.min(most, text.length())];
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '-' || Character.isWhitespace(c)) {
                continue;
            }
            int value = ALPHABET.indexOf(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
            if (value < 0) {
                throw new MalformedException(
                        "group %d has a character that is not in a-z or 2-7"
                                .formatted(count / GROUP + 1));
            }
            if (count == values.length) {
                throw new MalformedException("it is too long");
            }
            values[count++] = value;
        }
        return Arrays.copyOf(values, count);
    }

    private static String shown(int[] letters, int group, int end) {
        var text = new StringBuilder();
        for (int i = group * GROUP; i <= end; i++) {
            text.append(ALPHABET.charAt(letters[i]));
        }
        return text.toString();
    }

    private static int bitsAt(byte[] bytes, int bit) {
        int at = bit / Byte.SIZE;
        int two =
                (bytes[at] & 0xff) << Byte.SIZE
                        | (at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0);
        return two >>> (2 * Byte.SIZE - BITS - bit % Byte.SIZE) & MASK;
    }

    private static int start(int group) {
        return group + 1 & MASK;
    }

    /// Adds one letter: the sum so far times the generator, plus the letter times the generator.
    private static int next(int check, int value) {
        int doubled = (check ^ value) << 1;
        return doubled > MASK ? doubled ^ POLYNOMIAL : doubled;
    }
}
