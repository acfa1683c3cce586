package dev.holdfast.tui.demo;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.tui.command.Holdfast;
import dev.holdfast.tui.process.Launcher;
import dev.holdfast.tui.process.Until;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.ProgressLine;
import dev.holdfast.tui.words.Words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The story, told while it happens: raise, store, look, kill, read, heal.
final class Demo {

    private static final List<String> NAMES =
            List.of(
                    "ann", "bob", "cat", "dan", "eve", "fay", "gus", "hal", "ivy", "jon", "kim",
                    "lea", "max");

    /// Every wait ends; nothing here takes nearly as long on an idle machine.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration LOOK = Duration.ofMillis(250);

    /// What a device gives at least: small files must not make small devices.
    private static final long CAPACITY_MIN = 1L << 30;

    private final Holdfast main;
    private final Plan plan;
    private final Ledger ledger = new Ledger();
    private final Story story;
    private final JsonObject told = new JsonObject();
    private final ProgressLine line;

    Demo(Holdfast main, Plan plan) {
        this.main = main;
        this.plan = plan;
        this.line = main.progress();
        this.story = new Story(main);
    }

    /// Plays all steps; the devices are stopped and their folder is removed whatever happens, but
    /// for a failure, after which it is kept.
    void play() throws IOException, NodeException, InterruptedException {
        var folder = Files.createTempDirectory("holdfast-demo-");
        boolean failed = true;
        long began = now();
        try (var launcher =
                Launcher.likeThisProcess(
                        Launcher.SMALL, Files.createDirectory(folder.resolve("log")))) {
            steps(new Stage(folder, main.surroundings().devices(), launcher, settings()), folder);
            failed = false;
        } catch (InterruptedException e) {
            failed = false;
            throw e;
        } finally {
            line.clear();
            if (failed || plan.keep()) {
                main.warn(Words.say("demo.kept", folder));
            } else {
                Folders.remove(folder);
            }
        }
        ledger.add(Words.say("demo.step.all"), since(began), 0);
        told.add("steps", ledger.json());
        main.answer(() -> told, out -> story.end(ledger));
    }

    private void steps(Stage stage, Path folder)
            throws IOException, NodeException, InterruptedException {
        var names = NAMES.subList(0, plan.devices());
        var source = names.getFirst();
        raise(stage, names, folder);
        store(stage, source);
        var spread = spread(stage, source);
        story.spread(names, spread);
        var reader = reader(stage, names, spread);
        var victim = victim(names, reader, spread);
        lose(stage, victim, spread);
        long lost = now();
        awaitNames(stage, reader, spread);
        read(stage, reader, folder);
        var living = names.stream().filter(name -> !name.equals(victim)).toList();
        heal(stage, living, spread);
        ledger.add(Words.say("demo.step.heal"), since(lost), owed(spread, living));
    }

    private void raise(Stage stage, List<String> names, Path folder)
            throws IOException, NodeException, InterruptedException {
        long began = now();
        story.raising(names.size(), folder);
        line.show(Words.say("demo.wait.start", names.getFirst()));
        stage.found(names.getFirst(), capacity());
        line.show(Words.say("demo.wait.others"));
        stage.admit(names.getFirst(), names.subList(1, names.size()), capacity());
        awaitOnline(stage, names.getFirst(), names.size());
        line.clear();
        names.forEach(name -> story.player(stage.player(name), name.equals(names.getFirst())));
        story.settings(plan.repairAfter(), urgentAfter());
        ledger.add(Words.say("demo.step.start", names.size()), since(began), 0);
    }

    private void store(Stage stage, String source)
            throws IOException, NodeException, InterruptedException {
        story.storing(plan.source(), Folders.size(plan.source()), source);
        try (var node = stage.node(source)) {
            var stored =
                    node.run(
                            new Command.Put(
                                    List.of(plan.source().toString()),
                                    new VolumePath("files", "/"),
                                    Optional.of(new WaitPolicy.Copies(Plan.COPIES)),
                                    PATIENCE),
                            this::watch);
            line.clear();
            if (stored.copies().min() < Plan.COPIES) {
                throw failed(Words.say("demo.copies", stored.copies().min()));
            }
            ledger.add(Words.say("demo.step.store"), stored.took(), stored.bytes());
            story.stored(stored);
            told.add("stored", Json.stored(stored));
        }
    }

    /// Who reads: neither the source nor a holder of everything. When all hold everything, one more
    /// device joins that gives no room and so holds nothing.
    private String reader(Stage stage, List<String> names, Spread spread)
            throws IOException, NodeException, InterruptedException {
        var others = names.subList(1, names.size());
        var found = others.stream().filter(name -> !spread.allOn(name)).findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        long began = now();
        var extra = NAMES.get(names.size());
        story.extra(extra);
        stage.admit(names.getFirst(), List.of(extra), 0);
        awaitOnline(stage, names.getFirst(), names.size() + 1);
        line.clear();
        story.player(stage.player(extra), false);
        ledger.add(Words.say("demo.step.extra"), since(began), 0);
        return extra;
    }

