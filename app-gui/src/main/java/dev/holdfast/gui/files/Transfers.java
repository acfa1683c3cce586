package dev.holdfast.gui.files;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.gui.words.Sizes;
import dev.holdfast.gui.work.Work;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

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
    private final LongSupplier nanos;
    private final ObservableList<Transfer> all = FXCollections.observableArrayList();
    private final ObservableList<Transfer> shown = FXCollections.unmodifiableObservableList(all);

    /// @param nanos a clock that only counts forward, in nanoseconds
    public Transfers(Node node, Work work, LongSupplier nanos) {
        this.node = node;
        this.work = work;
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
                command,
                (transfer, outcome) -> {
                    boolean whole = outcome.copies().min() >= wanted(outcome.copies());
                    transfer.done(summary(outcome), whole);
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
        start(
                name(from.path()),
                new Command.Get(from, destination),
                (transfer, outcome) ->
                        transfer.done(
                                say("transfer.got", Sizes.text(outcome.bytes()), destination),
                                true));
    }

    @FunctionalInterface
    private interface Ending<R> {
        void of(Transfer transfer, R outcome);
    }

    private <R extends Outcome> void start(String title, Command<R> command, Ending<R> ending) {
        var transfer = new Transfer(title, work, nanos);
        all.addFirst(transfer);
        Consumer<R> done = outcome -> ending.of(transfer, outcome);
        transfer.runs(work.start(() -> node.run(command, transfer::hear), done, transfer::failed));
    }

    private static String name(String path) {
        int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        var last = path.substring(slash + 1);
        return last.isEmpty() ? path : last;
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
