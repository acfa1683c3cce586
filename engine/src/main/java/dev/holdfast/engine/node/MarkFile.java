package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.collecting.Discarding;
import dev.holdfast.engine.core.collect.Marks;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The file in a home that says how far its device had everybody's batches at some times before.
/// One that is lost or cannot be read costs time and nothing else: what is waited for begins anew.
record MarkFile(Notebook files) implements Discarding.Notes {

    private static final String NAME = "marks";

    private static final Logger LOG = LoggerFactory.getLogger(MarkFile.class);

    @Override
    public Marks read() {
        try {
            return parsed(files.read(NAME, Notebook.SMALL_MAX).orElse(""));
        } catch (NodeException | IllegalArgumentException e) {
            LOG.warn("The file `marks` is not what it should be and is begun anew.", e);
            return Marks.NONE;
        }
    }

    @Override
    public void write(Marks marks) throws IOException {
        files.write(NAME, text(marks));
    }

    /// A line for each note, and one for each writer in it, behind which it holds.
    private static String text(Marks marks) {
        var text = new StringBuilder();
        for (var note : marks.notes()) {
            text.append("at ").append(note.at().toEpochMilli()).append('\n');
            note.held()
                    .forEach(
                            (volume, held) ->
                                    held.latest()
                                            .forEach(
                                                    (actor, n) ->
                                                            text.append(line(volume, actor, n))));
        }
        return text.toString();
    }

    private static String line(VolumeId volume, Actor actor, long n) {
        return "%s %s %x %d\n"
                .formatted(volume.hash(), actor.device().hash(), actor.incarnation(), n);
    }

    private static Marks parsed(String text) {
        var notes = new ArrayList<Marks.Note>();
        var at = Instant.EPOCH;
        Map<VolumeId, VersionVector> held = new HashMap<>();
        for (var line : text.lines().toList()) {
            var words = List.of(line.split(" ", -1));
            if (words.size() == 2 && words.getFirst().equals("at")) {
                add(notes, at, held);
                at = Instant.ofEpochMilli(Long.parseLong(words.getLast()));
                held = new HashMap<>();
            } else if (words.size() == 4) {
                var volume = new VolumeId(Hash.parse(words.get(0)));
                held.merge(volume, VersionVector.EMPTY.with(dot(words)), VersionVector::merge);
            } else {
                throw new IllegalArgumentException("a line of " + words.size() + " words");
            }
        }
        add(notes, at, held);
        return new Marks(notes);
    }

    private static void add(List<Marks.Note> notes, Instant at, Map<VolumeId, VersionVector> held) {
        if (!at.equals(Instant.EPOCH)) {
            notes.add(new Marks.Note(at, held));
        }
    }

    private static Dot dot(List<String> words) {
        var device = new DeviceId(Hash.parse(words.get(1)));
        long incarnation = Long.parseUnsignedLong(words.get(2), 16);
        return new Dot(new Actor(device, incarnation), Long.parseLong(words.get(3)));
    }
}
