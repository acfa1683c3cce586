package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Table;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `links`: the linked folders, how each stands, and what is not in step and why.
final class ListLinks extends Action {

    ListLinks(Holdfast main) {
        super(main, "links");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var links = ask(new Command.ListLinks()).links();
        main.answer(() -> Json.array(links, Json::link), out -> tell(out, links));
        return Exit.DONE;
    }

    private void tell(PrintStream out, List<Outcome.Link> links) {
        var table = new Table(Words.titles("links.titles"));
        for (var link : links) {
            table.row(
                    Plain.text(link.directory()),
                    Plain.text(link.at().toString()),
                    Json.word(link.mode()),
                    state(link));
        }
        table.lines(main.terminal().paint()).forEach(out::println);
        for (var link : links) {
            for (var problem :
                    Stream.of(link.problem(), link.late()).flatMap(Optional::stream).toList()) {
                out.println(
                        Words.say(
                                "links.problem",
                                Plain.text(link.directory()),
                                Plain.text(problem.what()),
                                Plain.text(problem.remedy())));
            }
            if (!link.only().isEmpty()) {
                out.println(
                        Words.say(
                                "links.only",
                                Plain.text(link.directory()),
                                Plain.text(String.join(", ", link.only()))));
            }
            left(out, link);
        }
    }

    /// What is left to do about a folder, a line each.
    static void left(PrintStream out, Outcome.Link link) {
        for (var waiting : link.waiting()) {
            out.println(
                    "  "
                            + Words.say(
                                    "links.waiting",
                                    Plain.text(waiting.path()),
                                    Plain.text(waiting.why()),
                                    Plain.text(waiting.remedy())));
            if (!waiting.waitsFor().isEmpty()) {
                var names = Plain.text(String.join(", ", waiting.waitsFor()));
                out.println("    " + Words.say("links.awaited", names));
            }
        }
        long more = link.left().waiting() - link.waiting().size();
        if (more > 0) {
            out.println("  " + Words.say("links.more", Words.count("file", more)));
        }
        if (link.left().conflicts() > 0) {
            var files = Words.count("file", link.left().conflicts());
            var place = Plain.word(link.at().toString());
            out.println("  " + Words.say("links.conflicts", files, place));
        }
    }

    static String state(Outcome.Link link) {
        return switch (link.state()) {
            case IN_STEP -> Words.say("links.instep");
            case WORKING -> Words.say("links.working");
            case PARTLY -> Words.say("links.partly");
            case PAUSED -> Words.say("links.paused");
            case ASKING -> Words.say("links.asking");
            case TROUBLED -> Words.say("links.troubled");
            case RESTING -> Words.say("links.resting");
        };
    }
}
