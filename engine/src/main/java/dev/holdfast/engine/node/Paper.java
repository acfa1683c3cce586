package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.recovery.WordsPage;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.crypto.bc.BcPoolKeys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// The recovery words on their way to paper. Nothing of them is kept in the home: while nobody has
/// looked whether the paper can be read, a file there has the hash of the public key that they
/// yield.
public final class Paper {

    static final String UNREAD = "words.unread";

    private final HomeFiles files;

    Paper(HomeFiles files) {
        this.files = files;
    }

    /// Writes the words, in one line, into a file that must not exist yet, for its owner alone. It
    /// is on the disk when this returns.
    public void write(Path file, List<String> words) throws IOException {
        create(file, String.join(" ", words) + System.lineSeparator());
    }

    /// Writes a page to print in the same way.
    ///
    /// @param device the first device of the pool, as people call it
    public void print(Path file, String device, List<String> words) throws IOException {
        create(file, new WordsPage(device, WallClock.of(files).instant(), words).text());
    }

    private static void create(Path file, String text) throws IOException {
        HomeFiles.createPrivate(file);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        var parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            HomeFiles.sync(parent);
        }
    }

    /// Notes that nobody has read the words from the paper yet; `status` says so until [#check].
    public void putOff(List<String> words) throws NodeException {
        files.check();
        try {
            files.write(UNREAD, root(String.join(" ", words)) + "\n");
        } catch (IOException e) {
            throw HomeFiles.failed("write", files.directory().resolve(UNREAD), e);
        }
    }

    /// Compares the words with those that were drawn here, and ends the reminder when they are the
    /// same. They are sent nowhere.
    ///
    /// @param typed 24, as somebody read them from the paper
    /// @throws NodeException `REFUSED` when they are others, `NO_SUCH` when nothing was put off
    public void check(String typed) throws NodeException {
        files.check();
        var drawn = files.read(UNREAD);
        if (drawn.isEmpty()) {
            throw new NodeException(
                    Problem.Code.NO_SUCH,
                    "Nothing is kept here with which words could be compared.",
                    "Try them with `holdfast recover --rehearse` and an empty --home, while another"
                            + " device of the pool runs.");
        }
        if (!drawn.get().strip().equals(root(typed))) {
            throw new NodeException(
                    Problem.Code.REFUSED,
                    "These are recovery words, but not those of this pool.",
                    "Look for the paper of this pool; if it is lost, begin a pool anew and put"
                            + " everything there, for these words cannot be shown again.");
        }
        try {
            files.delete(UNREAD);
            HomeFiles.sync(files.directory());
        } catch (IOException e) {
            throw HomeFiles.failed("delete", files.directory().resolve(UNREAD), e);
        }
    }

    private static String root(String words) throws NodeException {
        return Sha256.of(new BcPoolKeys(Recovering.phrase(words)).rootPublicKey()).toString();
    }

    /// What `status` says until the words were read.
    static Optional<Problem> reminder(HomeFiles files) throws NodeException {
        return files.read(UNREAD).map(_ -> unread());
    }

    private static Problem unread() {
        return new Problem(
                Problem.Code.NO_SUCH,
                "Nobody has looked whether the recovery words can be read from their paper.",
                "Type them once with `holdfast recover --check`; without them nothing comes back"
                        + " when all devices are lost.");
    }
}
