package dev.holdfast.gui.home;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.theme.Tone;
import dev.holdfast.gui.words.Times;
import dev.holdfast.gui.work.Picture;

import java.util.stream.Collectors;

/// How everything stands, in one sentence and what there is to add to it.
public record Health(Tone tone, String sentence, String detail) {

    /// What is known before the device has answered.
    public static Health unknown() {
        return new Health(Tone.CALM, say("health.unknown"), "");
    }

    public static Health of(Picture picture) {
        var status = picture.status();
        var out = status.problems().stream().filter(each -> each.code() == Problem.Code.REFUSED);
        var refused = out.findFirst();
        if (refused.isPresent()) {
            return new Health(Tone.BAD, refused.get().what(), refused.get().remedy());
        }
        boolean whole = status.copies().owed() == 0 && status.copies().underReplicatedChunks() == 0;
        return whole ? whole(picture) : owing(picture);
    }

    private static Health whole(Picture picture) {
        var status = picture.status();
        if (status.storage().usedBytes() == 0) {
            var detail = status.pool().devices() == 1 ? "health.empty.alone" : "health.empty.do";
            return new Health(Tone.CALM, say("health.empty"), say(detail));
        }
        int copies = status.copies().minLive();
        var away = away(picture);
        if (copies <= 1) {
            return away.isEmpty()
                    ? new Health(Tone.CALM, say("health.alone"), say("health.alone.do"))
                    : lastCopy(picture, away);
        }
        return away.isEmpty()
                ? new Health(Tone.GOOD, say("health.safe"), say("health.safe.copies", copies))
                : new Health(
                        Tone.GOOD, say("health.here", away), say("health.here.copies", copies));
    }

    private static Health owing(Picture picture) {
        var status = picture.status();
        var copies = status.copies();
        var away = away(picture);
        if (away.isEmpty()) {
            return new Health(
                    Tone.BUSY,
                    say("health.busy", copies.owed()),
                    copies.minLive() <= 1 ? say("health.busy.one") : say("health.busy.more"));
        }
        if (copies.minLive() <= 1) {
            return lastCopy(picture, away);
        }
        return new Health(
                Tone.WARN,
                say("health.away", away, copies.underReplicatedChunks()),
                say(
                        "health.away.do",
                        copies.minLive(),
                        Times.text(status.settings().repairAfter())));
    }

    private static Health lastCopy(Picture picture, String away) {
        var status = picture.status();
        boolean othersAreHere = status.pool().online() > 1;
        var urgentAfter = Times.text(status.settings().repairUrgentAfter());
        return new Health(
                Tone.BAD,
                say("health.one", away),
                othersAreHere ? say("health.one.do", urgentAfter) : say("health.one.alone.do"));
    }

    /// The names of the devices that are not here, as a list to be read; empty when all are.
    private static String away(Picture picture) {
        return picture.devices().stream()
                .filter(device -> !device.online())
                .map(Outcome.Device::name)
                .collect(Collectors.joining(", "));
    }
}
