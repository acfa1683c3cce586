package dev.holdfast.gui.folders;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.LinkState;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.gui.theme.Tone;
import dev.holdfast.gui.words.Plain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the Folders screen says of one linked folder.
///
/// @param way where it leads, which way changes go, and which parts it has
/// @param only those parts; empty when it has all
/// @param problem why nothing is done
/// @param lines files that are not in step, each with the reason, whom it waits for, and what to do
/// @param conflicts files of which a person is to choose a version
public record FolderCard(
        String directory,
        VolumePath at,
        String way,
        List<String> only,
        LinkState state,
        Optional<Problem> problem,
        List<String> lines,
        long conflicts) {

    /// Files that are named.
    private static final int LINES_MAX = 5;

    static FolderCard of(Outcome.Link link) {
        return new FolderCard(
                link.directory(),
                link.at(),
                link.only().isEmpty()
                        ? way(link)
                        : say("folder.only", way(link), String.join(", ", link.only())),
                link.only(),
                link.state(),
                link.problem().or(link::late),
                lines(link),
                link.left().conflicts());
    }

    private static String way(Outcome.Link link) {
        return switch (link.mode()) {
            case BOTH -> say("folder.both", link.at());
            case SEND -> say("folder.send", link.at());
            case RECEIVE -> say("folder.receive", link.at());
        };
    }

    private static List<String> lines(Outcome.Link link) {
        var lines = new ArrayList<String>();
        var named = link.waiting().subList(0, Math.min(LINES_MAX, link.waiting().size()));
        for (var waiting : named) {
            var line =
                    say(
                            "folder.waiting",
                            Plain.name(waiting.path()),
                            waiting.why(),
                            waiting.remedy());
            lines.add(
                    waiting.waitsFor().isEmpty()
                            ? line
                            : line
                                    + " "
                                    + say("folder.with", String.join(", ", waiting.waitsFor())));
        }
        long more = link.left().waiting() - named.size();
        if (more > 0) {
            lines.add(say("folder.more", more));
        }
        return lines;
    }

    /// How it stands, in words.
    String words() {
        return switch (state) {
            case IN_STEP -> say("folder.instep");
            case WORKING -> say("folder.working");
            case PARTLY -> say("folder.partly");
            case PAUSED -> say("folder.paused");
            case ASKING -> say("folder.asking");
            case TROUBLED -> say("folder.troubled");
            case RESTING -> say("folder.resting");
        };
    }

    Tone tone() {
        return switch (state) {
            case IN_STEP -> Tone.GOOD;
            case WORKING -> Tone.BUSY;
            case PAUSED, RESTING -> Tone.CALM;
            case PARTLY, ASKING -> Tone.WARN;
            case TROUBLED -> Tone.BAD;
        };
    }

    /// Whether the person is to say that it is meant, or that it is to be undone.
    boolean isAsking() {
        return state == LinkState.ASKING;
    }

    boolean isPaused() {
        return state == LinkState.PAUSED;
    }

    /// What a reader of the screen says of it.
    String spoken() {
        return directory + ", " + way + ", " + words();
    }
}
