package dev.holdfast.gui.shell;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.gui.theme.Tone;
import dev.holdfast.gui.words.Times;
import dev.holdfast.gui.work.Standing;

import java.util.Optional;

/// A line above the screens.
///
/// @param startable whether starting the daemon would help
public record Banner(Tone tone, String what, String remedy, boolean startable) {

    /// The banner that a standing calls for; none while the device answers.
    static Optional<Banner> of(Standing standing) {
        return switch (standing) {
            case Standing.Starting _, Standing.Answering _ -> Optional.empty();
            case Standing.Silent(var since) ->
                    Optional.of(
                            new Banner(
                                    Tone.WARN,
                                    say("banner.silent", Times.text(since)),
                                    say("banner.silent.do"),
                                    false));
            case Standing.Lost(var problem) ->
                    Optional.of(new Banner(Tone.BAD, problem.what(), problem.remedy(), true));
        };
    }
}
