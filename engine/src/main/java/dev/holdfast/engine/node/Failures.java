package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.disk.NewerFormatException;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.wal.JournalException;

import java.io.IOException;
import java.nio.file.Path;

/// What goes wrong below, told to a person.
final class Failures {

    /// What to do about what a later version wrote.
    static final String LATER = "Use the version of Holdfast that wrote it, or a later one.";

    private Failures() {}

    /// The catalog of a home that runs cannot be read.
    static NodeException of(Path home, CatalogException e) {
        return new NodeException(opening(home, e), e);
    }

    static NodeException of(StoreException e) {
        return new NodeException(
                new Problem(
                        Problem.Code.FAILED,
                        "The chunks kept here cannot be worked on: " + e.getMessage() + ".",
                        "Look at the disk, then start Holdfast again."),
                e);
    }

    /// What remakes the books; nothing is lost by it.
    static final String REBUILD = "Run `holdfast doctor --rebuild`.";

    /// What keeps a home from being opened.
    static Problem opening(Path home, StoreException e) {
        return opening("packs", home, e);
    }

    static Problem opening(Path home, JournalException e) {
        return opening("journal", home, e);
    }

    private static Problem opening(String part, Path home, Exception e) {
        var why = e.getCause() instanceof IOException io ? io.getMessage() : e.getMessage();
        var what = "The %s of %s cannot be opened: %s.".formatted(part, home, why);
        if (e.getCause() instanceof NewerFormatException) {
            return new Problem(Problem.Code.REFUSED, what, LATER);
        }
        boolean isForBooks =
                e instanceof JournalException journal
                        && journal.kind() == JournalException.Kind.DAMAGED;
        return new Problem(
                Problem.Code.DAMAGED,
                what,
                isForBooks
                        ? REBUILD
                        : "Look at the disk below it; the other devices still have their copies.");
    }

    static Problem opening(Path home, CatalogException e) {
        var what = "The catalog of %s cannot be read: %s.".formatted(home, e.getMessage());
        return switch (e.kind()) {
            case NEWER_FORMAT -> new Problem(Problem.Code.REFUSED, what, LATER);
            case IN_USE ->
                    new Problem(
                            Problem.Code.BUSY,
                            what,
                            "End the program that has %s open, then try again."
                                    .formatted(home.resolve("catalog.db")));
            case FAILED -> new Problem(Problem.Code.DAMAGED, what, REBUILD);
        };
    }

    static NodeException of(JournalException e) {
        return new NodeException(
                new Problem(
                        Problem.Code.FAILED,
                        "This device could not write down what it accepted.",
                        "Look at the disk, then restart Holdfast; what it acknowledged is safe."),
                e);
    }
}
