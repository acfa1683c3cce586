package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement.Changed;
import dev.holdfast.engine.core.membership.Statement.Parked;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/// Tells linked folders when this device was back after it had been parked: what others removed
/// until then its person is asked about. A file of the home says how often that was by now, and
/// when it was heard of last. Safe for many threads.
final class Returning {

    /// How long a folder waits to hear what the devices just met know of the pool. Once that was in
    /// vain it does not wait again before all is known.
    private static final Duration HEARING_MAX = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(20);

    private static final String NAME = "returned";

    private static final Logger LOG = LoggerFactory.getLogger(Returning.class);

    private final HomeFiles files;
    private final BooleanSupplier isAbreast;
    private final IntSupplier parkings;
    private final InstantSource clock;
    private Noted noted;
    private volatile boolean isInVain;

    /// @param times how often the device had been parked
    /// @param at when that was last heard of
    private record Noted(int times, Instant at) {

        static final Noted NEVER = new Noted(0, Instant.EPOCH);

        static Noted of(String text) {
            var words = text.strip().split(" ", -1);
            try {
                return words.length == 2
                        ? new Noted(Integer.parseInt(words[0]), Instant.parse(words[1]))
                        : NEVER;
            } catch (NumberFormatException | DateTimeParseException e) {
                LOG.warn("When this device was back cannot be read; it counts as now.", e);
                return NEVER;
            }
        }
    }

    /// @param isAbreast whether all is here that connected devices know of the pool
    /// @param parkings how often this device was parked, as far as is known
    Returning(HomeFiles files, BooleanSupplier isAbreast, IntSupplier parkings, InstantSource clock)
            throws NodeException {
        this.files = files;
        this.isAbreast = isAbreast;
        this.parkings = parkings;
        this.clock = clock;
        noted = files.read(NAME).map(Noted::of).orElse(Noted.NEVER);
    }

    static Returning of(HomeFiles files, Cluster cluster, DeviceId self) throws NodeException {
        return new Returning(
                files,
                cluster::isAbreast,
                () -> (int) cluster.roster().statements().stream().filter(isOf(self)).count(),
                InstantSource.system());
    }

    private static Predicate<SignedStatement> isOf(DeviceId self) {
        return signed ->
                signed.statement() instanceof Changed(var device, Parked(var isParked))
                        && isParked
                        && device.equals(self);
    }

    /// When this device was last heard to have been parked; empty if it never was. Names may come
    /// before the statement: so it waits until all is known that connected devices have told of.
    Optional<Instant> last() throws InterruptedException {
        long end = System.nanoTime() + (isInVain ? 0 : HEARING_MAX.toNanos());
        boolean isAll = isAbreast.getAsBoolean();
        while (!isAll && System.nanoTime() - end < 0) {
            SteadyClock.sleep(LOOK);
            isAll = isAbreast.getAsBoolean();
        }
        isInVain = !isAll;
        return noted(parkings.getAsInt());
    }

    private synchronized Optional<Instant> noted(int times) {
        if (times > noted.times) {
            noted = new Noted(times, clock.instant());
            try {
                files.write(NAME, noted.times + " " + noted.at + "\n");
            } catch (IOException e) {
                LOG.warn("When this device was back could not be written down.", e);
            }
        }
        return noted.times > 0 ? Optional.of(noted.at) : Optional.empty();
    }
}
