package dev.holdfast.engine.core.collect;

import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How far a device had everybody's batches at some times before. What trims and closed claims had
/// said by then has been known for so long; a clock that jumps makes that shorter or longer and
/// nothing else.
///
/// @param notes the earliest first
public record Marks(List<Note> notes) {

    public static final Marks NONE = new Marks(List.of());

    /// Notes that are kept: the one that counts, and those on their way.
    public static final int NOTES_MAX = 16;

    /// @param held for each volume how far each writer's chain was held
    public record Note(Instant at, Map<VolumeId, VersionVector> held) {

        public Note {
            held = Map.copyOf(held);
        }
    }

    public Marks {
        notes = List.copyOf(notes);
    }

    /// The latest that is at least so old.
    public Optional<Note> ripe(Instant now, Duration age) {
        return notes.reversed().stream()
                .filter(note -> !note.at.plus(age).isAfter(now))
                .findFirst();
    }

    /// The same with what is held now, without notes that are needed no more. When there would be
    /// too many, or what is held has not changed, the ones there are have to do.
    public Marks with(Note note, Duration age) {
        var kept = new ArrayList<>(notes);
        kept.removeIf(each -> each.at.isAfter(note.at));
        ripe(note.at, age).ifPresent(ripe -> kept.removeIf(each -> each.at.isBefore(ripe.at)));
        boolean isSame = !kept.isEmpty() && kept.getLast().held.equals(note.held);
        if (!isSame && kept.size() < NOTES_MAX) {
            kept.add(note);
        }
        return new Marks(kept);
    }
}
