package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.LinkState;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Status;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.core.sync.Plan.Reason;
import dev.holdfast.engine.files.Passed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says how a linked folder stands: in one word, and why each file that is not in step is not.
final class FolderReport {

    /// Files that are named.
    private static final int NAMED_MAX = 1_000;

    /// What a person can say to much changing at once.
    private static final String ANSWERS =
            "Say with `holdfast resume --confirm` that it is meant, or bring all of it back with"
                    + " `holdfast resume --undo`.";

    private FolderReport() {}

    /// @param state of one that is being kept in step
    /// @param late the limit of the system that keeps it from being watched
    static Outcome.Link of(
            FolderList.Entry entry, Optional<Keeping.State> state, Optional<String> late) {
        var passed = state.flatMap(Keeping.State::passed);
        var problem = state.flatMap(FolderReport::problem);
        var waiting = passed.map(FolderReport::waiting).orElse(List.of());
        var left =
                new Outcome.Left(
                        waiting.size(),
                        passed.map(p -> (long) p.sight().conflicts().size()).orElse(0L),
                        passed.flatMap(p -> p.sight().before()));
        return new Outcome.Link(
                entry.directory(),
                entry.at(),
                entry.mode(),
                entry.only().stream().map(EntryPath::text).toList(),
                state(entry, state, waiting),
                problem,
                late.map(FolderReport::unwatched),
                first(waiting, NAMED_MAX),
                left);
    }

    private static <T> List<T> first(List<T> all, int most) {
        return all.subList(0, Math.min(all.size(), most));
    }

    /// The same with fewer files named.
    static Outcome.Link brief(Outcome.Link link) {
        return new Outcome.Link(
                link.directory(),
                link.at(),
                link.mode(),
                link.only(),
                link.state(),
                link.problem(),
                link.late(),
                first(link.waiting(), Status.WAITING_MAX),
                link.left());
    }

    /// The same with the moment that a question was about which was answered just now.
    static Outcome.Link since(Outcome.Link link, Outcome.Link asked) {
        var left = link.left();
        return new Outcome.Link(
                link.directory(),
                link.at(),
                link.mode(),
                link.only(),
                link.state(),
                link.problem(),
                link.late(),
                link.waiting(),
                new Outcome.Left(left.waiting(), left.conflicts(), asked.left().before()));
    }

    /// What a person should know of all linked folders.
    static List<Problem> problems(List<Outcome.Link> links) {
        return links.stream()
                .flatMap(
                        link ->
                                link.problem().stream()
                                        .map(
                                                problem ->
                                                        new Problem(
                                                                problem.code(),
                                                                link.directory()
                                                                        + ": "
                                                                        + problem.what(),
                                                                problem.remedy())))
                .toList();
    }

    private static Problem unwatched(String limit) {
        return new Problem(
                Problem.Code.REFUSED,
                "The system tells of changes in no more directories, so some of those made here are"
                        + " seen only when all is looked at again.",
                "Raise its limit fs.inotify.%s with sysctl.".formatted(limit));
    }

    /// Why nothing is done.
    static Optional<Problem> problem(Keeping.State state) {
        return state.problem()
                .or(() -> state.passed().flatMap(p -> p.plan().brake()).map(FolderReport::asks));
    }

    private static LinkState state(
            FolderList.Entry entry, Optional<Keeping.State> state, List<Outcome.Waiting> waiting) {
        if (entry.isPaused()) {
            return LinkState.PAUSED;
        }
        if (state.isEmpty()) {
            return LinkState.RESTING;
        }
        if (state.get().problem().isPresent()) {
            return LinkState.TROUBLED;
        }
        var passed = state.get().passed();
        if (passed.isEmpty()) {
            return LinkState.WORKING;
        }
        if (passed.get().plan().brake().isPresent()) {
            return LinkState.ASKING;
        }
        if (passed.get().isChanged() || state.get().isAsked()) {
            return LinkState.WORKING;
        }
        return waiting.isEmpty() ? LinkState.IN_STEP : LinkState.PARTLY;
    }

