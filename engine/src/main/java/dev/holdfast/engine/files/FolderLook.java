package dev.holdfast.engine.files;

import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Coverage;
import dev.holdfast.engine.core.sync.Item;
import dev.holdfast.engine.core.sync.Observations;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.core.sync.Present;
import dev.holdfast.engine.core.sync.Sight;
import dev.holdfast.engine.core.sync.Trees;
import dev.holdfast.engine.core.sync.Writing;
import dev.holdfast.engine.folder.Found;
import dev.holdfast.engine.folder.LinkedFolder;
import dev.holdfast.engine.folder.LocalTree.OwnHome;
import dev.holdfast.engine.folder.Standing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One look at what is in a linked folder, all of it or a part. A file that looks as it did when it
/// was in step is what it was; every other waits to be read. Serves one thread.
final class FolderLook implements LinkedFolder.Visitor {

    /// Says which directories are not gone into, because what is below is not looked at.
    interface Steady {

        /// All is looked at.
        Steady NONE =
                new Steady() {
                    @Override
                    public boolean isSteady(EntryPath directory, Sight sight) {
                        return false;
                    }

                    @Override
                    public void led(EntryPath directory) {}
                };

        boolean isSteady(EntryPath directory, Sight sight);

        /// A directory that is not kept in step is gone into, for others below it may be.
        void led(EntryPath directory);
    }

    /// Says which files are executable.
    interface Modes {

        /// What the file system shows.
        Modes SHOWN = (_, standing) -> standing.executable();

        boolean isExecutable(EntryPath path, Standing standing) throws IOException;
    }

    /// What a look is for.
    ///
    /// @param top where in the volume the folder's root is
    /// @param own nothing is said of any of it
    record Aims(
            EntryPath top,
            Linked.Entering entering,
            Steady steady,
            Modes modes,
            OwnHome.Things own) {}

    /// What became of a file that was to be read.
    ///
    /// @param content empty when it could not be read, or somebody changed it meanwhile
    /// @param why it could not be read
    /// @param kept chunks that had been kept by then, those of other files too
    record Read(
            EntryPath path,
            Standing standing,
            Optional<Content> content,
            Optional<IOException> why,
            int kept) {}

    private final Observations before;
    private final Coverage covers;
    private final Aims aims;
    private final TreeMap<EntryPath, Present> items = new TreeMap<>();
    private final Map<EntryPath, Standing> waiting = new LinkedHashMap<>();
    private final Set<EntryPath> unread = new TreeSet<>();
    private final Map<String, String> unfit = new TreeMap<>();
    private final Map<EntryPath, Entry.Kind> kinds = new HashMap<>();
    private final Map<EntryPath, EntryPath> came = new HashMap<>();
    private final Map<EntryPath, Long> listed = new HashMap<>();

    FolderLook(Observations before, Coverage covers, Aims aims) {
        this.before = before;
        this.covers = covers;
        this.aims = aims;
    }

    /// Files that are still to be read, those of one directory in order.
    Map<EntryPath, Standing> waiting() {
        return Collections.unmodifiableMap(waiting);
    }

    /// What stands in the folder; what waits to be read with a content that nobody has.
    Trees.Folder folder(String root) {
        return new Trees.Folder(root, items, unread);
    }

    /// Files that are new where they stand, and where else each was.
    Map<EntryPath, EntryPath> came() {
        return came;
    }

    /// Directories whose names were read, and when each had last changed before that: nanoseconds
    /// since 1970 UTC.
    Map<EntryPath, Long> listed() {
        return listed;
    }

    /// The names in a directory are about to be read.
    void list(EntryPath directory, Standing standing) {
        aims.entering.enter(directory, standing.sight());
        listed.put(directory, standing.modifiedNanos());
    }

    /// What cannot be in a volume, and what may not be read, and why.
    Map<String, String> unfit() {
        return unfit;
    }

    /// Whether a directory was met there.
    boolean hasDirectory(EntryPath path) {
        var here = items.get(path);
        return here != null && here.item().isDirectory();
    }

    /// What stands at a place, as far as it is known now.
    Optional<Present> here(EntryPath path) {
        return Optional.ofNullable(items.get(path));
    }

