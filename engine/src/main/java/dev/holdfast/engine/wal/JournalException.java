package dev.holdfast.engine.wal;

/// Why a journal refused. The message names the file and the lsn, and is for the log and for
/// `doctor`.
public final class JournalException extends Exception {

    private static final long serialVersionUID = 1;

    /// What the caller can do about it.
    public enum Kind {
        /// A record that was durable is not what was written. Nothing behind it may be trusted.
        DAMAGED,
        /// The disk refused a write or an fsync, or the format is not ours. The journal takes no
        /// more writes until it is opened again; what it acknowledged stands.
        FAILED
    }

    private final Kind kind;

    public JournalException(Kind kind, String what) {
        super(what);
        this.kind = kind;
    }

    public JournalException(Kind kind, String what, Throwable cause) {
        super(what, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
