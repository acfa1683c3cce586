package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Problem.Code;
import dev.holdfast.engine.folder.Found.NoTextException;
import dev.holdfast.engine.folder.LocalTree.OwnHome;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.wal.JournalException;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Optional;

/// What goes wrong with files, told to a person.
final class Problems {

    private Problems() {}

    static NodeException of(StoreException e) {
        return new NodeException(
                switch (e.kind()) {
                    case FULL ->
                            new Problem(
                                    Code.FULL,
                                    "This device has no room left for Holdfast.",
                                    "Free some space on its disk, or add a device to the pool.");
                    case DAMAGED ->
                            new Problem(
                                    Code.DAMAGED,
                                    "A chunk on this device's disk is damaged, and no other copy"
                                            + " answered.",
                                    "Bring the other devices online and try again.");
                    case FAILED ->
                            new Problem(
                                    Code.FAILED,
                                    "The disk under this device's home refused to work.",
                                    "Look at the disk, then restart Holdfast; what it acknowledged"
                                            + " is safe.");
                },
                e);
    }

    static NodeException of(JournalException e) {
        return new NodeException(
                new Problem(
                        Code.FAILED,
                        "This device could not write down what it accepted.",
                        "Look at the disk, then restart Holdfast; what it acknowledged is safe."),
                e);
    }

    /// Something about a file of the person's own.
    ///
    /// @throws InterruptedException when it is only that the command was cancelled: an interrupt
    ///   closes the file in hand
    static NodeException of(String path, IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw interrupted(e);
        }
        return new NodeException(
                switch (e) {
                    case NoSuchFileException _ ->
                            new Problem(
                                    Code.NO_SUCH, "There is no " + path + ".", "Check the path.");
                    case AccessDeniedException _ ->
                            new Problem(
                                    Code.FAILED,
                                    "The system does not let you at " + path + ".",
                                    "Change its permissions, or run as the person who owns it.");
                    case FileAlreadyExistsException _ ->
                            new Problem(
                                    Code.EXISTS,
                                    "There is something at " + path + " already.",
                                    "Choose another name.");
                    case NotDirectoryException _ ->
                            new Problem(
                                    Code.EXISTS,
                                    path + " is not a directory.",
                                    "Choose another name, or move what is there away.");
                    case OwnHome.EnteredException _ ->
                            new Problem(
                                    Code.USAGE,
                                    path + " is the home of this device, or in it.",
                                    "Leave it out; Holdfast keeps its own keys and packs there.");
                    case NoTextException _ ->
                            new Problem(
                                    Code.USAGE,
                                    "The bytes of the name %s, or of what it links to, are no text"
                                                    .formatted(path)
                                            + " here.",
                                    "Rename it, or run Holdfast in a locale of UTF-8.");
                    default -> failed(path, e);
                },
                e);
    }

    /// What the system refused in its own words, of which a person can do something about some.
    private static Problem failed(String path, IOException e) {
        var said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (said.contains("no space left") || said.contains("not enough space")) {
            return new Problem(
                    Code.FULL, "The disk has no room for " + path + ".", "Free some space there.");
        }
        if (said.contains("quota exceeded")) {
            return new Problem(
                    Code.FULL,
                    "You may not store as much on that disk as %s takes.".formatted(path),
                    "Remove what you do not need there, or ask for more room.");
        }
        if (said.contains("read-only file system")) {
            return new Problem(
                    Code.FAILED,
                    "The disk of %s can only be read.".formatted(path),
                    "Mount it so that it can be written to, or choose another place.");
        }
        if (said.contains("file too large")) {
            return new Problem(
                    Code.FAILED,
                    "The file system there takes no file as large as " + path + ".",
                    "Choose a place on another one; FAT ends at 4 GiB.");
        }
        return new Problem(
                Code.FAILED,
                "Could not read or write %s: %s.".formatted(path, e.getMessage()),
                "Look at the file and its disk, then try again.");
    }

    /// Why something cannot be read, as the end of a sentence; empty when it has only gone.
    static Optional<String> hindrance(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> Optional.empty();
            case AccessDeniedException _ ->
                    Optional.of("the system does not let this program read it");
            default -> Optional.ofNullable(e.getMessage());
        };
    }

    /// Whether nothing is there, or no directory is.
    static boolean isGone(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> true;
            case NotDirectoryException _ -> true;
            default -> false;
        };
    }

    /// Whether a directory cannot go because something is in it.
    static boolean isNotEmpty(IOException e) {
        return switch (e) {
            case DirectoryNotEmptyException _ -> true;
            default -> false;
        };
    }

    static InterruptedException interrupted(Exception cause) {
        var interrupted = new InterruptedException("the command was cancelled");
        interrupted.initCause(cause);
        return interrupted;
    }

    static NodeException noSuch(String what) {
        return new NodeException(
                Code.NO_SUCH,
                "There is no " + what + ".",
                "List what there is with `holdfast ls`.");
    }

    static NodeException cancelled(InterruptedException e) {
        return new NodeException(
                new Problem(Code.CANCELLED, "The command was cancelled.", "Run it again to go on."),
                e);
    }

    static NodeException changing(String path) {
        return new NodeException(
                Code.FAILED,
                path + " was written to while it was read.",
                "Put it again when it is at rest.");
    }

    static NodeException changed(Place place) {
        return new NodeException(Problem.changed(place), null);
    }

    static NodeException busyStreams() {
        return new NodeException(
                Code.BUSY,
                "Too many files are being read as streams.",
                "End one of them, or get the file to a place on this machine.");
    }

    static NodeException damaged(String what, Throwable cause) {
        return new NodeException(
                new Problem(
                        Code.DAMAGED,
                        what + " is not what it should be.",
                        "Bring the other devices online and try again; another copy may be sound."),
                cause);
    }
}
