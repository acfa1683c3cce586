package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Spans;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// `volume set NAME`: another way to keep a volume.
final class SetVolume extends Action {

    private final Value<String> name = argument("volume", "VOLUME", Converters::text);
    private final Value<Optional<Integer>> copies = option("--copies", "N", Converters::number);
    private final Value<Optional<WaitPolicy>> policy =
            option("--wait", "POLICY", Converters::policy);
    private final Value<Optional<Duration>> keep = option("--keep", "TIME", Converters::span);
    private final Value<Optional<Duration>> daily = option("--daily", "TIME", Converters::span);

    SetVolume(Holdfast main) {
        super(main, "set");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        boolean isSame =
                Stream.of(copies, policy, keep, daily).allMatch(value -> value.get().isEmpty());
        if (isSame) {
            throw usage(Words.say("volume.same"), Words.say("volume.same.do"));
        }
        var number = copies.get().map(OptionalInt::of).orElse(OptionalInt.empty());
        var set = new Command.SetVolume(name.get(), number, policy.get(), keep.get(), daily.get());
        var volume = ask(set);
        main.answer(() -> Json.volume(volume), out -> {});
        main.remark(
                Words.say(
                        volume.daily().compareTo(volume.keep()) > 0 ? "volume.daily" : "volume.set",
                        Plain.text(volume.name()),
                        Words.count("copy", volume.copies()),
                        volume.policy(),
                        Spans.word(volume.keep()),
                        Spans.word(volume.daily())));
        return Exit.DONE;
    }
}
