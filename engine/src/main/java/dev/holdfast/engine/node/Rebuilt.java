package dev.holdfast.engine.node;

import java.util.List;

/// What became of a home whose books were remade.
public sealed interface Rebuilt {

    Remade remade();

    /// The journal was sound: nothing is lost but what the packs lost.
    record Whole(Remade remade) implements Rebuilt {}

    /// The journal was damaged: what could be read of it is the journal now, and the device writes
    /// under another name from now on, so that it never says two things at once. What is lost comes
    /// back from other devices as far as they have it.
    record Salvaged(Remade remade, Lost lost) implements Rebuilt {}

    /// What is there now.
    ///
    /// @param records of the journal that were taken in
    /// @param chunks that this device holds
    /// @param found of these, those that lay in packs and that no record knew
    /// @param gone chunks that records said were held and that are in no pack
    /// @param aside where the files lie, relative to the home, that were put aside; nothing reads
    ///   them any more
    record Remade(long records, long chunks, long found, long gone, List<String> aside) {}

    /// What could not be read.
    ///
    /// @param records of the journal, at most so many as one wants to read
    /// @param unread how many there are of them at least; what came behind the last one that can be
    ///   read is not known
    /// @param batches changes of names that were read and cannot be used, because one before them
    ///   is missing
    record Lost(List<Range> records, long unread, long batches) {}

    /// Records of the journal, both included.
    record Range(long from, long to) {}
}
