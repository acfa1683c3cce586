package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Event.Kind;
import dev.holdfast.engine.upkeep.Moved;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Tells the [Chronicle] how this device cares for what it keeps: a turn of state once, however
/// often it is looked at. Safe for many threads.
final class CareNews {

    /// A reading that begins sooner after the last one is told only when it finds something.
    private static final Duration READING_TOLD_EVERY = Duration.ofDays(1);

    /// Devices that are named in a sentence.
    private static final int NAMED_MAX = 5;

    private final Chronicle chronicle;
    private final InstantSource clock;
    private Instant toldAt = Instant.EPOCH;
    private boolean isTold;
    private long bytes;
    private long found;
    private Optional<String> why = Optional.empty();
    private Moved before = Moved.NOTHING;
    private Moved from = before;
    private boolean isMoving;

    CareNews(Chronicle chronicle, InstantSource clock) {
        this.chronicle = chronicle;
        this.clock = clock;
    }

    /// A pack is about to be read, of so many bytes in all packs.
    synchronized void reads(long all) {
        if (isTold || clock.instant().isBefore(toldAt.plus(READING_TOLD_EVERY))) {
            return;
        }
        isTold = true;
        toldAt = clock.instant();
        bytes = 0;
        found = 0;
        tell(
                Kind.SCRUB_BEGAN,
                "Packs are read to see whether all in them is sound: %,d MB are kept here."
                        .formatted(all / 1_000_000));
    }

    /// A pack was read.
    synchronized void read(long read, long damaged) {
        bytes += read;
        found += damaged;
    }

    /// No pack is to be read for now.
    synchronized void rested() {
        if (isTold) {
            isTold = false;
            tell(
                    Kind.SCRUB_ENDED,
                    "Read %,d MB; %s."
                            .formatted(
                                    bytes / 1_000_000,
                                    found == 0 ? "all is sound" : chunks(found) + " damaged"));
        }
    }

    /// Chunks were found damaged.
    ///
    /// @param holders names of the devices that have them too
    synchronized void damaged(int chunks, List<String> holders) {
        var whom = holders.stream().limit(NAMED_MAX).toList();
        tell(
                Kind.DAMAGED,
                "%s damaged on the disk of this device; %s."
                        .formatted(
                                chunks(chunks),
                                whom.isEmpty()
                                        ? "no other copy is known, so the bytes are kept as they"
                                                + " are"
                                        : "sound copies are asked for from "
                                                + String.join(", ", whom)));
    }

    /// Chunks that were damaged are not any more.
    ///
    /// @param fromFolders those that were read again from the person's own files
    synchronized void mended(int chunks, int fromFolders) {
        var how =
                fromFolders == chunks
                        ? ": read again from linked folders."
                        : ", or kept by others"
                                + (fromFolders == 0
                                        ? "."
                                        : "; %,d of them were read again from linked folders."
                                                .formatted(fromFolders));
        tell(Kind.MENDED, "%s sound again here%s".formatted(chunks(chunks), how));
    }

    /// Copies that come to move from now on move for this reason.
    synchronized void because(String reason) {
        why = Optional.of(reason);
    }

    /// What has moved so far. A move is told when it begins, and when all was looked at and nothing
    /// moved any more.
    synchronized void look(Moved moved) {
        if (!isMoving && moved.chunks() > before.chunks()) {
            isMoving = true;
            from = before;
            tell(
                    Kind.BALANCE_BEGAN,
                    "Copies move from here to the devices on which they belong"
                            + why.map(each -> ", as " + each + ".").orElse("."));
            why = Optional.empty();
        } else if (isMoving && !moved.isWalking() && moved.chunks() == before.chunks()) {
            isMoving = false;
            tell(
                    Kind.BALANCE_ENDED,
                    "%,d chunks, %,d MB, moved from here to where they belong."
                            .formatted(
                                    moved.chunks() - from.chunks(),
                                    (moved.bytes() - from.bytes()) / 1_000_000));
        }
        if (!isMoving && moved.ended() > before.ended()) {
            why = Optional.empty();
        }
        before = moved;
    }

    private static String chunks(long count) {
        return count == 1 ? "One chunk is" : "%,d chunks are".formatted(count);
    }

    private void tell(Kind kind, String what) {
        chronicle.add(kind, Optional.empty(), what);
    }
}
