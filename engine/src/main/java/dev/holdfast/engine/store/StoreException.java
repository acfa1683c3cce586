package dev.holdfast.engine.store;

/// Why a store refused. The message names the file or the chunk, and is for the log and for
/// `doctor`.
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1;

    /// What the caller can do about it.
    public enum Kind {
        /// No room for this chunk. Reading and removing go on; appending works again when there is
        /// room.
        FULL,
        /// The bytes on the disk are not the ones that were written. Another holder has them.
        DAMAGED,
        /// The disk refused a write or an fsync, or the format is not ours. The store takes no more
        /// writes until it is opened again; what it acknowledged stands.
        FAILED
    }

    private final Kind kind;

    public StoreException(Kind kind, String what) {
        super(what);
        this.kind = kind;
    }

    public StoreException(Kind kind, String what, Throwable cause) {
        super(what, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
