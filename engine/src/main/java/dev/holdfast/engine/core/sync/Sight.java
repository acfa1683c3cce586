package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;

/// A thing of a folder as the system described it at one moment: if it looks the same again, nobody
/// has changed it since.
///
/// @param inode which file it is, by whatever name
/// @param size bytes of a file; of a directory, the number of the disk it is on; else 0
/// @param modifiedNanos when its content last changed, as far as programs have not set that; since
///   1970 UTC
/// @param changedNanos when its content, its attributes or its name last changed
public record Sight(long inode, long size, long modifiedNanos, long changedNanos) {

    /// What no file looks like.
    Sight blurred() {
        return new Sight(inode, size, modifiedNanos, Long.MIN_VALUE);
    }

    /// Whether it is the same file with the same content, by another name or with other attributes.
    public boolean isSameContentAs(Sight that) {
        return inode == that.inode && size == that.size && modifiedNanos == that.modifiedNanos;
    }

    void write(CanonicalWriter to) {
        to.bits64(inode).u64(size).bits64(modifiedNanos).bits64(changedNanos);
    }

    static Sight read(CanonicalReader in) throws MalformedException {
        return new Sight(in.bits64(), in.u64(), in.bits64(), in.bits64());
    }
}
