package dev.holdfast.engine.catalog;

/// The catalog cannot be read or written. Whatever it said is in the journal too, so nothing is
/// lost: the node stops, and starts again from the journal.
public final class CatalogException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// What can be done about it.
    public enum Kind {
        /// A later version of the program made it.
        NEWER_FORMAT,
        /// Another process has it open.
        IN_USE,
        /// It is damaged, or its disk fails. It can be made again from the journal.
        FAILED
    }

    private final Kind kind;

    public CatalogException(Kind kind, String what) {
        super(what);
        this.kind = kind;
    }

    public CatalogException(Kind kind, String what, Throwable cause) {
        super(what, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
