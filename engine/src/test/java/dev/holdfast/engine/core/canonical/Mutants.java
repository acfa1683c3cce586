package dev.holdfast.engine.core.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/// What every decoder of bytes from outside is held to: whatever comes, it answers with a value or
/// with the exception that it names, takes no more memory than the bytes are worth, and what it
/// takes has no other form.
///
/// What comes is made from good bytes, by a seed: bits and bytes are changed, pieces cut out,
/// doubled and taken from another sample, lengths written over with the greatest and least numbers
/// there are, ends cut off and added; and noise. What a [Corpus] keeps is tried before, and changed
/// like the good bytes.
public final class Mutants {

    /// Bytes of memory that a decoder may take for each byte it reads.
    private static final long WORTH = 256;

    /// Bytes of memory that it may take in any case.
    private static final long FREE = 4 << 20;

    private static final int[] EXTREMES = {
        0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xffff, 0x10000, 0x7fff_fff0, 1 << 24
    };

    private Mutants() {}

    /// Reads bytes, and answers with the same, written anew from what was read.
    @FunctionalInterface
    public interface Decoder {
        byte[] again(byte[] bytes) throws Exception;
    }

    /// What is tried.
    ///
    /// @param name that of its corpus
    /// @param refusal the exception that the decoder names
    public record Subject(String name, Decoder decoder, Class<? extends Exception> refusal) {}

    /// @param count how many mutants are tried
    public static void tell(Subject subject, List<byte[]> samples, int count, long seed)
            throws Exception {
        for (var sample : samples) {
            assertThat(subject.decoder().again(sample)).as("a good sample").isEqualTo(sample);
        }
        if (Corpus.isMade()) {
            Corpus.make(subject, samples, count, seed);
        }
        var all = new ArrayList<>(samples);
        for (var kept : Corpus.of(subject.name())) {
            boolean isRefused = isRefused(subject, kept.bytes(), "none, it is kept");
            assertThat(isRefused).as("%s", kept).isEqualTo(kept.isRefused());
            all.add(kept.bytes());
        }
        var random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < count; i++) {
            var mutant = mutant(all, random);
            refused += isRefused(subject, mutant, seed + ", mutant " + i) ? 1 : 0;
        }
        assertThat(refused).as("mutants that are refused").isPositive();
    }

    private static boolean isRefused(Subject subject, byte[] mutant, String which) {
        long before = Allocated.now();
        var again = new AtomicReference<byte[]>();
        var thrown = catchThrowable(() -> again.set(subject.decoder().again(mutant)));
        assertThat(Allocated.now() - before)
                .as("memory taken; seed %s of %s", which, shown(mutant))
                .isLessThan(FREE + WORTH * mutant.length);
        if (thrown == null) {
            assertThat(again.get()).as("another form; seed %s", which).isEqualTo(mutant);
            return false;
        }
        assertThat(thrown)
                .as("seed %s of %s", which, shown(mutant))
                .isInstanceOf(subject.refusal());
        return true;
    }

    /// As a line of the corpus, into which it belongs when the fault is mended.
    private static String shown(byte[] mutant) {
        return mutant.length + " bytes: " + Corpus.line(mutant, true, "");
    }

    /// The next one.
    public static byte[] mutant(List<byte[]> samples, Random random) {
        if (random.nextInt(20) == 0) {
            var noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            return noise;
        }
        var bytes = samples.get(random.nextInt(samples.size())).clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            bytes = changed(bytes, samples.get(random.nextInt(samples.size())), random);
        }
        return bytes;
    }

    private static byte[] changed(byte[] bytes, byte[] other, Random random) {
        if (bytes.length == 0) {
            return other.clone();
        }
        int at = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(40));
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> extreme(bytes, at, random);
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return joined(bytes, new byte[random.nextInt(9)]);
            }
            case 5 -> {
                return joined(
                        Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
            }
            case 6 -> {
                return joined(
                        Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
            }
            default -> {
                int from = random.nextInt(other.length + 1);
                return joined(
                        Arrays.copyOf(bytes, at), Arrays.copyOfRange(other, from, other.length));
            }
        }
        return bytes;
    }

    private static void extreme(byte[] bytes, int at, Random random) {
        int number = EXTREMES[random.nextInt(EXTREMES.length)];
        for (int i = 0; i < Integer.BYTES && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (number >>> (8 * (Integer.BYTES - 1 - i)));
        }
    }

    private static byte[] joined(byte[] one, byte[] two) {
        var joined = new ByteArrayOutputStream();
        joined.writeBytes(one);
        joined.writeBytes(two);
        return joined.toByteArray();
    }

    /// How much memory this thread has taken so far. The module that knows is none that the engine
    /// reads, so it is asked by name.
    private static final class Allocated {

        private static final Object BEAN;
        private static final Method ASK;

        static {
            try {
                BEAN =
                        Class.forName("java.lang.management.ManagementFactory")
                                .getMethod("getThreadMXBean")
                                .invoke(null);
                ASK =
                        Class.forName("com.sun.management.ThreadMXBean")
                                .getMethod("getCurrentThreadAllocatedBytes");
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        static long now() {
            try {
                return (long) ASK.invoke(BEAN);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("every JDK that tests run on counts", e);
            }
        }
    }
}
