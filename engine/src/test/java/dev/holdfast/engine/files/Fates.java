package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Coverage;
import dev.holdfast.engine.core.sync.Rules;
import dev.holdfast.engine.core.sync.Rules.Answer;
import dev.holdfast.engine.core.sync.Trees;
import dev.holdfast.engine.folder.FolderSteps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// What befalls linked folders beside what is done in them, from a seed: looks at parts, and looks
/// while somebody goes on, disks that are away, pauses, links that are made anew and of parts,
/// rules of what is left alone, notes of long ago, answers to what is asked, and what is done in
/// the volume itself.
final class Fates {

    /// Files that are made, changed or removed at once, of which a person is asked.
    private static final int MANY = 60;

    private final Den den;
    private final Deeds deeds;
    private final VolumeDeeds volume;
    private final Random random;
    private final List<Fate> fates = new ArrayList<>();
    private final boolean isHeavy;

    /// One folder.
    static final class Fate {

        final LinkedSide side;

        /// Where the disk of the folder is while it is away, and what is in its place while it is
        /// there.
        final Path disk;

        final Path below;

        private Trees.Synced once = Trees.Synced.NOTHING;
        private boolean isAway;
        private boolean isPaused;
        private boolean isUnlinked;

        Fate(LinkedSide side) {
            this.side = side;
            disk = side.folder.resolveSibling(side.folder.getFileName() + " disk");
            below = side.folder.resolveSibling(side.folder.getFileName() + " below");
        }
    }

    /// @param isHeavy whether so many files are changed at once that a person is asked
    Fates(Den den, Deeds deeds, List<LinkedSide> sides, boolean isHeavy) {
        this.den = den;
        this.deeds = deeds;
        volume = new VolumeDeeds(den, deeds);
        this.isHeavy = isHeavy;
        random = deeds.chance();
        sides.forEach(side -> fates.add(new Fate(side)));
    }

    Fate any() {
        return fates.get(random.nextInt(fates.size()));
    }

    /// Something happens to some folder.
    void befall() throws Exception {
        var fate = any();
        switch (random.nextInt(32)) {
            case 0, 1, 2, 3, 4 -> look(fate, Answer.NONE);
            case 5, 6, 7 -> end(fate);
            case 8, 9, 10, 11 -> disturb(fate, () -> disturbed(fate));
            case 12 -> rule(fate);
            case 13, 14 -> volume.any();
            case 15 -> choose(fate);
            case 16 -> turn(fate);
            case 17 -> vanish(fate);
            case 18 -> fate.isPaused = !fate.isPaused;
            case 19 -> remember(fate);
            case 20 -> answer(fate);
            case 21 ->
                    fate.side.returned =
                            random.nextBoolean() ? Optional.empty() : Optional.of(volume.now());
            case 22 -> many(fate);
            default -> deed(fate);
        }
    }

    /// The same where only one person does anything, in a folder, and all else only hinders.
    /// Nothing is ended: what a process has placed and not noted comes back when it is removed
    /// elsewhere.
    void befallAround(Fate busy) throws Exception {
        var fate = any();
        switch (random.nextInt(14)) {
            case 0, 1, 2, 3, 4 -> look(fate, Answer.NONE);
            case 5, 6, 7 -> disturb(fate, () -> deed(busy));
            case 8 -> vanish(fate);
            case 9 -> fate.isPaused = !fate.isPaused;
            case 10 -> many(busy);
            default -> deed(busy);
        }
    }

    private void deed(Fate fate) throws IOException {
        if (Files.isDirectory(fate.side.folder)) {
            deeds.rage(fate.side.folder, 2);
        }
    }

    /// A pass as it comes: at all, at a part, or at all in slices.
    private void look(Fate fate, Answer answer) throws Exception {
        var side = fate.side;
        if (fate.isPaused || fate.isUnlinked) {
            return;
        }
        try {
            if (answer != Answer.NONE || !side.mayGlance() || random.nextInt(3) == 0) {
                side.pass(answer);
            } else if (random.nextInt(4) == 0) {
                side.look(side.sweep(3, _ -> {}));
            } else {
                side.glance(some(side.folder), some(side.folder));
            }
        } catch (NodeException _) {
            // is told, and tried again
        }
    }

    /// Some of the directories.
    private Set<String> some(Path folder) throws IOException {
        var some = new HashSet<String>();
        if (Files.isDirectory(folder)) {
            try (var walk = Files.walk(folder)) {
                for (var each : walk.filter(Files::isDirectory).toList()) {
                    if (random.nextInt(2) == 0) {
                        some.add(folder.relativize(each).toString());
                    }
                }
            }
        }
        return some;
    }

    /// The process ends at some step.
    private void end(Fate fate) throws Exception {
        int[] left = {1 + random.nextInt(40)};
        fate.side.steps =
                _ -> {
                    synchronized (left) {
                        if (left[0] <= 0 || --left[0] <= 0) {
                            throw new Ended();
                        }
                    }
                };
        try {
            look(fate, Answer.NONE);
        } catch (Ended e) {
            fate.side.restart();
        } finally {
            fate.side.steps = FolderSteps.UNTOLD;
        }
    }

