package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Finding;
import dev.holdfast.engine.api.Finding.Care;
import dev.holdfast.engine.api.Finding.Endangered;
import dev.holdfast.engine.api.Finding.Exposed;
import dev.holdfast.engine.api.Finding.Fault;
import dev.holdfast.engine.api.Finding.Halted;
import dev.holdfast.engine.api.Finding.Hindered;
import dev.holdfast.engine.api.Finding.Left;
import dev.holdfast.engine.api.Finding.Means;
import dev.holdfast.engine.api.Finding.Mended;
import dev.holdfast.engine.api.Finding.Sound;
import dev.holdfast.engine.api.Finding.Treated;
import dev.holdfast.engine.api.Finding.Unseen;
import dev.holdfast.engine.api.Finding.Untouched;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;
import java.util.List;

/// `doctor`: whether all is well with this device's home, and mending what is not.
final class Examine extends Action {

    private static final String INDENT = " ".repeat(22);

    private final Flag deep = flag("--deep");
    private final Flag fix = flag("--fix");
    private final Flag rebuild = flag("--rebuild");

    Examine(Holdfast main) {
        super(main, "doctor");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var found = examined(new Care(deep.isSet(), fix.isSet(), rebuild.isSet()));
        boolean isSound = found.stream().allMatch(Treated::isSound);
        main.answer(() -> document(isSound, found), out -> found.forEach(each -> tell(out, each)));
        main.remark(Words.say(isSound ? "doctor.sound" : "doctor.unsound"));
        if (!fix.isSet() && found.stream().anyMatch(Examine::isFixable)) {
            main.remark(Words.say("doctor.fixable"));
        }
        return isSound ? Exit.DONE : Exit.FAILED;
    }

    private List<Treated> examined(Care care) throws NodeException, InterruptedException {
        try (var watch = new Watch(main.progress())) {
            return main.device().service().examine(care, watch);
        }
    }

    private static boolean isFixable(Treated found) {
        return found.finding() instanceof Fault fault && fault.means() == Means.FIX;
    }

    private static JsonObject document(boolean isSound, List<Treated> found) {
        var document = new JsonObject();
        document.addProperty("sound", isSound);
        document.add("findings", Json.array(found, Examine::document));
        return document;
    }

    private static JsonObject document(Treated found) {
        var finding = found.finding();
        var document = new JsonObject();
        document.addProperty("check", finding.check());
        document.addProperty("consequence", consequence(finding));
        document.addProperty("what", finding.what());
        if (finding instanceof Fault fault) {
            document.addProperty("remedy", fault.remedy());
            document.addProperty("means", Json.word(fault.means()));
        }
        switch (found.treatment()) {
            case Mended(var how) -> document.addProperty("mended", how);
            case Left(var why) -> document.addProperty("left", why);
            case Untouched() -> {}
        }
        return document;
    }

    private static String consequence(Finding finding) {
        return switch (finding) {
            case Sound _ -> "sound";
            case Unseen _ -> "unseen";
            case Hindered _ -> "hindered";
            case Halted _ -> "halted";
            case Exposed _ -> "exposed";
            case Endangered _ -> "endangered";
        };
    }

    private void tell(PrintStream out, Treated found) {
        var paint = main.terminal().paint();
        var finding = found.finding();
        var word = "%-10s  ".formatted(consequence(finding));
        var painted =
                switch (finding) {
                    case Sound _ -> paint.good(word);
                    case Unseen _ -> paint.quiet(word);
                    case Hindered _ -> paint.warn(word);
                    case Halted _, Exposed _, Endangered _ -> paint.bad(word);
                };
        out.println(painted + "%-8s  ".formatted(finding.check()) + Plain.text(finding.what()));
        if (finding instanceof Fault fault && !found.isSound()) {
            out.println(INDENT + Plain.text(fault.remedy()));
        }
        switch (found.treatment()) {
            case Mended(var how) ->
                    out.println(INDENT + paint.good(Words.say("doctor.mended", Plain.text(how))));
            case Left(var why) ->
                    out.println(INDENT + paint.warn(Words.say("doctor.left", Plain.text(why))));
            case Untouched() -> {}
        }
    }
}
