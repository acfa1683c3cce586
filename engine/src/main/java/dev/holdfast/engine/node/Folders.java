package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.core.sync.Rules;
import dev.holdfast.engine.files.Files;
import dev.holdfast.engine.folder.FolderSteps;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The linked folders of a device. While it runs for good, each is kept in step. Safe for many
/// threads.
final class Folders implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

    private final Means means;
    private final FolderList list;
    private final boolean isRunning;
    private final Map<String, Keeping> going = new ConcurrentHashMap<>();
    private List<FolderList.Entry> entries;

    /// What linked folders need of the device.
    ///
    /// @param told hears what a person is to decide
    /// @param steps told of each step that changes a folder
    /// @param ids names that are no other folder's
    record Means(
            HomeFiles homeFiles,
            Files files,
            Consumer<String> told,
            FolderSteps steps,
            Supplier<String> ids,
            Returning returning) {}

    private Folders(Means means, boolean isRunning) throws NodeException {
        this.means = means;
        this.isRunning = isRunning;
        list = new FolderList(means.homeFiles);
        entries = list.read();
    }

    /// @param isRunning whether folders are kept in step, and not only listed and changed
    static Folders start(
            OpenHome home, HomeFiles homeFiles, Files files, Network network, boolean isRunning)
            throws NodeException {
        var means =
                new Means(
                        homeFiles,
                        files,
                        network.news()::waits,
                        Stepping.in(homeFiles)::at,
                        () -> Long.toHexString(home.live().tools().chance().bits64()),
                        Returning.of(homeFiles, network.cluster(), home.live().self()));
        var folders = new Folders(means, isRunning);
        network.exchange().watch(folders::grown);
        for (var entry : folders.entries) {
            folders.begin(entry);
        }
        return folders;
    }

    /// More is known of a volume.
    private void grown(VolumeId volume) {
        going.values().forEach(keeping -> keeping.grown(volume));
    }

    private void begin(FolderList.Entry entry) throws NodeException {
        if (isRunning && !entry.isPaused()) {
            going.put(entry.id(), Keeping.start(entry, means));
        }
    }

    private void end(FolderList.Entry entry) {
        var keeping = going.remove(entry.id());
        if (keeping != null) {
            keeping.close();
        }
    }

    synchronized Outcome.Link link(Command.Link command) throws NodeException {
        var directory = real(command.directory());
        var only = only(command);
        for (var entry : entries) {
            if (Path.of(entry.directory()).equals(directory)) {
                return linkAgain(entry, command, only);
            }
        }
        check(directory);
        var volume = means.files.volumeFor(command.at());
        var entry =
                new FolderList.Entry(
                        means.ids.get(),
                        directory.toString(),
                        command.at(),
                        volume,
                        command.mode(),
                        only,
                        false);
        forget(entry);
        var more = new ArrayList<>(entries);
        more.add(entry);
        keep(more);
        begin(entry);
        return shown(entry);
    }

    private static Set<EntryPath> only(Command.Link command) throws NodeException {
        var only = new TreeSet<EntryPath>();
        for (var part : command.only()) {
            var text = part.replaceAll("/+", "/").replaceAll("^/|/$", "");
            var fault = EntryPath.fault(text).or(() -> isRoot(text));
            if (fault.isPresent()) {
                throw new NodeException(
                        Problem.Code.USAGE,
                        "\"%s\" is no part of a volume: %s.".formatted(part, fault.get()),
                        "Name directories below the place that you link, such as photos/2026.");
            }
            only.add(new EntryPath(text));
        }
        if (only.size() > FolderList.PARTS_MAX) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "A linked folder has at most %d parts.".formatted(FolderList.PARTS_MAX),
                    "Name a directory above several of them.");
        }
        return only;
    }

    private static Optional<String> isRoot(String text) {
        return text.isEmpty() ? Optional.of("it is all of it") : Optional.empty();
    }

    /// Changes which way and which parts of a folder are kept in step. What is no part of it any
    /// more stays where it is.
    private Outcome.Link linkAgain(
            FolderList.Entry entry, Command.Link command, Set<EntryPath> only)
            throws NodeException {
        if (!entry.at().equals(command.at())
                || !entry.volume().equals(means.files.volumeFor(command.at()))) {
            throw new NodeException(
                    Problem.Code.EXISTS,
                    entry.directory() + " is kept in step with " + entry.at() + " already.",
                    "Unlink it first, or link another directory.");
        }
        end(entry);
        var changed = replace(entry, entry.with(command.mode(), only));
        begin(changed);
        return shown(changed);
    }

    private static Path real(String directory) throws NodeException {
        try {
            var path = Path.of(directory);
            if (!java.nio.file.Files.isDirectory(path)) {
                throw new NodeException(
                        Problem.Code.NO_SUCH,
                        "There is no directory " + directory + ".",
                        "Make it first, or name another one.");
            }
            return path.toRealPath();
        } catch (InvalidPathException | IOException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.USAGE,
                            directory + " cannot be opened.",
                            "Name a directory that is yours."),
                    e);
        }
    }

    /// Refuses a directory that is in another linked folder or around one, or holds the home.
    private void check(Path directory) throws NodeException {
        if (entries.size() >= FolderList.FOLDERS_MAX) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "This device has %d linked folders already.".formatted(entries.size()),
                    "Unlink one of them first.");
        }
        var home = real(means.homeFiles.directory().toString());
        if (home.startsWith(directory) || directory.startsWith(home)) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    directory + " has this device's home in it, or is in it.",
                    "Link a directory that has nothing of Holdfast's own in it.");
        }
        for (var entry : entries) {
            var other = Path.of(entry.directory());
            if (other.startsWith(directory) || directory.startsWith(other)) {
                throw new NodeException(
                        Problem.Code.EXISTS,
                        directory + " and the linked folder " + other + " are in each other.",
                        "Unlink that one first, or link a directory beside it.");
            }
        }
    }

    synchronized Outcome.Links list() {
        return new Outcome.Links(entries.stream().map(this::shown).toList());
    }

    private Outcome.Changed unlink(FolderList.Entry entry) throws NodeException {
        end(entry);
        keep(entries.stream().filter(each -> !each.equals(entry)).toList());
        forget(entry);
        return new Outcome.Changed(1);
    }

    /// Pauses a folder, resumes it, or lets it go.
    synchronized Outcome turn(Command<?> command) throws NodeException {
        return switch (command) {
            case Command.Unlink(var directory) -> unlink(find(directory));
            case Command.Pause(var directory) -> pause(find(directory));
            case Command.Resume resume -> resume(find(resume.directory()), answer(resume));
            default -> throw new IllegalArgumentException("neither pauses nor resumes nor unlinks");
        };
    }

    private Outcome.Link pause(FolderList.Entry entry) throws NodeException {
        end(entry);
        return shown(replace(entry, entry.paused(true)));
    }

    private static Rules.Answer answer(Command.Resume resume) throws NodeException {
        if (resume.confirm() && resume.undo()) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "What is to go cannot also come back.",
                    "Say either that it is meant, or that it is to be undone.");
        }
        if (resume.undo()) {
            return Rules.Answer.UNDO;
        }
        return resume.confirm() ? Rules.Answer.AGREED : Rules.Answer.NONE;
    }

    /// What is told is what the answer is an answer to.
    private Outcome.Link resume(FolderList.Entry entry, Rules.Answer answer) throws NodeException {
        var asked = shown(entry);
        if (answer == Rules.Answer.UNDO) {
            checkUndo(entry);
        }
        var resumed = replace(entry, entry.paused(false));
        if (!going.containsKey(resumed.id())) {
            begin(resumed);
        }
        var keeping = going.get(resumed.id());
        if (keeping != null) {
            keeping.ask(answer);
        }
        return FolderReport.since(shown(resumed), asked);
    }

    private void checkUndo(FolderList.Entry entry) throws NodeException {
        var brake = Optional.ofNullable(going.get(entry.id())).flatMap(k -> k.state().brake());
        if (brake.isEmpty()) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    entry.directory() + " asks nothing now.",
                    "Take back what was agreed to with `holdfast restore`; `holdfast history` tells"
                            + " what there was when.");
        }
        if (entry.mode() == Outcome.Mode.RECEIVE && isOfOthers(brake.get())) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "What is asked about was done elsewhere, and this folder only receives.",
                    "Bring it back with `holdfast restore`, or agree with `holdfast resume"
                            + " --confirm`.");
        }
    }

    private static boolean isOfOthers(Plan.Brake brake) {
        return switch (brake) {
            case Plan.Brake.Many(var inFolder, _, _) -> inFolder > 0;
            case Plan.Brake.Missed _ -> true;
            case Plan.Brake.Emptied _, Plan.Brake.RootLost _ -> false;
        };
    }

    private FolderList.Entry replace(FolderList.Entry old, FolderList.Entry now)
            throws NodeException {
        if (!now.equals(old)) {
            keep(entries.stream().map(each -> each.equals(old) ? now : each).toList());
        }
        return now;
    }

    private void keep(List<FolderList.Entry> changed) throws NodeException {
        list.write(changed);
        entries = List.copyOf(changed);
    }

    private void forget(FolderList.Entry entry) {
        try {
            java.nio.file.Files.deleteIfExists(means.homeFiles.synced(entry.id()));
        } catch (IOException e) {
            LOG.warn("What was in step stays in the home.", e);
        }
    }

    private FolderList.Entry find(String directory) throws NodeException {
        var path = Path.of(directory).toAbsolutePath().normalize();
        return entries.stream()
                .filter(entry -> Path.of(entry.directory()).equals(path) || isReally(path, entry))
                .findFirst()
                .orElseThrow(
                        () ->
                                new NodeException(
                                        Problem.Code.NO_SUCH,
                                        directory + " is not a linked folder.",
                                        "See which there are with `holdfast links`."));
    }

    private static boolean isReally(Path path, FolderList.Entry entry) {
        try {
            return path.toRealPath().equals(Path.of(entry.directory()));
        } catch (IOException e) {
            return false;
        }
    }

    private Outcome.Link shown(FolderList.Entry entry) {
        var keeping = Optional.ofNullable(going.get(entry.id()));
        return FolderReport.of(entry, keeping.map(Keeping::state), keeping.flatMap(Keeping::late));
    }

    @Override
    public synchronized void close() {
        going.values().forEach(Keeping::close);
        going.clear();
    }
}
