package dev.holdfast.engine.core.canonical;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/// Bytes that are kept for a decoder and tried in each run, a file `NAME.txt` for each, a line for
/// each: `+` for what is read or `-` for what is refused, the bytes (deflated, in base 64), and
/// why. What once broke a decoder is added by hand, by the line that its failure tells.
///
/// A run with the system property [#PROPERTY] writes the files anew into the directory that it
/// names: what is good, and of each reason to refuse the shortest mutant of many.
final class Corpus {

    static final String PROPERTY = "dev.holdfast.corpus";

    /// The greatest input that is kept, in bytes.
    private static final int BYTES_MAX = 1 << 16;

    /// Good samples that are kept, the shortest.
    private static final int GOOD_MAX = 8;

    /// Reasons of which one mutant each is kept.
    private static final int REASONS_MAX = 40;

    /// Mutants that are looked through for each that a test tries.
    private static final int LOOKED_AT = 10;

    private Corpus() {}

    /// @param why it is kept
    record Kept(byte[] bytes, boolean isRefused, String why) {

        @Override
        public String toString() {
            return line(bytes, isRefused, why);
        }
    }

    static List<Kept> of(String name) {
        try (var in = Corpus.class.getResourceAsStream("corpus/" + name + ".txt")) {
            if (in == null) {
                throw new AssertionError("nothing is kept for " + name + "; see " + PROPERTY);
            }
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank()).map(Corpus::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Kept read(String line) {
        var parts = line.split(" ", 3);
        return new Kept(
                inflated(Base64.getDecoder().decode(parts[1])), parts[0].equals("-"), parts[2]);
    }

    static String line(byte[] bytes, boolean isRefused, String why) {
        var packed = Base64.getEncoder().encodeToString(deflated(bytes));
        return (isRefused ? "- " : "+ ") + packed + " " + why;
    }

    private static byte[] deflated(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] inflated(byte[] packed) {
        var inflater = new Inflater();
        try {
            inflater.setInput(packed);
            var bytes = new byte[BYTES_MAX];
            int length = inflater.inflate(bytes);
            if (!inflater.finished()) {
                throw new AssertionError("more than " + BYTES_MAX + " bytes are kept");
            }
            return Arrays.copyOf(bytes, length);
        } catch (DataFormatException e) {
            throw new AssertionError("a line of the corpus is damaged", e);
        } finally {
            inflater.end();
        }
    }

    static boolean isMade() {
        return System.getProperty(PROPERTY) != null;
    }

    /// Looks at many more mutants than a test does, and keeps what is refused for another reason.
    static void make(Mutants.Subject subject, List<byte[]> samples, int count, long seed)
            throws IOException {
        var random = new Random(seed);
        var byReason = new TreeMap<String, byte[]>();
        for (int i = 0; i < LOOKED_AT * count; i++) {
            var mutant = Mutants.mutant(samples, random);
            var why = why(subject, mutant);
            if (!why.isEmpty() && mutant.length <= BYTES_MAX) {
                byReason.merge(
                        why, mutant, (one, other) -> one.length <= other.length ? one : other);
            }
        }
        var lines = new ArrayList<String>();
        samples.stream()
                .filter(sample -> sample.length <= BYTES_MAX)
                .sorted(Comparator.comparingInt(sample -> sample.length))
                .limit(GOOD_MAX)
                .forEach(sample -> lines.add(line(sample, false, "good")));
        byReason.entrySet().stream()
                .limit(REASONS_MAX)
                .forEach(each -> lines.add(line(each.getValue(), true, each.getKey())));
        var folder = Path.of(System.getProperty(PROPERTY));
        Files.write(folder.resolve(subject.name() + ".txt"), lines);
    }

    /// The reason without what differs from one mutant to the next; empty when it is taken.
    private static String why(Mutants.Subject subject, byte[] mutant) {
        var thrown = catchThrowable(() -> subject.decoder().again(mutant));
        return thrown == null
                ? ""
                : String.valueOf(thrown.getMessage())
                        .replaceAll("\"[^\"]*\"|'[^']*'", "it")
                        .replaceAll("[^\\x20-\\x7e]|-?[0-9][0-9a-f]*", "n");
    }
}
