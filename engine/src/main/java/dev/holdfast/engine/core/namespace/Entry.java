package dev.holdfast.engine.core.namespace;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.hash.Hash;

import java.util.Optional;

/// What a batch says of one path: what is there from now on, and what the writer had seen there. It
/// becomes an [EntryVersion] through the batch that carries it.
///
/// @param node names the file through edits and moves; drawn at random when it is made. Of a volume
///   it is the volume's id
public record Entry(EntryPath path, Hash node, Kind kind, Cause cause) {

    /// A symlink's target, UTF-8 bytes. It is kept as it was read and never followed.
    public static final int TARGET_MAX = 4096;

    public Entry {
        if (path.isRoot()) {
            throw new IllegalArgumentException("the root has no entry");
        }
    }

    /// What is at a path.
    public sealed interface Kind {}

    /// A file and its content.
    ///
    /// @param mtimeNanos when the file was last changed, since 1970 UTC; before it, negative
    public record File(Content content, long mtimeNanos, boolean executable) implements Kind {}

    public record Directory(long mtimeNanos) implements Kind {}

    public record Symlink(String target, long mtimeNanos) implements Kind {}

    /// A volume, in the volume that lists them.
    public record Volume(VolumeSpec spec) implements Kind {}

    /// Nothing any more.
    ///
    /// @param movedTo where the node went, if it was moved
    public record Tombstone(Optional<EntryPath> movedTo) implements Kind {}

    /// When and on top of what an entry was written.
    ///
    /// @param saw the versions of this path that the entry replaces
    /// @param carried the batch that wrote the content, when a move only carried it here
    public record Cause(Hlc stamp, VersionVector saw, Optional<Dot> carried) {

        public static Cause edit(Hlc stamp, VersionVector saw) {
            return new Cause(stamp, saw, Optional.empty());
        }
    }

    public boolean isLive() {
        return !(kind instanceof Tombstone);
    }

    public void write(CanonicalWriter to) {
        path.write(to);
        to.hash(node);
        write(kind, to);
        cause.stamp.write(to);
        cause.saw.write(to);
        to.flag(cause.carried.isPresent());
        cause.carried.ifPresent(dot -> dot.write(to));
    }

    public static Entry read(CanonicalReader in) throws MalformedException {
        var path = EntryPath.read(in);
        if (path.isRoot()) {
            throw new MalformedException("an entry for the root");
        }
        var node = in.hash();
        var kind = readKind(in);
        var stamp = Hlc.read(in);
        var saw = VersionVector.read(in);
        var carried = in.flag() ? Optional.of(Dot.read(in)) : Optional.<Dot>empty();
        return new Entry(path, node, kind, new Cause(stamp, saw, carried));
    }

    private static void write(Kind kind, CanonicalWriter to) {
        switch (kind) {
            case File(var content, var mtime, var executable) -> {
                content.write(to.u8(1));
                to.bits64(mtime).flag(executable);
            }
            case Directory(var mtime) -> to.u8(2).bits64(mtime);
            case Symlink(var target, var mtime) -> to.u8(3).text(target).bits64(mtime);
            case Volume(var spec) -> spec.write(to.u8(spec.hasDays() ? 6 : 4));
            case Tombstone(var movedTo) -> {
                to.u8(5).flag(movedTo.isPresent());
                movedTo.ifPresent(target -> target.write(to));
            }
        }
    }

    private static Kind readKind(CanonicalReader in) throws MalformedException {
        int kind = in.u8();
        return switch (kind) {
            case 1 -> new File(Content.read(in), in.bits64(), in.flag());
            case 2 -> new Directory(in.bits64());
            case 3 -> new Symlink(in.text(TARGET_MAX), in.bits64());
            case 4 -> new Volume(VolumeSpec.read(in, false));
            case 5 -> new Tombstone(in.flag() ? Optional.of(EntryPath.read(in)) : Optional.empty());
            case 6 -> new Volume(VolumeSpec.read(in, true));
            default -> throw new MalformedException("an entry of kind " + kind);
        };
    }
}
