package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.sync.Action;
import dev.holdfast.engine.core.sync.Action.InFolder;
import dev.holdfast.engine.core.sync.Action.InVolume;
import dev.holdfast.engine.core.sync.Action.MoveInFolder;
import dev.holdfast.engine.core.sync.Action.Observed;
import dev.holdfast.engine.core.sync.Action.PutAside;
import dev.holdfast.engine.core.sync.Action.RemoveInFolder;
import dev.holdfast.engine.core.sync.Item;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.core.sync.Present;
import dev.holdfast.engine.core.sync.Trees;
import dev.holdfast.engine.folder.FolderSteps;
import dev.holdfast.engine.folder.LinkedFolder;
import dev.holdfast.engine.folder.LocalTree.OwnHome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One pass over a linked folder: look at both sides, decide, do what can be done, note what is the
/// same then. Serves one thread, once.
final class LinkPass implements AutoCloseable {

    /// Files that are read before any of them is named, and their bytes. With more than that the
    /// other devices have work while the rest is read.
    private static final int AHEAD_FILES = 512;

    private static final long AHEAD_BYTES = 32 << 20;

    /// Files with more than that are named when their chunks were given. Of fewer what is asked for
    /// is on its way by then, and one large file is read at the other end while it comes.
    private static final int START_FILES = 64;

    private static final long START_BYTES = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(LinkPass.class);

    private final Tools tools;
    private final Linked link;
    private final Linked.Entering entering;
    private final Noting noting;
    private final Memory memory;
    private final Place at;
    private final LinkedFolder folder;
    private final Optional<Glance> glance;
    private final VolumeApplier volume;
    private boolean isBegun;

    /// What a pass works with.
    ///
    /// @param own is neither read nor changed
    record Tools(
            Rooms rooms,
            ContentWriter writer,
            BufferPool buffers,
            ChunkFinder finder,
            FileGrower grower,
            KeptModes.Trials trials,
            OwnHome own,
            InstantSource clock) {}

    /// A linked folder and whoever is told of it.
    ///
    /// @param glance a look at a part, if that will do
    record Task(
            Linked link,
            Memory memory,
            Linked.Entering entering,
            FolderSteps steps,
            Optional<Glance> glance) {}

    private LinkPass(Tools tools, Task task, Place at, LinkedFolder folder) {
        this.tools = tools;
        link = task.link;
        memory = task.memory;
        entering = task.entering;
        noting = new Noting(memory, task.steps, tools.clock);
        glance = task.glance;
        this.at = at;
        this.folder = folder;
        volume = new VolumeApplier(tools, at, folder, noting);
    }

    static Passed run(Tools tools, Task task) throws NodeException, InterruptedException {
        var link = task.link;
        var at = Place.of(link.at(), tools.rooms);
        if (!at.volume().id().equals(link.volume())) {
            throw Place.noVolume(link.at().volume());
        }
        if (at.shown().isPresent() && !at.isDirectory()) {
            throw new NodeException(
                    Problem.Code.EXISTS,
                    link.at() + " is a file, and a folder is linked to a directory.",
                    "Unlink the folder, and link it to another place.");
        }
        try (var folder = LinkedFolder.open(link.directory(), task.steps);
                var pass = new LinkPass(tools, task, at, folder)) {
            return pass.run();
        } catch (IOException e) {
            if (Problems.isGone(e)) {
                return Passed.stopped(new Plan.Brake.RootLost());
            }
            throw Problems.of(link.directory(), e);
        }
    }

    /// One slice of a look at all, which changes nothing. What keeps it from being made is told by
    /// a pass.
    static void sweep(Tools tools, Task task, Sweep sweep)
            throws NodeException, InterruptedException {
        var link = task.link;
        var at = Place.of(link.at(), tools.rooms).path();
        try (var folder = LinkedFolder.open(link.directory(), task.steps)) {
            var known = task.memory.observations();
            sweep.goOn(new Surveyor(tools, link, at, folder, known, task.entering));
        } catch (IOException e) {
            LOG.debug("{} is looked at in one go.", link.directory(), e);
            sweep.giveUp();
        }
    }

    private Passed run() throws IOException, NodeException, InterruptedException {
        var surveyor =
                new Surveyor(tools, link, at.path(), folder, memory.observations(), entering);
        var told = glance.isEmpty() ? Optional.<Surveyor.Told>empty() : surveyor.told(glance.get());
        if (told.isPresent()) {
            var news = surveyor.places(told.get());
            if (news.isPresent()) {
                var plan = plan(news.get());
                if (isOnlyTaken(plan) && isInTime(plan)) {
                    return carryOut(plan, news.get());
                }
            }
            var some = surveyor.part(told.get());
            if (some.isPresent()) {
                var read = read(some.get());
                var plan = plan(read);
                if (plan.brake().isEmpty() && isInTime(plan)) {
                    return carryOut(plan, read);
                }
            }
        }
        var all = read(surveyor.whole());
        return carryOut(plan(all), all);
    }