    private void disturbed(Fate fate) throws IOException {
        switch (random.nextInt(6)) {
            case 0 -> volume.any();
            case 1 -> vanish(fate);
            default -> deed(fate);
        }
    }

    /// Somebody goes on while the folder is looked at.
    private void disturb(Fate fate, Unrest.Deed deed) throws Exception {
        var unrest = new Unrest(deeds, 3, deed);
        fate.side.steps = unrest;
        fate.side.entering = unrest;
        den.whenDurable = unrest::durable;
        try {
            look(fate, Answer.NONE);
        } finally {
            den.whenDurable = () -> {};
            fate.side.steps = FolderSteps.UNTOLD;
            fate.side.entering = Linked.Entering.UNHEARD;
        }
    }

    private void rule(Fate fate) throws IOException {
        var file = fate.side.folder.resolve(".holdfastignore");
        if (Files.isDirectory(fate.side.folder)) {
            deeds.say(file, random.nextInt(3) == 0 ? "" : "/" + deeds.path() + "\n" + deeds.name());
        }
    }

    /// Which way, and which parts.
    private void choose(Fate fate) {
        var modes = Rules.Mode.values();
        var mode = random.nextBoolean() ? Rules.Mode.BOTH : modes[random.nextInt(modes.length)];
        var only = new HashSet<EntryPath>();
        for (int i = random.nextInt(4); i > 0; i--) {
            only.add(new EntryPath(deeds.path()));
        }
        fate.side.rules = new Rules(mode, new Coverage(only, List.of()), false, Answer.NONE);
        fate.side.restart();
    }

    /// Unlinks, or links again.
    private static void turn(Fate fate) {
        fate.isUnlinked = !fate.isUnlinked;
        fate.side.relink();
    }

    /// The disk of a folder goes, or comes back.
    void vanish(Fate fate) throws IOException {
        var folder = fate.side.folder;
        if (fate.isAway) {
            if (Files.exists(folder)) {
                Files.move(folder, fate.below);
            }
            Files.move(fate.disk, folder);
        } else {
            Files.move(folder, fate.disk);
            if (Files.exists(fate.below)) {
                Files.move(fate.below, folder);
            } else if (random.nextBoolean()) {
                Files.createDirectory(folder);
            }
        }
        fate.isAway = !fate.isAway;
    }

    /// Keeps what is noted now, or has it be what it was once.
    private void remember(Fate fate) {
        if (random.nextBoolean()) {
            fate.once = fate.side.mind.all();
        } else if (!fate.once.root().isEmpty()) {
            fate.side.mind.recall(fate.once);
            fate.side.restart();
        }
    }

    private void answer(Fate fate) throws Exception {
        if (random.nextBoolean()) {
            look(fate, Answer.AGREED);
            return;
        }
        var here = texts(fate.side.folder);
        var there = volume.shown();
        look(fate, Answer.UNDO);
        here.removeAll(texts(fate.side.folder));
        there.removeAll(volume.shown());
        here.addAll(there);
        volume.shelve(here);
    }

    private static Set<String> texts(Path folder) throws IOException {
        var texts = new HashSet<String>();
        if (Files.isDirectory(folder)) {
            Deeds.all(folder).values().forEach(each -> texts.add(each.replaceFirst("^[*]", "")));
        }
        return texts;
    }

    private void many(Fate fate) throws IOException {
        if (isHeavy && Files.isDirectory(fate.side.folder)) {
            deeds.many(fate.side.folder, MANY);
        }
    }

    /// Nothing hinders any more.
    void free() throws IOException {
        for (var fate : fates) {
            if (fate.isAway) {
                vanish(fate);
            }
            fate.isPaused = false;
            fate.isUnlinked = false;
            fate.side.rules = Rules.BOTH_WAYS;
        }
    }

    /// All are looked at until nothing is to be done; who is asked agrees.
    void settle() throws Exception {
        var sides = fates.stream().map(fate -> fate.side).toArray(LinkedSide[]::new);
        LinkedSide.settle(side -> side.pass(Answer.AGREED), sides);
    }

    /// Nothing is left alone any more; whose rules come back removes them again.
    void settleAll() throws Exception {
        boolean isRuled = true;
        while (isRuled) {
            settle();
            isRuled = false;
            for (var fate : fates) {
                isRuled |= deeds.say(fate.side.folder.resolve(".holdfastignore"), "");
            }
        }
    }

    /// What was taken back and is not in the history.
    Set<String> forgotten() {
        return volume.forgotten();
    }

    /// All texts that are in some folder, or below a disk.
    Set<String> there() {
        var there = new HashSet<String>();
        try {
            for (var fate : fates) {
                there.addAll(texts(fate.side.folder));
                there.addAll(texts(fate.below));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return there;
    }
}
