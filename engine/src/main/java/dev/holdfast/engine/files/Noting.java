package dev.holdfast.engine.files;

import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Action.Observed;
import dev.holdfast.engine.folder.FileSystemSync;
import dev.holdfast.engine.folder.FolderSteps;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Notes what a linked folder and its volume have in common, and of what was done in the folder not
/// before it is durable. Many threads may do things and make them durable; one notes: to interrupt
/// a thread that writes would close what it writes to.
final class Noting {

    /// Things that are done and noted together.
    private static final int GROUP = 2 * Settling.GROUP;

    private final Memory memory;
    private final FolderSteps steps;
    private List<Done> done = new ArrayList<>();
    private List<Agree> durable = new ArrayList<>();

    /// Something that is done.
    ///
    /// @param in the directory that has it and must be made durable; empty when that is seen to
    /// @param agreed what is to be noted, if anything
    record Done(Optional<Nest> in, Optional<Agree> agreed) {}

    Noting(Memory memory, FolderSteps steps) {
        this.memory = memory;
        this.steps = steps;
    }

    /// Notes what is durable.
    void note(List<? extends Observed> observed) throws IOException {
        steps.reached("folder/note/before");
        memory.note(observed);
        steps.reached("folder/note/after");
    }

    /// Notes what has become durable.
    void noteDurable() throws IOException {
        List<Agree> these;
        synchronized (this) {
            these = durable;
            durable = new ArrayList<>();
        }
        if (!these.isEmpty()) {
            note(these);
        }
    }

    /// Takes over what was done, which leaves its nest when it is durable.
    ///
    /// @return whether so much waits that it is time to seal
    synchronized boolean add(Done one) {
        done.add(one);
        return done.size() >= GROUP;
    }

    private synchronized List<Done> take() {
        var taken = done;
        done = new ArrayList<>();
        return taken;
    }

    /// Makes durable what was done before.
    ///
    /// @param together makes all durable at once, where there is such a thing
    void seal(Optional<FileSystemSync> together) throws IOException {
        var these = take();
        try {
            if (together.isPresent()) {
                together.get().sync();
            } else {
                force(these);
            }
            synchronized (this) {
                these.forEach(each -> each.agreed.ifPresent(durable::add));
            }
        } finally {
            these.forEach(each -> each.in.ifPresent(Nest::leave));
        }
    }

    private static void force(List<Done> these) throws IOException {
        var nests = new LinkedHashSet<Nest>();
        these.forEach(each -> each.in.ifPresent(nests::add));
        for (var nest : nests) {
            nest.place().force();
        }
    }
}