    private static String victim(List<String> names, String reader, Spread spread) {
        return names.stream()
                .skip(1)
                .filter(name -> !name.equals(reader))
                .max((a, b) -> Long.compare(spread.chunksOn(a), spread.chunksOn(b)))
                .orElseThrow();
    }

    private void lose(Stage stage, String victim, Spread spread) {
        var player = stage.player(victim);
        story.losing(player, spread);
        player.process().kill();
        var killed = new JsonObject();
        killed.addProperty("name", victim);
        killed.addProperty("pid", player.process().pid());
        killed.addProperty("chunks", spread.chunksOn(victim));
        told.add("killed", killed);
    }

    /// Names travel by themselves, and a put does not wait for those who hold none of its chunks.
    private void awaitNames(Stage stage, String reader, Spread all)
            throws IOException, NodeException, InterruptedException {
        line.show(Words.say("demo.wait.heard", reader));
        new Until(PATIENCE, LOOK)
                .holds(
                        Words.say("demo.want.names", reader),
                        () -> known(stage, reader).chunks().size(),
                        chunks -> chunks >= all.chunks().size());
        line.clear();
    }

    private Spread known(Stage stage, String device) throws NodeException, InterruptedException {
        try {
            return spread(stage, device);
        } catch (NodeException e) {
            if (e.problem().code() == Problem.Code.NO_SUCH) {
                return new Spread(List.of());
            }
            throw e;
        }
    }

    private void read(Stage stage, String reader, Path folder)
            throws IOException, NodeException, InterruptedException {
        var destination = Files.createDirectory(folder.resolve("read"));
        Spread there = spread(stage, reader);
        story.reading(reader, there);
        var before = Sums.of(plan.source());
        try (var node = stage.node(reader)) {
            var fetched = node.run(new Command.Get(stored(), destination.toString()), this::watch);
            line.clear();
            ledger.add(Words.say("demo.step.read", reader), fetched.took(), fetched.bytes());
        }
        var after = Sums.of(destination.resolve(plan.source().getFileName()));
        story.compared(before, after);
        if (!before.equals(after)) {
            throw failed(Words.say("demo.differs", reader));
        }
        told.addProperty("reader", reader);
        told.addProperty("equal", true);
        Optional.ofNullable(before.get("")).ifPresent(sum -> told.addProperty("sha256", sum));
    }

    private void heal(Stage stage, List<String> living, Spread before)
            throws IOException, NodeException, InterruptedException {
        long wanted = (long) Plan.COPIES * before.chunks().size();
        story.healing(living, plan.repairAfter());
        Consumer<Spread> progress =
                spread ->
                        line.show(
                                Words.say(
                                        "demo.wait.heal",
                                        spread.copiesOn(living, Plan.COPIES),
                                        wanted));
        var healed =
                new Until(PATIENCE, LOOK)
                        .holds(
                                Words.say("demo.want.copies"),
                                () -> {
                                    var spread = spread(stage, living.getFirst());
                                    progress.accept(spread);
                                    return spread;
                                },
                                spread -> spread.stands(living, Plan.COPIES));
        line.clear();
        story.spread(living, healed);
        told.addProperty("copies", Plan.COPIES);
    }

    /// Plain bytes of the copies that went with the lost device.
    private static long owed(Spread before, List<String> living) {
        return before.chunks().stream()
                .mapToLong(
                        chunk -> {
                            long left = chunk.holders().stream().filter(living::contains).count();
                            return chunk.length() * Math.max(0, Plan.COPIES - left);
                        })
                .sum();
    }

    private void awaitOnline(Stage stage, String at, int wanted)
            throws IOException, NodeException, InterruptedException {
        line.show(Words.say("demo.wait.met"));
        try (var node = stage.node(at)) {
            new Until(PATIENCE, LOOK)
                    .holds(
                            Words.say("demo.want.online", wanted),
                            () -> node.status().pool().online(),
                            online -> online >= wanted);
        }
    }

    private Spread spread(Stage stage, String device) throws NodeException, InterruptedException {
        try (var node = stage.node(device)) {
            return Everything.below(node, stored());
        }
    }

    private void watch(Event event) {
        if (event instanceof Event.Progress progress) {
            line.show(progress);
        }
    }

    private VolumePath stored() {
        return new VolumePath("files", "/" + plan.source().getFileName());
    }

    private Map<String, String> settings() {
        return Map.of(
                "repair-after", plan.repairAfter().toSeconds() + "s",
                "repair-urgent-after", urgentAfter().toSeconds() + "s");
    }

    private Duration urgentAfter() {
        return plan.repairAfter().dividedBy(2);
    }

    private long capacity() throws IOException {
        return Math.max(CAPACITY_MIN, 4 * Folders.size(plan.source()));
    }

    private long now() {
        return main.surroundings().nanos().getAsLong();
    }

    private Duration since(long began) {
        return Duration.ofNanos(now() - began);
    }

    private static NodeException failed(String what) {
        return new NodeException(Problem.Code.FAILED, what, Words.say("demo.failed.do"));
    }
}
