package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.catalog.Scribe;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.sync.Action;
import dev.holdfast.engine.core.sync.Action.Observed;
import dev.holdfast.engine.core.sync.Observations;
import dev.holdfast.engine.core.sync.Rules;
import dev.holdfast.engine.core.sync.Trees;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.folder.FolderSteps;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A real directory, linked to a place in the volume of a device in memory, and what is remembered
/// of it.
final class LinkedSide {

    private static final VolumeId FILES = new VolumeId(Scribe.hash("files"));
    private static final VolumePath DOCS = new VolumePath("files", "/docs");

    /// Rounds in which all must have come to the same.
    private static final int ROUNDS_MAX = 20;

    final Path folder;
    final Mind mind = new Mind();
    Rules rules = Rules.BOTH_WAYS;
    Optional<Instant> returned = Optional.empty();
    Linked.Entering entering = Linked.Entering.UNHEARD;
    FolderSteps steps = FolderSteps.UNTOLD;
    private final Den den;
    private Optional<Passed> last = Optional.empty();
    private boolean isEarly;

    LinkedSide(Den den, Path folder) {
        this.den = den;
        this.folder = folder;
    }

    /// What was the same, in memory; ends the process before or after one note. As a file it takes
    /// nothing from a thread that is interrupted.
    static final class Mind implements Memory {

        int left = Integer.MAX_VALUE;
        private final Observations observations = new Observations();

        @Override
        public Observations observations() {
            return observations;
        }

        @Override
        public void note(List<? extends Action.Observed> observed) throws IOException {
            if (left-- == 0) {
                throw new IOException("the process has ended");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new ClosedByInterruptException();
            }
            observed.forEach(observations::take);
        }

        @Override
        public void begin(String newRoot) {
            observations.begin(newRoot);
        }

        /// All of it, as it is now.
        Trees.Synced all() {
            return observations.all();
        }

        /// Is what it was once.
        void recall(Trees.Synced older) {
            observations.begin(older.root());
            older.agreed().forEach((path, had) -> observations.take(new Action.Agree(path, had)));
        }
    }

    /// The folders of ann and bob with the same in them, each name of `files` with itself as
    /// content without the directories.
    static List<LinkedSide> inStep(Den den, Path place, List<String> files)
            throws IOException, NodeException, InterruptedException {
        var ann = new LinkedSide(den, Files.createDirectory(place.resolve("ann")));
        var bob = new LinkedSide(den, Files.createDirectory(place.resolve("bob")));
        for (var file : files) {
            ann.write(file, new EntryPath(file).name());
        }
        settle(ann, bob);
        return List.of(ann, bob);
    }

    /// All have heard of everything: nothing is left that a look at all would find.
    static void assertDone(List<LinkedSide> sides)
            throws IOException, NodeException, InterruptedException {
        for (var side : sides) {
            side.entering = Linked.Entering.UNHEARD;
        }
        settleAtGlances(sides.toArray(LinkedSide[]::new));
        for (var side : sides) {
            assertThat(side.pass().plan().actions()).allMatch(Observed.class::isInstance);
            assertThat(side.all()).isEqualTo(sides.getFirst().all());
        }
    }

    /// What is known of it beside a pass.
    LinkedFiles.Folder inStep() {
        return new LinkedFiles.Folder(folder.toString(), DOCS, FILES, mind.observations.all());
    }

    Passed pass() throws NodeException, InterruptedException {
        return pass(Optional.empty());
    }

    private Passed pass(Optional<Glance> glance) throws NodeException, InterruptedException {
        var passed = den.files.keepInStep(link(), mind, entering, steps, glance);
        last = Optional.of(last.map(passed::after).orElse(passed));
        isEarly &= passed.part().isPresent();
        return passed;
    }

    private Linked link() {
        return new Linked(folder.toString(), DOCS, FILES, rules, returned);
    }

    /// A pass over the directories in which something has changed, and what the volume has more.
    Passed glance(Collection<String> changed) throws NodeException, InterruptedException {
        return glance(changed, List.of());
    }

    /// The same while something still changes in other directories.
    Passed glance(Collection<String> changed, Collection<String> changing)
            throws NodeException, InterruptedException {
        var applied = last.map(each -> each.sight().applied()).orElse(VersionVector.EMPTY);
        return pass(
                Optional.of(
                        new Glance(
                                applied, paths(changed), Optional.of(paths(changing)), isEarly)));
    }

