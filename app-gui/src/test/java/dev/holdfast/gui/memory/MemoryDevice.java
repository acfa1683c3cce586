package dev.holdfast.gui.memory;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.work.Device;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// A home in memory. At first there is none, and no daemon.
public final class MemoryDevice implements Device {

    public final MemoryNode node = new MemoryNode();
    private volatile MemoryNode latest = node;
    private volatile boolean exists;
    private volatile boolean running;
    private volatile Optional<Problem> failing = Optional.empty();
    private volatile String joinedWith = "";
    private volatile Optional<String> shared = Optional.empty();
    private volatile Optional<Beginning> begun = Optional.empty();

    /// The words it draws: `word1` to `word24`.
    public static List<String> words() {
        return IntStream.rangeClosed(1, 24).mapToObj(i -> "word" + i).toList();
    }

    public MemoryDevice existing() {
        exists = true;
        return this;
    }

    public MemoryDevice running() {
        running = true;
        return existing();
    }

    /// Whatever is asked of it ends in `problem`.
    public MemoryDevice failing(Problem problem) {
        failing = Optional.of(problem);
        return this;
    }

    public MemoryDevice mended() {
        failing = Optional.empty();
        return this;
    }

    /// Somebody has started its daemon anew: another one answers.
    public void startedAnew() {
        latest = new MemoryNode().pool(MemoryNode.device("ann", true, 1));
        running = true;
    }

    public void stopped() {
        running = false;
    }

    public boolean exists() {
        return exists;
    }

    /// The code and the address it joined with.
    public String joinedWith() {
        return joinedWith;
    }

    public Optional<Beginning> begun() {
        return begun;
    }

    @Override
    public String suggestedName() {
        return "desk";
    }

    @Override
    public Optional<Node> attached() throws NodeException {
        failOr();
        if (!exists) {
            throw new NodeException(Problem.Code.NO_SUCH, "There is no device.", "Make one.");
        }
        return running ? Optional.of(latest) : Optional.empty();
    }

    @Override
    public Node start() throws NodeException {
        failOr();
        running = true;
        return latest;
    }

    @Override
    public void init(Beginning beginning, Consumer<List<String>> words) throws NodeException {
        failOr();
        words.accept(words());
        begun = Optional.of(beginning);
        exists = true;
    }

    @Override
    public Optional<String> join(String code, Optional<String> at, Beginning beginning)
            throws NodeException {
        failOr();
        joinedWith = code + at.map(address -> " at " + address).orElse("");
        begun = Optional.of(beginning);
        exists = true;
        return shared;
    }

    /// From now on both screens show these words when a guest has joined.
    public void shares(String words) {
        shared = Optional.of(words);
    }

    private void failOr() throws NodeException {
        if (failing.isPresent()) {
            throw new NodeException(failing.get(), null);
        }
    }
}
