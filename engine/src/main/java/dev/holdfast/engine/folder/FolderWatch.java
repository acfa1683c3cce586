package dev.holdfast.engine.folder;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Sight;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Tells that something in a linked folder may have changed. What it tells is a hint and may be
/// wrong or missing: changes through a memory map, or made on another machine of a shared disk, are
/// never told. Safe for many threads.
///
/// Only where the system itself tells of changes without a handle of each directory that would keep
/// people from renaming it, which is Linux; elsewhere nothing is watched.
public final class FolderWatch implements AutoCloseable {

    private static final WatchEvent.Kind<?>[] ALL = {
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE
    };

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    private final Path root;
    private final Asking asking;
    private final Optional<WatchService> service;
    private final Map<EntryPath, Watched> watched = new ConcurrentHashMap<>();

    /// By what name each directory that is watched was entered last.
    private final Map<WatchKey, EntryPath> names = new ConcurrentHashMap<>();

    private volatile Optional<String> failure;

    /// @param inode of the directory that is watched
    private record Watched(WatchKey key, long inode) {}

    /// Asks the system to tell of changes in a directory.
    @FunctionalInterface
    interface Asking {

        /// @throws IOException when the system watches no more directories
        WatchKey watch(Path directory, WatchService service) throws IOException;
    }

    private FolderWatch(
            Path root, Asking asking, Optional<WatchService> service, Optional<String> failure) {
        this.root = root;
        this.asking = asking;
        this.service = service;
        this.failure = failure;
    }

    /// Watches nothing yet; see [#on].
    public static FolderWatch of(String directory) {
        return of(directory, (path, service) -> path.register(service, ALL));
    }

    @SuppressWarnings("MustBeClosedChecker") // the watch is closed with this
    static FolderWatch of(String directory, Asking asking) {
        var root = Path.of(directory);
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return new FolderWatch(root, asking, Optional.empty(), Optional.empty());
        }
        try {
            var service = FileSystems.getDefault().newWatchService();
            return new FolderWatch(root, asking, Optional.of(service), Optional.empty());
        } catch (IOException e) {
            LOG.warn("{} is not watched: {}", directory, e.getMessage());
            return new FolderWatch(
                    root, asking, Optional.empty(), Optional.of("max_user_instances"));
        }
    }

    /// Watches a directory. Called before its names are read, no change after that is missed.
    ///
    /// @param sight of the directory: another one of the same name is watched anew
    public void on(EntryPath directory, Sight sight) {
        var before = watched.get(directory);
        if (service.isEmpty() || (before != null && before.inode == sight.inode())) {
            return;
        }
        try {
            var path = root.resolve(directory.text());
            var key = asking.watch(path, service.get());
            names.put(key, directory);
            watched.put(directory, new Watched(key, sight.inode()));
        } catch (IOException e) {
            if (Files.isDirectory(root.resolve(directory.text()))) {
                LOG.debug("{} is not watched.", directory, e);
                failure = Optional.of("max_user_watches");
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("{} is not watched any more.", directory, e);
        }
    }

    /// A look at all of the folder begins: it may be that what could not be watched now can.
    public void beginAgain() {
        if (service.isPresent()) {
            failure = Optional.empty();
        }
    }

    /// Whether all directories that were met are watched.
    public boolean isWhole() {
        return service.isPresent() && failure.isEmpty();
    }

    /// Which limit of the system keeps directories from being watched: the name of a setting below
    /// `fs.inotify`.
    public Optional<String> limit() {
        return failure;
    }

    /// Whether anything can be watched here.
    public boolean isOn() {
        return service.isPresent();
    }

    /// Waits until something may have changed. What the system could not tell for want of room it
    /// says of every directory, so nothing is missing for that.
    ///
    /// @return the directories that it was in; one that was moved away may go by its earlier name
    /// @throws InterruptedException also when this is closed
    public Set<EntryPath> await() throws InterruptedException {
        var events = service.orElseThrow();
        var changed = new HashSet<EntryPath>();
        try {
            for (var key = events.take(); key != null; key = events.poll()) {
                key.pollEvents();
                Optional.ofNullable(names.get(key)).ifPresent(changed::add);
                if (!key.reset()) {
                    var gone = key;
                    names.remove(gone);
                    watched.values().removeIf(each -> each.key.equals(gone));
                }
            }
            return changed;
        } catch (ClosedWatchServiceException e) {
            throw new InterruptedException("nothing is watched any more");
        }
    }

    @Override
    public void close() {
        try {
            if (service.isPresent()) {
                service.get().close();
            }
        } catch (IOException e) {
            LOG.debug("A watch was not closed cleanly.", e);
        }
    }
}
