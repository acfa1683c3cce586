package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.time.Duration;
import java.util.OptionalInt;

/// `volume create NAME`: an empty volume.
final class CreateVolume extends Action {

    private final Value<String> name = argument("volume", "NAME", Converters::text);
    private final Value<Integer> copies = option("--copies", "N", "3", Converters::number);
    private final Value<OptionalInt> chunk = option("--chunk", "RULE", "cdc", Converters::cut);
    private final Value<WaitPolicy> policy =
            option("--wait", "POLICY", "copies:2", Converters::policy);
    private final Value<Duration> keep = option("--keep", "TIME", "30d", Converters::span);
    private final Value<Duration> daily = option("--daily", "TIME", "365d", Converters::span);

    CreateVolume(Holdfast main) {
        super(main, "create");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var volume =
                ask(
                        new Command.CreateVolume(
                                name.get(),
                                copies.get(),
                                chunk.get(),
                                policy.get(),
                                keep.get(),
                                daily.get()));
        main.answer(() -> Json.volume(volume), out -> {});
        main.remark(
                Words.say(
                        "volume.created",
                        Plain.text(volume.name()),
                        Words.count("copy", volume.copies())));
        return Exit.DONE;
    }
}
