package dev.holdfast.gui.work;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// How things stand, kept fresh. Never more than one question is under way, so a device that stalls
/// is not asked again and again, and a device whose answers take long is asked less often.
public final class Live {

    /// An answer that takes longer is worth a word to the person.
    public static final Duration SILENT_AFTER = Duration.ofSeconds(4);

    /// At least this long between two questions.
    private static final Duration PAUSE_MIN = Duration.ofMillis(900);

    /// And so many times what the last answer took: asking costs a tenth of the device's time at
    /// most.
    private static final int PAUSE_FACTOR = 9;

    private final Node node;
    private final Work work;
    private final LongSupplier nanos;
    private final ReadOnlyObjectWrapper<Optional<Picture>> picture =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Standing> standing =
            new ReadOnlyObjectWrapper<>(new Standing.Starting());
    private boolean asking;
    private long askedAt;
    private long dueAt;

    /// @param nanos a clock that only counts forward, in nanoseconds
    public Live(Node node, Work work, LongSupplier nanos) {
        this.node = node;
        this.work = work;
        this.nanos = nanos;
        this.dueAt = nanos.getAsLong();
    }

    /// Asks again when it is time. To be called about every second, on the window's thread.
    public void tick() {
        long now = nanos.getAsLong();
        if (asking) {
            var waited = Duration.ofNanos(now - askedAt);
            if (waited.compareTo(SILENT_AFTER) >= 0) {
                standing.set(new Standing.Silent(Duration.ofSeconds(waited.toSeconds())));
            }
        } else if (now - dueAt >= 0) {
            ask(now);
        }
    }

    /// Asks at the next tick, however short the pause was.
    public void hurry() {
        dueAt = nanos.getAsLong();
    }

    private void ask(long now) {
        asking = true;
        askedAt = now;
        var before = picture.get().orElse(null);
        work.start(() -> look(before), this::seen, this::lost);
    }

    private Picture look(@Nullable Picture before) throws NodeException, InterruptedException {
        var status = node.status();
        var devices = node.run(new Command.ListDevices(), event -> {}).devices();
        long now = nanos.getAsLong();
        return before == null
                ? Picture.first(status, devices, now)
                : before.next(status, devices, now);
    }

    private void seen(Picture seen) {
        answered();
        picture.set(Optional.of(seen));
        standing.set(new Standing.Answering());
    }

    private void lost(Problem problem) {
        answered();
        standing.set(new Standing.Lost(problem));
    }

    private void answered() {
        asking = false;
        long now = nanos.getAsLong();
        dueAt = now + Math.max(PAUSE_MIN.toNanos(), PAUSE_FACTOR * (now - askedAt));
    }

    /// The last picture; empty before the first.
    public ReadOnlyObjectProperty<Optional<Picture>> pictureProperty() {
        return picture.getReadOnlyProperty();
    }

    public Optional<Picture> picture() {
        return picture.get();
    }

    public ReadOnlyObjectProperty<Standing> standingProperty() {
        return standing.getReadOnlyProperty();
    }
}
