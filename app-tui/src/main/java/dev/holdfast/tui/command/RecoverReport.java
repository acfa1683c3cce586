package dev.holdfast.tui.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import dev.holdfast.engine.api.recovery.Found;
import dev.holdfast.engine.api.recovery.Recovered;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Table;
import dev.holdfast.tui.render.Times;
import dev.holdfast.tui.words.Words;

/// What was found of a pool, for the person and for programs.
record RecoverReport(Holdfast main) {

    /// Files that are named to a person; programs are told more.
    private static final int NAMED_MAX = 20;

    void found(Found found) {
        if (main.silent()) {
            return;
        }
        var out = main.terminal().out();
        var table = new Table(Words.titles("recover.titles"));
        for (var device : found.devices()) {
            table.row(
                    Plain.text(device.name()),
                    Json.word(device.role()),
                    Words.say(device.reached() ? "recover.yes" : "recover.no"),
                    device.lastWrote()
                            .map(Times::text)
                            .orElseGet(() -> Words.say("recover.never")));
        }
        table.lines(main.terminal().paint()).forEach(out::println);
        main.remark(Words.say("recover.dates"));
        main.remark(
                Words.say(
                        "recover.files",
                        Words.count("file", found.files()),
                        Sizes.text(found.bytes())));
        lacking(found);
    }

    private void lacking(Found found) {
        if (found.unreadable() > 0) {
            var batches = Words.count("batch", found.unreadable());
            main.remark(Words.say("recover.unreadable", batches));
        }
        if (found.lackingFiles() == 0) {
            main.remark(Words.say("recover.all"));
            return;
        }
        var key = found.lackingFiles() == 1 ? "recover.lacking.one" : "recover.lacking.more";
        main.remark(Words.say(key, Words.count("file", found.lackingFiles())));
        for (var file : found.lacking().stream().limit(NAMED_MAX).toList()) {
            var path = Plain.text(file.path());
            main.remark(
                    file.chunks() == 0
                            ? Words.say("recover.listless", path)
                            : Words.say("recover.lacks", path, file.lacking(), file.chunks()));
        }
        long more = found.lackingFiles() - Math.min(NAMED_MAX, found.lacking().size());
        if (more > 0) {
            main.remark(Words.say("recover.further", more));
        }
    }

    /// The one document of `--json`.
    static JsonObject document(Recovered recovered) {
        var found = recovered.found();
        var document = new JsonObject();
        document.addProperty("rehearsal", recovered.isRehearsal());
        document.addProperty("pool", found.pool());
        document.addProperty("name", recovered.isRehearsal() ? null : recovered.name());
        var devices = new JsonArray();
        for (var device : found.devices()) {
            var each = new JsonObject();
            each.addProperty("id", device.id());
            each.addProperty("name", device.name());
            each.addProperty("role", Json.word(device.role()));
            each.addProperty("reached", device.reached());
            each.addProperty("last_wrote", device.lastWrote().map(Object::toString).orElse(null));
            devices.add(each);
        }
        document.add("devices", devices);
        document.addProperty("files", found.files());
        document.addProperty("bytes", found.bytes());
        document.addProperty("lacking_files", found.lackingFiles());
        var lacking = new JsonArray();
        for (var file : found.lacking()) {
            var each = new JsonObject();
            each.addProperty("path", file.path());
            each.addProperty("chunks", file.chunks());
            each.addProperty("lacking", file.lacking());
            lacking.add(each);
        }
        document.add("lacking", lacking);
        document.addProperty("unreadable_batches", found.unreadable());
        document.add("put_out", Json.array(recovered.putOut(), JsonPrimitive::new));
        document.add("told", Json.array(recovered.told(), JsonPrimitive::new));
        return document;
    }
}
