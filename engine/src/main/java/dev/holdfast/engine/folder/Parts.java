package dev.holdfast.engine.folder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Files that an earlier get began and did not finish. Whoever grows a part holds a lock on it, so
/// one that can be locked was left. A part is only trusted to be a place to write to when this
/// person owns it under this one name: in a directory that others can write to, it might be bait.
final class Parts {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private static final Set<? extends java.nio.file.OpenOption> AGAIN =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private Parts() {}

    /// Parts that are in a directory.
    static Set<String> in(DirectoryStream<Path> handle) throws IOException {
        Set<String> parts = ConcurrentHashMap.newKeySet();
        try {
            for (var each : handle) {
                var name = each.getFileName();
                if (name != null && PartName.isPart(name.toString())) {
                    parts.add(name.toString());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return parts;
    }

    /// Goes on with a part; null when it cannot be taken over.
    static @Nullable GrowingFile goOn(LocalPlace place, String part, Path name) {
        var temporary = Path.of(part);
        var channel = taken(place, temporary);
        return channel == null
                ? null
                : narrowed(new GrowingFile(place, temporary, name, channel), channel);
    }

    private static @Nullable GrowingFile narrowed(GrowingFile growing, FileChannel channel) {
        try {
            growing.narrow();
            return growing;
        } catch (IOException e) {
            LOG.debug("A part cannot be closed to others.", e);
            close(channel);
            return null;
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A part was not closed cleanly.", e);
        }
    }

    /// Removes a part, unless somebody is growing it or it is none of ours.
    static void removeIfLeft(LocalPlace place, String part) throws IOException {
        var temporary = Path.of(part);
        var channel = taken(place, temporary);
        if (channel != null) {
            try (channel) {
                place.delete(temporary);
            } catch (NoSuchFileException e) {
                LOG.debug("{} has gone by itself.", part, e);
            }
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // whoever gets it closes it
    private static @Nullable FileChannel taken(LocalPlace place, Path part) {
        try {
            if (!isOurs(place, part)) {
                return null;
            }
            var channel = place.channel(part, AGAIN);
            if (locks(channel) && isOurs(place, part)) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            LOG.debug("{} is not gone on with.", part, e);
        }
        return null;
    }

    /// Takes the lock that says that a part is growing.
    static boolean locks(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            LOG.debug("This file system has no locks.", e);
            return false;
        }
    }

    private static boolean isOurs(LocalPlace place, Path part) throws IOException {
        var view = place.view(part, PosixFileAttributeView.class);
        if (view == null) {
            return true;
        }
        var facts = view.readAttributes();
        return facts.isRegularFile()
                && facts.owner().getName().equals(System.getProperty("user.name"))
                && place.names(part) == 1;
    }
}
