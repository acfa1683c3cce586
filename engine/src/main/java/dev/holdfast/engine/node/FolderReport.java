package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.LinkState;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.files.Passed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says how a linked folder stands: in one word, and why each file that is not in step is not.
final class FolderReport {

    /// Files that are named.
    private static final int NAMED_MAX = 1_000;

    private FolderReport() {}

    /// @param state of one that is being kept in step
    /// @param late the limit of the system that keeps it from being watched
    static Outcome.Link of(
            FolderList.Entry entry, Optional<Keeping.State> state, Optional<String> late) {
        var passed = state.flatMap(Keeping.State::passed);
        var problem = state.flatMap(FolderReport::problem);
        var waiting = passed.map(FolderReport::waiting).orElse(List.of());
        return new Outcome.Link(
                entry.directory(),
                entry.at(),
                entry.mode(),
                state(entry, state, waiting),
                problem,
                late.map(FolderReport::unwatched),
                waiting);
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
        if (passed.get().isChanged()) {
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
                            Problem.Code.REFUSED,
                            "The folder is empty, and had %,d files.".formatted(files),
                            "If they are to go everywhere, say so with `holdfast resume"
                                    + " --confirm`; if not, put back what is missing.");
            case Plan.Brake.Many(var inFolder, var inVolume, var of) ->
                    new Problem(
                            Problem.Code.REFUSED,
                            "Of %,d files, %,d would go or change in the folder and %,d in the volume."
                                    .formatted(of, inFolder, inVolume),
                            "If that is meant, say so with `holdfast resume --confirm`.");
        };
    }

    private static List<Outcome.Waiting> waiting(Passed passed) {
        var waiting = new ArrayList<Outcome.Waiting>();
        for (var problem : passed.plan().problems()) {
            waiting.add(new Outcome.Waiting("/" + problem.path().text(), say(problem.reason())));
        }
        passed.missed()
                .forEach(
                        (path, problem) ->
                                waiting.add(
                                        new Outcome.Waiting("/" + path.text(), problem.what())));
        passed.unfit()
                .forEach((name, why) -> waiting.add(new Outcome.Waiting("/" + name, why + ".")));
        return waiting.subList(0, Math.min(waiting.size(), NAMED_MAX));
    }

    private static String say(Plan.Reason reason) {
        return switch (reason) {
            case UNREAD -> "It cannot be read, or was being changed; it is read again.";
            case CASE_CLASH -> "This file system takes its name for that of another file.";
            case VOLUME_BEHIND -> "This device has not got back what it had seen; it waits for it.";
            case NOT_SENT -> "It was changed here, and this folder only receives.";
            case NOT_TAKEN -> "It was changed elsewhere, and this folder only sends.";
        };
    }
}
