package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.store.disk.PackCheck.Spot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a device remembers of reading its packs: when it read which, and which chunks it found
/// damaged. A small file of lines; when it is lost, all is read again. Safe for many threads.
final class ScrubNotes {

    /// The file in the home: `pack NUMBER MILLISECONDS`, `damaged ID [PACK OFFSET LENGTH]`.
    static final String FILE = "scrub";

    /// Damaged chunks that are remembered; the next reading finds the rest.
    static final int DAMAGED_MAX = 1 << 16;

    private static final int BYTES_MAX = 16 << 20;

    private static final Pattern PACK = Pattern.compile("pack ([0-9]{1,18}) ([0-9]{1,18})");
    private static final Pattern DAMAGED =
            Pattern.compile("damaged ([0-9a-f]{64})(?: ([0-9]{1,18}) ([0-9]{1,18}) ([0-9]{1,9}))?");

    private static final Logger LOG = LoggerFactory.getLogger(ScrubNotes.class);

    private final Notebook files;
    private final Map<Long, Instant> seen = new TreeMap<>();
    private final Map<ChunkId, Optional<Spot>> damaged = new LinkedHashMap<>();

    private ScrubNotes(Notebook files) {
        this.files = files;
    }

    static ScrubNotes read(Notebook files) {
        var notes = new ScrubNotes(files);
        try {
            files.read(FILE, BYTES_MAX).ifPresent(text -> text.lines().forEach(notes::take));
        } catch (NodeException e) {
            LOG.warn("When packs were read is forgotten: {}", e.problem().what());
        }
        return notes;
    }

    private void take(String line) {
        var pack = PACK.matcher(line);
        var chunk = DAMAGED.matcher(line);
        if (pack.matches()) {
            seen.put(number(pack, 1), Instant.ofEpochMilli(number(pack, 2)));
        } else if (chunk.matches() && damaged.size() < DAMAGED_MAX) {
            damaged.put(new ChunkId(Hash.parse(chunk.group(1))), spot(chunk));
        }
    }

    private static Optional<Spot> spot(Matcher line) {
        return line.group(2) == null
                ? Optional.empty()
                : Optional.of(new Spot(number(line, 2), number(line, 3), (int) number(line, 4)));
    }

    private static long number(Matcher line, int group) {
        return Long.parseLong(line.group(group));
    }

    /// When each of these packs was last read; one that is found for the first time counts as read
    /// now, and that is remembered.
    synchronized Map<Long, Instant> seen(Collection<Long> packs, Instant now) {
        boolean isAny = false;
        for (var pack : packs) {
            isAny |= seen.putIfAbsent(pack, now) == null;
        }
        if (isAny) {
            write();
        }
        return Map.copyOf(seen);
    }

    /// A pack was read, and no others than `all` are there any more.
    synchronized void read(long pack, Instant at, Collection<Long> all) {
        seen.keySet().retainAll(all);
        seen.put(pack, at);
        write();
    }

    /// Chunks were found damaged, and lie there.
    synchronized void damaged(Map<ChunkId, Spot> found) {
        found.forEach(
                (id, spot) -> {
                    if (damaged.size() < DAMAGED_MAX || damaged.containsKey(id)) {
                        damaged.put(id, Optional.of(spot));
                    }
                });
        write();
    }

    /// Chunks are damaged no more.
    synchronized void sound(Collection<ChunkId> ids) {
        if (damaged.keySet().removeAll(Set.copyOf(ids))) {
            write();
        }
    }

    synchronized Set<ChunkId> damaged() {
        return new LinkedHashSet<>(damaged.keySet());
    }

    /// Where they lie; empty where an earlier version did not write that down.
    synchronized Map<ChunkId, Optional<Spot>> places() {
        return new LinkedHashMap<>(damaged);
    }

    /// A note that is not written down costs some reading after the next start.
    private void write() {
        var text = new StringBuilder();
        seen.forEach(
                (pack, at) ->
                        text.append(
                                "pack %d %d\n".formatted(pack, Math.max(0, at.toEpochMilli()))));
        damaged.forEach(
                (id, spot) -> {
                    text.append("damaged ").append(id);
                    spot.ifPresent(
                            at ->
                                    text.append(
                                            " %d %d %d"
                                                    .formatted(
                                                            at.pack(), at.offset(), at.length())));
                    text.append('\n');
                });
        try {
            files.write(FILE, text.toString());
        } catch (ClosedByInterruptException e) {
            LOG.debug("The device stops; when packs were read is written down another time.");
        } catch (IOException e) {
            LOG.warn("When packs were read is not written down: {}", e.getMessage());
        }
    }
}