    private static Problem asks(Plan.Brake brake) {
        return switch (brake) {
            case Plan.Brake.RootLost() ->
                    new Problem(
                            Problem.Code.NO_SUCH,
                            "The folder is not there, or another one is in its place.",
                            "Bring its disk back. If this is the folder now, say so with `holdfast"
                                    + " resume --confirm`: nothing is deleted then.");
            case Plan.Brake.Emptied(var files) ->
                    new Problem(
                            Problem.Code.CHANGED,
                            "The folder is empty, and had %,d files.".formatted(files),
                            ANSWERS);
            case Plan.Brake.Many(var inFolder, var inVolume, var of) ->
                    new Problem(
                            Problem.Code.CHANGED,
                            "Of %,d files, %s.".formatted(of, whichGo(inFolder, inVolume)),
                            ANSWERS);
            case Plan.Brake.Missed(var files) ->
                    new Problem(
                            Problem.Code.CHANGED,
                            "While the others did without this device they removed %s still here."
                                    .formatted(
                                            files == 1
                                                    ? "1 file that is"
                                                    : "%,d files that are".formatted(files)),
                            "Say with `holdfast resume --confirm` that they may go, or bring them"
                                    + " back everywhere with `holdfast resume --undo`; `holdfast"
                                    + " history` tells who removed them.");
        };
    }

    private static String whichGo(long inFolder, long inVolume) {
        var here = "%,d were deleted or changed elsewhere".formatted(inFolder);
        var there = "%,d were deleted or changed here".formatted(inVolume);
        if (inFolder == 0) {
            return there;
        }
        return inVolume == 0 ? here : there + " and " + here;
    }

    private static List<Outcome.Waiting> waiting(Passed passed) {
        var waiting = new ArrayList<Outcome.Waiting>();
        var unread = new HashSet<String>();
        for (var problem : passed.plan().problems()) {
            var path = problem.path().text();
            boolean isKnown = problem.reason() == Reason.UNREAD && passed.unfit().containsKey(path);
            if (isKnown) {
                unread.add(path);
            } else {
                waiting.add(waiting(problem, passed.sight().awaited()));
            }
        }
        passed.missed().forEach((path, miss) -> waiting.add(missed("/" + path.text(), miss)));
        passed.unfit().forEach((path, why) -> waiting.add(unfit(path, why, unread.contains(path))));
        return waiting;
    }

    private static Outcome.Waiting missed(String path, Passed.Miss miss) {
        return new Outcome.Waiting(
                path, miss.problem().what(), miss.waitsFor(), miss.problem().remedy());
    }

    /// @param isUnread false of one whose name is why
    private static Outcome.Waiting unfit(String path, String why, boolean isUnread) {
        return isUnread
                ? waiting(
                        "/" + path,
                        "It is left as it is: %s.".formatted(why),
                        "See that it may be read, move it away, or name it in `.holdfastignore`.")
                : waiting("/" + path, "It stays here only: %s.".formatted(why), "Rename it.");
    }

    private static Outcome.Waiting waiting(Plan.Problem problem, Map<EntryPath, String> awaited) {
        var other = problem.other().map(EntryPath::text).orElse("");
        var waiting = waiting("/" + problem.path().text(), problem.reason(), other);
        var whom = Optional.ofNullable(awaited.get(problem.path())).stream().toList();
        return new Outcome.Waiting(waiting.path(), waiting.why(), whom, waiting.remedy());
    }

    private static Outcome.Waiting waiting(String path, Reason reason, String other) {
        return switch (reason) {
            case UNREAD ->
                    waiting(
                            path,
                            "It cannot be read, or was being changed; it is read again.",
                            "Close what writes to it, and see that you may read it.");
            case DISK_AWAY ->
                    waiting(
                            path,
                            "A disk of its own was here, and it is empty now.",
                            "Bring the disk back; if its files are to go everywhere, remove the"
                                    + " directory.");
            case CASE_CLASH, CASE_LOST -> lettered(path, reason == Reason.CASE_LOST, other);
            case VOLUME_BEHIND ->
                    waiting(
                            path,
                            "This device has not got back what it had seen; it waits for it.",
                            "Bring the other devices online.");
            case NOT_SENT ->
                    waiting(
                            path,
                            "It was changed here, and this folder only receives.",
                            "Link it again with another --mode, or put back what was there.");
            case NOT_TAKEN ->
                    waiting(
                            path,
                            "It was changed elsewhere, and this folder only sends.",
                            "Link it again with another --mode, or change it back there.");
        };
    }

    /// @param isLost whether the file system wrote the name down without its capital letters
    private static Outcome.Waiting lettered(String path, boolean isLost, String other) {
        return isLost
                ? waiting(
                        path,
                        "This file system shows it as /%s, without its capital letters."
                                .formatted(other),
                        "Rename it, or keep the folder where names stay as they are written.")
                : waiting(
                        path,
                        "This file system takes it for /%s, which differs in the case of its letters."
                                .formatted(other),
                        "Rename one of the two, here or elsewhere.");
    }

    private static Outcome.Waiting waiting(String path, String why, String remedy) {
        return new Outcome.Waiting(path, why, List.of(), remedy);
    }
}
