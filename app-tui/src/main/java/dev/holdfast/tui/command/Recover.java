package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.recovery.Found;
import dev.holdfast.engine.api.recovery.Judge;
import dev.holdfast.engine.api.recovery.Recovered;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `recover`: what is left of a pool, back on a device that begins now.
final class Recover extends Action {

    private static final int WORDS = 24;

    /// Letters of the words, in a file too.
    private static final int TEXT_MAX = 1024;

    /// Answers to one question that are neither yes nor no.
    private static final int UNCLEAR_MAX = 3;

    private final Value<Optional<Path>> phraseFile = path("--phrase-file", "FILE");
    private final Value<Optional<String>> at = option("--at", "HOST:PORT", Converters::text);
    private final Flag rehearse = flag("--rehearse");
    private final Flag check = flag("--check");
    private final Value<List<String>> keep = options("--keep", "NAME");
    private final Value<List<String>> revoke = options("--revoke", "NAME");
    private final Start start = new Start(this);

    Recover(Holdfast main) {
        super(main, "recover");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        if (check.isSet()) {
            main.device().paper().check(words());
            main.answer(Recover::checked, out -> main.remark(Words.say("recover.checked")));
            return Exit.DONE;
        }
        var beginning = start.beginning(main.surroundings().environment());
        if (at.get().isEmpty() && !beginning.discovery()) {
            throw usage(Words.say("recover.nobody"), Words.say("recover.nobody.do"));
        }
        var how = new Device.Return(words(), at.get(), beginning, rehearse.isSet());
        var report = new RecoverReport(main);
        var recovered = main.device().entry().recover(how, new Person(report));
        if (recovered.isRehearsal()) {
            report.found(recovered.found());
        }
        main.answer(() -> RecoverReport.document(recovered), out -> {});
        tell(recovered);
        start.compare(main);
        var found = recovered.found();
        return found.lackingFiles() > 0 || found.unreadable() > 0 ? Exit.PARTLY : Exit.DONE;
    }

    private static JsonObject checked() {
        var document = new JsonObject();
        document.addProperty("checked", true);
        return document;
    }

    private void tell(Recovered recovered) {
        if (recovered.isRehearsal()) {
            main.remark(Words.say("recover.rehearsed"));
            return;
        }
        main.remark(Words.say("recover.done", Plain.text(recovered.name())));
        if (!recovered.putOut().isEmpty()) {
            main.remark(Words.say("recover.out", names(recovered.putOut())));
        }
        main.remark(
                recovered.told().isEmpty()
                        ? Words.say("recover.untold")
                        : Words.say("recover.told", names(recovered.told())));
        main.remark(Words.say("recover.held"));
        main.remark(Words.say("recover.next"));
    }

    private static String names(List<String> names) {
        return Plain.text(String.join(", ", names));
    }

    private String words() throws NodeException {
        if (phraseFile.get().isPresent()) {
            return read(phraseFile.get().get());
        }
        if (main.json() || !main.terminal().interactive()) {
            throw usage(Words.say("recover.nowords"), Words.say("recover.nowords.do"));
        }
        main.remark(Words.say("recover.ask"));
        var words = new StringBuilder();
        int count = 0;
        while (count < WORDS && words.length() < TEXT_MAX) {
            var line = main.terminal().secret();
            if (line.isEmpty()) {
                break;
            }
            words.append(line).append(' ');
            count = words.toString().strip().split("[\\s,]+").length;
        }
        return words.toString().strip();
    }

    private static String read(Path file) throws NodeException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(TEXT_MAX + 1), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.NO_SUCH,
                            Words.say("recover.unread", file),
                            Words.say("recover.unread.do")),
                    e);
        }
    }

    /// Decides by the options; where they say nothing, asks who sits there.
    private final class Person implements Judge {

        private final RecoverReport report;

        Person(RecoverReport report) {
            this.report = report;
        }

        @Override
        public void heard(String device) {
            main.remark(Words.say("recover.heard", Plain.text(device)));
            main.terminal().out().flush();
        }

        @Override
        public List<String> putOut(Found found) throws NodeException {
            report.found(found);
            var kept = ids(found, keep.get());
            var out = ids(found, revoke.get());
            var both = revoke.get().stream().filter(keep.get()::contains).toList();
            if (!both.isEmpty()) {
                throw usage(Words.say("recover.both", names(both)), Words.say("recover.both.do"));
            }
            if (!kept.isEmpty()) {
                return found.devices().stream()
                        .map(Found.Survivor::id)
                        .filter(id -> !kept.contains(id))
                        .toList();
            }
            if (!out.isEmpty()) {
                return out;
            }
            if (main.json() || !main.terminal().interactive()) {
                main.warn(Words.say("recover.none"));
                return List.of();
            }
            return asked(found);
        }

        private List<String> ids(Found found, List<String> names) throws NodeException {
            var ids = new ArrayList<String>();
            for (var name : names) {
                var named =
                        found.devices().stream()
                                .filter(d -> d.name().equals(name) || d.id().equals(name))
                                .map(Found.Survivor::id)
                                .toList();
                if (named.size() != 1) {
                    throw new NodeException(
                            Problem.Code.NO_SUCH,
                            Words.say("recover.unknown", Plain.text(name)),
                            Words.say("recover.unknown.do"));
                }
                ids.addAll(named);
            }
            return ids;
        }

        private List<String> asked(Found found) throws NodeException {
            var out = new ArrayList<String>();
            for (var device : found.devices()) {
                if (!isMine(device.name())) {
                    out.add(device.id());
                }
            }
            return out;
        }

        private boolean isMine(String name) throws NodeException {
            for (int i = 0; i < UNCLEAR_MAX; i++) {
                var said = main.question(Words.say("recover.mine", Plain.text(name)) + " ");
                switch (said.toLowerCase(Locale.ROOT)) {
                    case "y", "yes" -> {
                        return true;
                    }
                    case "n", "no" -> {
                        return false;
                    }
                    default -> {}
                }
            }
            throw new NodeException(
                    Problem.Code.CANCELLED,
                    Words.say("recover.undecided"),
                    Words.say("recover.undecided.do"));
        }
    }
}
