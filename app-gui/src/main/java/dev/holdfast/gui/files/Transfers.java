package dev.holdfast.gui.files;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.gui.words.Sizes;
import dev.holdfast.gui.work.Work;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The stores and gets of this window, the latest first.
public final class Transfers {

    /// How long a store waits for its copies; what is missing then is made later by itself.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Node node;
    private final Work work;
    private final DragFolder folder;
    private final LongSupplier nanos;
    private final ObservableList<Transfer> all = FXCollections.observableArrayList();
    private final ObservableList<Transfer> shown = FXCollections.unmodifiableObservableList(all);

    /// @param folder where what is dragged out lies
    /// @param nanos a clock that only counts forward, in nanoseconds
    public Transfers(Node node, Work work, DragFolder folder, LongSupplier nanos) {
        this.node = node;
        this.work = work;
        this.folder = folder;
        this.nanos = nanos;
    }

    /// Stores files and folders of this machine in the directory `into`.
    void store(List<String> sources, VolumePath into, Runnable stored) {
        var title =
                sources.size() == 1
                        ? name(sources.getFirst())
                        : say("transfer.several", sources.size());
        var command = new Command.Put(sources, into, Optional.empty(), PATIENCE);
        start(
                title,
                events -> node.run(command, events),
                (transfer, outcome) -> {
                    boolean whole = outcome.copies().min() >= wanted(outcome.copies());
                    transfer.done(summary(outcome), outcome.files(), whole);
                    stored.run();
                });
    }

    private static int wanted(Outcome.Copies copies) {
        return Math.min(copies.wanted(), copies.possible());
    }

    private static String summary(Outcome.Stored stored) {
        var copies = stored.copies();
        return copies.min() >= wanted(copies)
                ? say("transfer.stored", Sizes.text(stored.bytes()), copies.min())
                : say(
                        "transfer.stored.part",
                        Sizes.text(stored.bytes()),
                        copies.min(),
                        copies.wanted());
    }

    /// Writes a file or a directory to a directory of this machine.
    void get(VolumePath from, String destination) {
        var command = new Command.Get(from, destination);
        start(
                name(from.path()),
                events -> node.run(command, events),
                (transfer, outcome) ->
                        transfer.done(
                                say("transfer.got", Sizes.text(outcome.bytes()), destination),
                                outcome.files(),
                                true));
    }

    /// Gets a file or a directory to be dragged out.
    Transfer lend(VolumePath from) {
        var name = name(from.path());
        return start(
                name,
                events -> {
                    var room = folder.room();
                    var got = node.run(new Command.Get(from, room), events);
                    return new Lent(Path.of(room, name).toString(), got.files(), got.bytes());
                },
                (transfer, lent) -> {
                    var ready = say("transfer.ready", Sizes.text(lent.bytes()));
                    transfer.done(ready, lent.files(), true);
                    if (transfer.stateProperty().get() != Transfer.State.FAILED) {
                        transfer.lends(lent.file());
                    }
                });
    }

    private record Lent(String file, long files, long bytes) {}

    /// A call that reports how far it has come.
    @FunctionalInterface
    private interface Exchange<R> {
        R run(Consumer<Event> events) throws NodeException, InterruptedException;
    }

    @FunctionalInterface
    private interface Ending<R> {
        void of(Transfer transfer, R outcome);
    }

    private <R> Transfer start(String title, Exchange<R> exchange, Ending<R> ending) {
        var transfer = new Transfer(title, work, nanos);
        all.addFirst(transfer);
        Consumer<R> done = outcome -> ending.of(transfer, outcome);
        transfer.runs(work.start(() -> exchange.run(transfer::hear), done, transfer::failed));
        return transfer;
    }

    private static String name(String path) {
        int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        var last = path.substring(slash + 1);
        return last.isEmpty() ? path : last;
    }

    /// How many go on.
    public long underWay() {
        return all.stream().filter(Transfer::isUnderWay).count();
    }

    /// Puts away those that have ended.
    public void clear() {
        all.removeIf(transfer -> !transfer.isUnderWay());
    }

    /// All of them, the latest first.
    public ObservableList<Transfer> all() {
        return shown;
    }
}