    /// What the volume is to say of a thing that was read on this look.
    Optional<Entry.Kind> kind(EntryPath path) {
        return Optional.ofNullable(kinds.get(path));
    }

    @Override
    public boolean seen(EntryPath path, Standing standing) throws IOException {
        aims.own.keepOut(standing);
        boolean isDirectory = standing.kind() == Found.Kind.DIRECTORY;
        if (path.isRoot() || !covers.covers(path, isDirectory)) {
            return isDirectory && leadsOn(path, standing);
        }
        var fault = Writing.fault(aims.top, path);
        if (fault.isPresent()) {
            unfit.put(path.text(), fault.get());
            return false;
        }
        switch (standing.kind()) {
            case DIRECTORY -> {
                directory(path, standing);
                return !aims.steady.isSteady(path, standing.sight());
            }
            case SYMLINK -> symlink(path, standing);
            case FILE -> file(path, standing);
            case OTHER -> unread.add(path);
        }
        return true;
    }

    private void directory(EntryPath path, Standing standing) {
        list(path, standing);
        items.put(path, new Present(new Item.Directory(), standing.sight()));
        kinds.put(path, new Entry.Directory(standing.modifiedNanos()));
    }

    private boolean leadsOn(EntryPath path, Standing standing) {
        if (!covers.leadsOn(path)) {
            return false;
        }
        list(path, standing);
        aims.steady.led(path);
        return true;
    }

    private void symlink(EntryPath path, Standing standing) throws IOException {
        var kind = new Entry.Symlink(standing.target(), standing.modifiedNanos());
        if (!isFit(standing.target())) {
            throw new IOException("its target is longer than a volume keeps");
        }
        items.put(path, new Present(new Item.Symlink(standing.target()), standing.sight()));
        kinds.put(path, kind);
    }

    private static boolean isFit(String target) {
        return target.getBytes(StandardCharsets.UTF_8).length <= Entry.TARGET_MAX;
    }

    private void file(EntryPath path, Standing standing) throws IOException {
        var sight = standing.sight();
        var agreed = before.at(path);
        var same =
                agreed.isEmpty() ? before.file(sight) : agreed.flatMap(each -> file(each, sight));
        if (agreed.isEmpty()) {
            before.place(sight).ifPresent(from -> came.put(path, from));
        }
        if (same.isEmpty()) {
            waiting.put(path, standing);
        }
        boolean isExecutable = aims.modes.isExecutable(path, standing);
        var item =
                same.map(it -> new Item.File(it.root(), it.length(), isExecutable))
                        .orElseGet(() -> Plan.Ahead.unread(sight.size(), isExecutable));
        items.put(path, new Present(item, sight));
    }

    private static Optional<Item.File> file(Agreed agreed, Sight sight) {
        return agreed.sight().equals(sight) && agreed.item() instanceof Item.File file
                ? Optional.of(file)
                : Optional.empty();
    }

    /// Takes a file that was read.
    void take(Read read) throws IOException {
        var path = read.path;
        waiting.remove(path);
        if (read.content.isEmpty()) {
            items.remove(path);
            read.why.ifPresentOrElse(why -> unread(path, why), () -> unread.add(path));
            return;
        }
        var standing = read.standing;
        boolean isExecutable = aims.modes.isExecutable(path, standing);
        var kind = new Entry.File(read.content.get(), standing.modifiedNanos(), isExecutable);
        items.put(path, new Present(Item.of(kind).orElseThrow(), standing.sight()));
        kinds.put(path, kind);
    }

    /// Reads all of a file that has few bytes.
    static ByteBuffer all(ReadableByteChannel from, int size) throws IOException {
        var all = ByteBuffer.allocate(size + 1);
        int count = 0;
        while (count >= 0 && all.hasRemaining()) {
            count = from.read(all);
        }
        return all.flip();
    }

    @Override
    public void unread(EntryPath path, IOException why) {
        if (covers.covers(path, false) || covers.leadsOn(path)) {
            unread.add(path);
            Problems.hindrance(why).ifPresent(each -> unfit.put(path.text(), each));
        }
    }

    @Override
    public void unfit(String name, String why) {
        unfit.put(name, why);
    }
}