    private static Set<EntryPath> paths(Collection<String> texts) {
        return texts.stream().map(EntryPath::new).collect(Collectors.toSet());
    }

    /// The device is started again: what was in step is known, and nothing was looked at yet.
    void restart() {
        last = Optional.of(den.files.unseen(FILES));
        isEarly = true;
    }

    /// The folder is linked anew: nothing is known of it.
    void relink() {
        mind.begin(Trees.Folder.NO_ROOT);
        last = Optional.empty();
    }

    /// Whether a look at less than all may come next.
    boolean mayGlance() {
        return last.filter(each -> each.plan().brake().isEmpty())
                .filter(each -> each.part().isPresent() || !each.isChanged())
                .isPresent();
    }

    /// What a person is told of it.
    Passed told() {
        return last.orElseThrow();
    }

    /// Something that happens between any two slices of a look.
    interface Between {

        void slices(Sweep sweep) throws IOException, NodeException, InterruptedException;
    }

    /// A look at all in slices, each directory in one of its own.
    Sweep sweep(Between between) throws IOException, NodeException, InterruptedException {
        return sweep(1, between);
    }

    /// @param names in a slice
    Sweep sweep(int names, Between between)
            throws IOException, NodeException, InterruptedException {
        var sweep = new Sweep(last.orElseThrow(), names);
        while (!sweep.isOver()) {
            den.files.sweep(link(), mind, entering, steps, sweep);
            between.slices(sweep);
        }
        isEarly = false;
        return sweep;
    }

    /// What a device does that hears of nothing: a look at all in slices, and then at what that has
    /// found.
    Passed rescan() throws IOException, NodeException, InterruptedException {
        return look(sweep(_ -> {}));
    }

    /// A look at what slices have found.
    Passed look(Sweep sweep) throws NodeException, InterruptedException {
        var found = sweep.found();
        return found.isPresent() ? glance(texts(found.get())) : pass();
    }

    private static Set<String> texts(Set<EntryPath> paths) {
        return paths.stream().map(EntryPath::text).collect(Collectors.toSet());
    }

    /// A pass for which a person has answered.
    Passed pass(Rules.Answer answer) throws NodeException, InterruptedException {
        var before = rules;
        rules = new Rules(before.mode(), before.covers(), before.foldsCase(), answer);
        try {
            return pass();
        } finally {
            rules = before;
        }
    }

    /// The version that the volume shows of a file.
    EntryVersion version(String path) {
        var tree = den.ledger.views().names().tree(FILES);
        return Projection.find(tree, new EntryPath("docs/" + path))
                .flatMap(Shown::version)
                .orElseThrow();
    }

    /// Passes until there is nothing to do.
    static void settle(LinkedSide... sides) throws NodeException, InterruptedException {
        settle(LinkedSide::pass, sides);
    }

    /// Looks at what the volume has more until there is nothing to do.
    static void settleAtGlances(LinkedSide... sides) throws NodeException, InterruptedException {
        settle(side -> side.glance(List.of()), sides);
    }

    interface Pass<E extends Exception> {
        Passed run(LinkedSide side) throws E, NodeException, InterruptedException;
    }

    static <E extends Exception> void settle(Pass<E> pass, LinkedSide... sides)
            throws E, NodeException, InterruptedException {
        boolean isChanged = true;
        for (int i = 0; i < ROUNDS_MAX && isChanged; i++) {
            isChanged = false;
            for (var side : sides) {
                isChanged |= pass.run(side).isChanged();
            }
        }
        if (isChanged) {
            throw new AssertionError("there is always more to do");
        }
    }

    void write(String path, String text) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    }

    String read(String path) throws IOException {
        return Files.readString(folder.resolve(path));
    }

    /// Every name, with what it is.
    Map<String, String> all() throws IOException {
        var all = new TreeMap<String, String>();
        try (var walk = Files.walk(folder)) {
            for (var path : walk.toList()) {
                if (!path.equals(folder)) {
                    all.put(folder.relativize(path).toString(), what(path));
                }
            }
        }
        return all;
    }

    private static String what(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "-> " + Files.readSymbolicLink(path);
        }
        return Files.isDirectory(path)
                ? "directory"
                : Files.readString(path, StandardCharsets.ISO_8859_1);
    }
}