    private static Plan plan(Surveyor.Survey survey) {
        return Plan.of(survey.trees(), survey.rules());
    }

    /// Whether the folder only gets what is shown in places that were looked at by themselves. All
    /// else may depend on what is beside or below them.
    private static boolean isOnlyTaken(Plan plan) {
        return plan.brake().isEmpty()
                && plan.problems().isEmpty()
                && plan.actions().stream().allMatch(LinkPass::isOnlyTaken);
    }

    private static boolean isOnlyTaken(Action action) {
        return switch (action) {
            case Observed _, MoveInFolder _ -> true;
            case Action.Place(_, _, var over) ->
                    over.map(Present::item).filter(Item::isDirectory).isEmpty();
            case RemoveInFolder(_, var here) -> !here.item().isDirectory();
            case InVolume _, PutAside _ -> false;
        };
    }

    /// Whether what follows from a part may be done now. What went while the device was away may
    /// have come to where nobody has looked yet.
    private boolean isInTime(Plan plan) {
        return glance.filter(Glance::isEarly).isEmpty() || Sweep.isPlain(plan);
    }

    /// Reads what waits for it. What the volume may get whatever the rest is has its name soon:
    /// when as much again was read and it has been sent, so that it is not asked for too.
    private Surveyor.Survey read(Surveyor.Survey survey)
            throws IOException, NodeException, InterruptedException {
        var look = survey.look();
        if (look.waiting().isEmpty()) {
            return survey;
        }
        long bytes = 0;
        long largest = 0;
        for (var standing : look.waiting().values()) {
            bytes += standing.sight().size();
            largest = Math.max(largest, standing.sight().size());
        }
        int files = look.waiting().size();
        boolean isMuch = files > AHEAD_FILES || bytes > AHEAD_BYTES;
        if (files > START_FILES || bytes - largest > START_BYTES) {
            volume.giveFirst();
        }
        var ahead = isMuch ? Plan.Ahead.of(survey.trees(), survey.rules()) : Plan.Ahead.NOTHING;
        var next = new ArrayList<>(ahead.directories());
        int kept = 0;
        try (var reading = volume.read(look)) {
            long waits = 0;
            for (var read = reading.next(); read.isPresent(); read = reading.next()) {
                look.take(read.get());
                kept = Math.max(kept, read.get().kept());
                waits += read.get().standing().sight().size();
                var path = read.get().path();
                look.here(path).flatMap(here -> ahead.file(path, here)).ifPresent(next::add);
                if (next.size() >= AHEAD_FILES || (waits >= AHEAD_BYTES && !next.isEmpty())) {
                    begin(survey.trees());
                    volume.ahead(next, kept, look);
                    next.clear();
                    waits = 0;
                }
            }
        }
        return survey.read();
    }

    /// From now on this is the directory of which things are noted.
    private void begin(Trees trees) throws IOException {
        if (!isBegun && !trees.folder().root().equals(trees.synced().root())) {
            memory.begin(trees.folder().root());
        }
        isBegun = true;
    }

    private Passed carryOut(Plan plan, Surveyor.Survey survey)
            throws IOException, NodeException, InterruptedException {
        var look = survey.look();
        var trees = survey.trees();
        var names = tools.rooms.keeping().ledger().views().names().tree(link.volume());
        var sight = new VolumeSight(names, at.path(), trees, plan, new Bearing(tools.rooms));
        if (plan.brake().isPresent()) {
            var asked = sight.asked(tools.clock.instant());
            return new Passed(plan, look.unfit(), Map.of(), asked, false, survey.part());
        }
        begin(trees);
        volume.known(trees);
        var observed = observed(plan);
        noting.note(observed);
        volume.noted(observed.stream().map(Observed::path).toList());
        boolean did = volume.apply(plan, look);
        volume.shelve(plan, look);
        var applier = new FolderApplier(tools, folder, noting);
        applier.apply(inFolder(plan, look));
        volume.end();
        if (applier.missed().isEmpty()) {
            folder.tidy();
        }
        did |= applier.hasDone();
        var seen = sight.seen();
        return new Passed(plan, look.unfit(), applier.missed(), seen, did, survey.part());
    }

    private static List<Observed> observed(Plan plan) {
        var observed = new ArrayList<Observed>();
        for (var action : plan.actions()) {
            if (action instanceof Observed each) {
                observed.add(each);
            }
        }
        return observed;
    }

    private static List<InFolder> inFolder(Plan plan, FolderLook look) {
        var actions = new ArrayList<InFolder>();
        for (var action : plan.actions()) {
            boolean isLost =
                    plan.shelved().containsKey(action.path()) && look.kind(action.path()).isEmpty();
            if (action instanceof InFolder change && !isLost) {
                actions.add(change);
            }
        }
        return actions;
    }

    @Override
    public void close() throws NodeException {
        volume.close();
    }
}
