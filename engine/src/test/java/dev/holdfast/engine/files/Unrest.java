package dev.holdfast.engine.files;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Sight;
import dev.holdfast.engine.folder.FolderSteps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;

/// Somebody who does things in a folder while that is looked at and changed, but for the moment
/// between the last look at a thing and its change, in which nothing could be seen.
final class Unrest implements FolderSteps, Linked.Entering {

    /// A file was read, and what was read is durable and has no name.
    private static final String DURABLE = "durable";

    /// Steps after which the thread that has made them looks once more before it changes anything.
    private static final Set<String> OPEN =
            Set.of(
                    "folder/make/after",
                    "folder/begin/after",
                    "folder/write/before",
                    "folder/write/after",
                    "folder/force/before",
                    "folder/sync/before",
                    "folder/sync/after",
                    "folder/note/before",
                    "folder/note/after",
                    "folder/delete/after",
                    "folder/rename/after",
                    DURABLE);

    private final Deed deed;
    private final Deeds deeds;
    private final Thread main = Thread.currentThread();

    /// Threads that have looked for the last time.
    private final Set<Thread> sure = new HashSet<>();

    private int left;

    interface Deed {
        void run() throws IOException;
    }

    /// @param most times that something is done
    Unrest(Deeds deeds, int most, Deed deed) {
        this.deeds = deeds;
        this.deed = deed;
        left = most;
    }

    @Override
    public synchronized void reached(String step) {
        var here = Thread.currentThread();
        if (step.equals("folder/force/after")) {
            sure.add(here);
        } else if (!step.startsWith("folder/name/")) {
            sure.remove(here);
        }
        boolean isNoOther = here.equals(main) || main.getState() == Thread.State.WAITING;
        if (OPEN.contains(step) && sure.isEmpty() && isNoOther) {
            act();
        }
    }

    @Override
    public synchronized void enter(EntryPath directory, Sight sight) {
        act();
    }

    void durable() {
        reached(DURABLE);
    }

    private void act() {
        if (left > 0 && deeds.chance().nextInt(8) == 0) {
            left--;
            try {
                deed.run();
            } catch (IOException | UncheckedIOException _) {
                // what they wanted to change has just been changed
            }
        }
    }
}
