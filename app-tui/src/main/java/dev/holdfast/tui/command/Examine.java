package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Finding;
import dev.holdfast.engine.api.Finding.Endangered;
import dev.holdfast.engine.api.Finding.Exposed;
import dev.holdfast.engine.api.Finding.Fault;
import dev.holdfast.engine.api.Finding.Halted;
import dev.holdfast.engine.api.Finding.Hindered;
import dev.holdfast.engine.api.Finding.Sound;
import dev.holdfast.engine.api.Finding.Unseen;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;
import java.util.List;

/// `doctor`: whether all is well with this device's home.
final class Examine extends Action {

    Examine(Holdfast main) {
        super(main, "doctor");
    }

    @Override
    public Integer call() throws NodeException {
        var findings = main.device().service().examine();
        boolean isSound = findings.stream().noneMatch(Fault.class::isInstance);
        main.answer(() -> document(isSound, findings), out -> tell(out, findings));
        main.remark(Words.say(isSound ? "doctor.sound" : "doctor.unsound"));
        return isSound ? Exit.DONE : Exit.FAILED;
    }

    private static JsonObject document(boolean isSound, List<Finding> findings) {
        var document = new JsonObject();
        document.addProperty("sound", isSound);
        document.add("findings", Json.array(findings, Examine::document));
        return document;
    }

    private static JsonObject document(Finding finding) {
        var document = new JsonObject();
        document.addProperty("check", finding.check());
        document.addProperty("consequence", consequence(finding));
        document.addProperty("what", finding.what());
        document.addProperty("remedy", finding instanceof Fault fault ? fault.remedy() : null);
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

    private void tell(PrintStream out, List<Finding> findings) {
        var paint = main.terminal().paint();
        for (var finding : findings) {
            var word = "%-10s  ".formatted(consequence(finding));
            var painted =
                    switch (finding) {
                        case Sound _ -> paint.good(word);
                        case Unseen _ -> paint.quiet(word);
                        case Hindered _ -> paint.warn(word);
                        case Halted _, Exposed _, Endangered _ -> paint.bad(word);
                    };
            out.println(painted + "%-8s  ".formatted(finding.check()) + Plain.text(finding.what()));
            if (finding instanceof Fault fault) {
                out.println(" ".repeat(22) + Plain.text(fault.remedy()));
            }
        }
    }
}
