package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.folder.GrowingFile;
import dev.holdfast.engine.folder.LocalPlace;
import dev.holdfast.engine.folder.Spool;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Makes a content a file of this machine: whole under its name, or not at all.
///
/// A get that is broken off leaves what it has, if that is worth it, under a name that follows from
/// the file and its version; the next get of that version checks each chunk of it and fetches only
/// what is missing.
///
/// @param windows for large files on their way to the disk
record FileGrower(ContentReader reader, Spool.Windows windows) {

    /// Bytes from which on what a get has is kept when it is broken off. Less is soon fetched
    /// again, and who cancels a small get wants nothing left.
    static final long KEPT_MIN = 64 << 20;

    /// Sees the plain bytes in order, those included that were there already.
    @FunctionalInterface
    interface Passing {
        void passed(ByteBuffer bytes);
    }

    /// Grows a file of any size, and gives it its name, which is durable when the directory is
    /// finished.
    void grow(Entry.File file, String name, LocalPlace directory, Passing passing)
            throws IOException, NodeException, InterruptedException {
        grow(file, name, directory, passing, _ -> {});
    }

    /// Looks at what a file is going to replace, right before it does.
    @FunctionalInterface
    interface LastLook {

        /// @throws IOException when it is not to be replaced after all
        void look(GrowingFile finished) throws IOException;
    }

    /// The same with a last look.
    void grow(Entry.File file, String name, LocalPlace directory, Passing passing, LastLook last)
            throws IOException, NodeException, InterruptedException {
        long length = file.content().length();
        try (var growing = directory.file(name, version(file));
                var spool = Spool.of(growing, length, windows)) {
            var receiver = new Receiver(growing, spool, passing);
            try {
                reader.read(file.content(), receiver);
                spool.finish();
                growing.end(length);
                dress(growing, file);
                growing.force();
                last.look(growing);
                growing.place();
            } finally {
                if (receiver.offset >= KEPT_MIN) {
                    growing.keep();
                }
            }
        }
    }

    /// Writes a file of bytes that are at hand. It is not durable yet and has no name; the caller
    /// sees to both and closes it.
    GrowingFile write(Entry.File file, String name, LocalPlace directory, ByteBuffer bytes)
            throws IOException {
        var growing = directory.file(name, version(file));
        boolean isWritten = false;
        try {
            growing.write(0, bytes);
            growing.end(file.content().length());
            dress(growing, file);
            isWritten = true;
            return growing;
        } finally {
            if (!isWritten) {
                growing.close();
            }
        }
    }

    private static void dress(GrowingFile growing, Entry.File file) throws IOException {
        growing.dress(Times.instant(file.mtimeNanos()), file.executable());
    }

    private static String version(Entry.File file) {
        return file.content().root() + (file.executable() ? " x" : "");
    }

    /// A file that may hold what an earlier get has left.
    private static final class Receiver implements ContentReader.Receiver {

        private final GrowingFile file;
        private final Spool spool;
        private final Passing passing;
        private final long had;
        private long offset;

        Receiver(GrowingFile file, Spool spool, Passing passing) throws IOException {
            this.file = file;
            this.spool = spool;
            this.passing = passing;
            had = file.length();
        }

        @Override
        public boolean already(long from, ByteBuffer into) {
            return from + into.remaining() <= had && file.read(from, into);
        }

        @Override
        public void take(ByteBuffer bytes, boolean isThere) throws IOException {
            passing.passed(bytes.duplicate());
            offset += bytes.remaining();
            spool.put(bytes, !isThere);
        }
    }
}
