package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.tree.Shown;

import java.util.Optional;

/// An observation: folder and volume had the same at a place.
///
/// @param sight how it looked in the folder
/// @param wrote the batch of the volume's version; empty of a directory that is there only because
///   something is in it
/// @param version all that had gone into that version
/// @param since what was seen of it later
public record Agreed(
        Item item, Sight sight, Optional<Dot> wrote, VersionVector version, Since since) {

    /// What was seen after folder and volume had the same. It is written down before the other side
    /// follows: else, if what had gone came back there, it would seem that the side that followed
    /// had been first.
    public enum Since {
        NOTHING,
        NOT_IN_FOLDER,
        NOT_IN_VOLUME
    }

    /// The folder had what the volume shows.
    public static Agreed on(Present here, Shown shown) {
        return new Agreed(
                here.item(),
                here.sight(),
                shown.version().map(EntryVersion::dot),
                shown.version().map(EntryVersion::version).orElse(VersionVector.EMPTY),
                Since.NOTHING);
    }

    /// The same; what both have of the volume's version is kept once. Files that were named
    /// together have it in common, and it is half of what an observation takes.
    Agreed sharing(Agreed other) {
        return wrote.equals(other.wrote) && version.equals(other.version)
                ? new Agreed(item, sight, other.wrote, other.version, since)
                : this;
    }

    Agreed withoutFolder() {
        return new Agreed(item, sight, wrote, version, Since.NOT_IN_FOLDER);
    }

    /// @param last how it looks in the folder, where it is going to be removed
    Agreed withoutVolume(Sight last) {
        return new Agreed(item, last, wrote, version, Since.NOT_IN_VOLUME);
    }

    /// Whether the folder still has what the volume has let go of. What a person has put there
    /// again looks newer.
    boolean isStill(Present here) {
        return item.equals(here.item())
                && switch (since) {
                    case NOTHING -> true;
                    case NOT_IN_FOLDER -> false;
                    case NOT_IN_VOLUME -> sight.equals(here.sight());
                };
    }

    /// Whether what the folder has now was made from what the volume shows. It was not where the
    /// folder has let go and the volume shows the same again by a later writing.
    boolean isBase(Item there, Shown shown) {
        return item.equals(there)
                && (since != Since.NOT_IN_FOLDER
                        || wrote.equals(shown.version().map(EntryVersion::dot)));
    }

    /// Whether the folder may have followed the volume, and a person put there another thing since.
    boolean isOver(Present here) {
        return since == Since.NOT_IN_VOLUME && !isStill(here);
    }

    /// Whether the volume still shows what the folder has let go of.
    boolean isStill(Shown shown) {
        return since != Since.NOT_IN_VOLUME && wrote.equals(shown.version().map(EntryVersion::dot));
    }

    /// The same, but that a file which changed after `since` is read again at the next look: by its
    /// sight alone a further change might not be told.
    public Agreed unsettled(long since) {
        boolean isFresh =
                this.since == Since.NOTHING
                        && item instanceof Item.File
                        && sight.modifiedNanos() > since;
        return isFresh ? new Agreed(item, sight.blurred(), wrote, version, this.since) : this;
    }

    public void write(CanonicalWriter to) {
        Item.write(item, to);
        sight.write(to);
        to.flag(wrote.isPresent());
        wrote.ifPresent(dot -> dot.write(to));
        version.write(to);
        to.u8(
                switch (since) {
                    case NOTHING -> 0;
                    case NOT_IN_FOLDER -> 1;
                    case NOT_IN_VOLUME -> 2;
                });
    }

    public static Agreed read(CanonicalReader in) throws MalformedException {
        var item = Item.read(in);
        var sight = Sight.read(in);
        var wrote = in.flag() ? Optional.of(Dot.read(in)) : Optional.<Dot>empty();
        var version = VersionVector.read(in);
        int kind = in.u8();
        var since =
                switch (kind) {
                    case 0 -> Since.NOTHING;
                    case 1 -> Since.NOT_IN_FOLDER;
                    case 2 -> Since.NOT_IN_VOLUME;
                    default ->
                            throw new MalformedException("what was seen later is of kind " + kind);
                };
        return new Agreed(item, sight, wrote, version, since);
    }
}
