package dev.holdfast.tui.command;

import com.google.gson.JsonElement;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Status;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Spans;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `put PATH… VOLUME:[/PATH]`: files of this machine into the pool.
final class Put extends Action {

    private final Value<List<String>> words =
            arguments("words", "PATH... VOLUME:[/PATH]", Converters::text);
    private final Value<Optional<WaitPolicy>> policy =
            option("--wait", "POLICY", Converters::policy);
    private final Value<Duration> patience = option("--patience", "TIME", "30s", Converters::span);

    Put(Holdfast main) {
        super(main, "put");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        return open(this::store);
    }

    private int store(Node node, Watch watch) throws NodeException, InterruptedException {
        var stored = node.run(command(), watch);
        watch.close();
        main.answer(() -> document(stored, watch.missed()), out -> {});
        boolean isNothing = stored.files() == 0 && !watch.missed().isEmpty();
        if (!isNothing) {
            main.remark(sentence(stored));
        }
        new Misses(main).tell(watch.missed());
        if (isNothing) {
            return Misses.exit(0, watch.missed());
        }
        boolean enough = stored.copies().min() >= stored.copies().wanted();
        if (!enough) {
            main.warn(fewer(stored.copies()));
            main.warn(remedy(stored.copies(), node.status().pool()));
        } else if (!main.silent()) {
            remarks(node, stored.copies());
        }
        if (!watch.missed().isEmpty()) {
            return Misses.exit(stored.files(), watch.missed());
        }
        return enough ? Exit.DONE : Exit.FEWER_COPIES;
    }

    private Command<Outcome.Stored> command() throws NodeException {
        var words = this.words.get();
        var sources = words.subList(0, words.size() - 1);
        var to = VolumePath.parse(words.getLast());
        if (to.isEmpty()) {
            throw usage(Words.say("put.place", words.getLast()), Words.say("put.place.do"));
        }
        if (sources.isEmpty()) {
            throw usage(Words.say("put.nothing"), Words.say("put.nothing.do"));
        }
        if (!sources.contains("-")) {
            var absolute = new ArrayList<String>();
            for (var source : sources) {
                absolute.add(absolute(source));
            }
            return new Command.Put(absolute, to.get(), policy.get(), patience.get());
        }
        if (sources.size() > 1) {
            throw usage(Words.say("put.mixed"), Words.say("put.mixed.do"));
        }
        var in = main.terminal().streams().in();
        return new Command.PutStream(in, to.get(), policy.get(), patience.get());
    }

    private static JsonElement document(Outcome.Stored stored, List<Event.Missed> missed) {
        var document = Json.stored(stored);
        Json.addMissed(document, missed);
        return document;
    }

    private static String sentence(Outcome.Stored stored) {
        var holders = stored.copies().holders();
        return Words.say(
                "put.done",
                Words.count("file", stored.files()),
                Sizes.text(stored.bytes()),
                Spans.text(stored.took()),
                stored.copies().min(),
                Math.max(stored.copies().min(), stored.copies().wanted()),
                whole(holders));
    }

    private static String whole(List<String> holders) {
        if (holders.isEmpty()) {
            return Words.say("put.holders.none");
        }
        var key = holders.size() == 1 ? "put.holders.one" : "put.holders.more";
        return Words.say(key, Plain.text(String.join(", ", holders)));
    }

    private static String fewer(Outcome.Copies copies) {
        return Words.say("put.fewer", copies.min(), copies.wanted(), copies.possible());
    }

    private static String remedy(Outcome.Copies copies, Status.Pool pool) {
        boolean isShort = copies.possible() < copies.wanted();
        return Words.say(isShort && pool.online() == pool.devices() ? "put.add" : "put.wait");
    }

    private void remarks(Node node, Outcome.Copies copies) throws NodeException {
        if (copies.possible() < 2) {
            main.remark(Words.say("put.alone"));
        } else if (!node.status().device().running()) {
            main.remark(Words.say("put.asleep"));
        }
    }
}
