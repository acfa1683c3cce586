package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.folder.LocalPlace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Places many files side by side. Small ones are made durable together, and their chunks that are
/// not here are asked for many at once. Files are added by one thread.
final class ManyFiles implements AutoCloseable {

    /// Files that grow at once. More do not sync faster.
    private static final int FILES_AT_ONCE = 32;

    /// Bytes of a file that is held in memory while it is placed; a larger one takes its turn at
    /// the reader's buffers.
    private static final int SMALL_MAX = 64 << 10;

    /// Small files that are asked for together, and how many such questions are out at once.
    private static final int ASKED_MAX = 256;

    private static final int QUESTIONS = 2;

    /// Bytes of larger files that small ones wait for at the most before they are asked for and get
    /// their names.
    private static final long WAITED_MAX = 16 << 20;

    private final ChunkFinder finder;
    private final FileGrower grower;
    private final Settling settling;
    private final Crew files = new Crew("place-", FILES_AT_ONCE);
    private final Crew larger = new Crew("grow-", FILES_AT_ONCE);
    private final Crew questions = new Crew("ask-", QUESTIONS);
    private List<One> missing = new ArrayList<>();
    private long waited;

    /// @param settling closed with this
    ManyFiles(ChunkFinder finder, FileGrower grower, Settling settling) {
        this.finder = finder;
        this.grower = grower;
        this.settling = settling;
    }

    /// A file to be placed.
    ///
    /// @param in open until `end` has heard
    record One(
            Entry.File file,
            String name,
            LocalPlace in,
            FileGrower.Passing passing,
            Settling.End end) {}

    /// Begins to place a file as soon as there is room for it among the others.
    void add(One one) throws NodeException, InterruptedException {
        if (!(one.file.content() instanceof Content.One content)
                || content.ref().length() > SMALL_MAX) {
            waited += one.file.content().length();
            if (waited >= WAITED_MAX) {
                waited = 0;
                ask();
                settling.finish();
            }
            larger.begin(() -> large(one));
        } else if (finder.isHere(content.ref())) {
            begin(one);
        } else {
            missing.add(one);
            if (missing.size() >= ASKED_MAX) {
                ask();
            }
        }
    }

    /// Returns when each file that was added has its name or its end.
    void finish() throws NodeException, InterruptedException {
        ask();
        questions.await();
        files.await();
        settling.finish();
        larger.await();
    }

    private void begin(One one) throws InterruptedException {
        files.begin(() -> small(one, () -> grower.reader().small(content(one))));
    }

    /// The content of a small file.
    private static Content.One content(One one) {
        return (Content.One) one.file.content();
    }

    private void large(One one) throws NodeException, InterruptedException {
        var done =
                tried(
                        one,
                        () -> {
                            grower.grow(one.file, one.name, one.in, one.passing, one.end);
                            return one;
                        });
        if (done.isPresent()) {
            one.end.placed();
        }
    }

    /// Where a small file's bytes come from.
    private interface Bytes {
        ByteBuffer read() throws NodeException, InterruptedException;
    }

    private void small(One one, Bytes from) throws NodeException, InterruptedException {
        var written =
                tried(
                        one,
                        () -> {
                            var bytes = from.read();
                            one.passing.passed(bytes.duplicate());
                            return grower.write(one.file, one.name, one.in, bytes);
                        });
        if (written.isPresent()) {
            settling.add(written.get(), one.end);
        }
    }

    private interface Try<T> {
        T run() throws IOException, NodeException, InterruptedException;
    }

    /// Does something for a file; what goes wrong ends the file.
    private static <T> Optional<T> tried(One one, Try<T> something)
            throws NodeException, InterruptedException {
        try {
            return Optional.of(something.run());
        } catch (IOException e) {
            one.end.missed(e);
        } catch (NodeException e) {
            one.end.missed(e);
        }
        return Optional.empty();
    }

    /// Asks the other devices for the small files that are not here.
    private void ask() throws InterruptedException {
        var asked = missing;
        missing = new ArrayList<>();
        if (!asked.isEmpty()) {
            questions.begin(() -> new Question(asked).ask());
        }
    }

    /// Ends what is under way: no file gets its name any more.
    void end() {
        questions.close();
        files.close();
        larger.close();
    }

    @Override
    public void close() {
        end();
        settling.close();
    }

    /// Small files whose chunks are asked for together.
    private final class Question {

        private final Map<ChunkId, List<One>> open = new LinkedHashMap<>();

        Question(List<One> all) {
            for (var one : all) {
                open.computeIfAbsent(content(one).ref().id(), _ -> new ArrayList<>()).add(one);
            }
        }

        void ask() throws InterruptedException {
            finder.readMany(List.copyOf(open.keySet()), this::arrived);
            for (var late : open.values()) {
                for (var one : late) {
                    begin(one);
                }
            }
        }

        private void arrived(ChunkId id, ByteBuffer sealed) throws InterruptedException {
            for (var one : taken(id)) {
                var bytes = copy(sealed);
                files.begin(() -> small(one, () -> grower.reader().open(content(one), bytes)));
            }
        }

        private static ByteBuffer copy(ByteBuffer bytes) {
            return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
        }

        private synchronized List<One> taken(ChunkId id) {
            var all = open.remove(id);
            return all == null ? List.of() : all;
        }
    }
}
