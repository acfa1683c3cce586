package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What somebody does in the volume of linked folders, and what it shows and has shown.
final class VolumeDeeds {

    private static final VolumePath DOCS = new VolumePath("files", "/docs");

    /// When the first change of a volume was, and each other one millisecond after the one before.
    private static final long BEGUN_MILLIS = 1_000;

    private final Den den;
    private final Deeds deeds;

    /// Texts that somebody has taken back: the history has them.
    private final Set<String> shelved = new HashSet<>();

    VolumeDeeds(Den den, Deeds deeds) {
        this.den = den;
        this.deeds = deeds;
    }

    /// When the last change was.
    Instant now() {
        return Instant.ofEpochMilli(BEGUN_MILLIS + den.changes.get());
    }

    /// That these are not there any more is meant.
    void shelve(Set<String> texts) {
        for (var text : texts) {
            if (deeds.forget(text)) {
                shelved.add(text);
            }
        }
    }

    /// The texts of the files that the volume shows.
    Set<String> shown() {
        return texts(Optional.empty());
    }

    private Set<String> texts(Optional<Instant> asOf) {
        var texts = new HashSet<String>();
        try {
            var list = new Command.ListEntries(DOCS, true, Optional.empty(), asOf);
            for (var row : den.files.list(list).rows()) {
                if (row.kind() == Outcome.Kind.FILE) {
                    texts.add(text(row.path(), asOf));
                }
            }
        } catch (NodeException _) {
            // nothing was there
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return texts;
    }

    private String text(String path, Optional<Instant> asOf)
            throws NodeException, InterruptedException {
        var out = new ByteArrayOutputStream();
        den.files.get(new Command.GetStream(new VolumePath("files", path), asOf, out), _ -> {});
        return Deeds.shortened(out.toString(StandardCharsets.ISO_8859_1));
    }

    /// What was taken back and is not in the history.
    Set<String> forgotten() {
        var forgotten = new HashSet<>(shelved);
        for (int i = den.changes.get(); i > 0 && !forgotten.isEmpty(); i--) {
            forgotten.removeAll(texts(Optional.of(Instant.ofEpochMilli(BEGUN_MILLIS + i))));
        }
        return forgotten;
    }

    /// Somebody does something in the volume, and means it.
    void any() {
        var before = shown();
        var at = new VolumePath("files", "/docs/" + deeds.path());
        var then =
                Instant.ofEpochMilli(BEGUN_MILLIS + deeds.chance().nextInt(den.changes.get() + 1));
        try {
            switch (deeds.chance().nextInt(5)) {
                case 0 -> den.files.remove(new Command.Remove(at, true));
                case 1 ->
                        den.files.move(
                                new Command.Move(
                                        at, new VolumePath("files", "/docs/" + deeds.path())));
                case 2 ->
                        den.files.restore(new Command.Restore(DOCS, then, Optional.empty(), true));
                default ->
                        den.files.restore(
                                new Command.Restore(
                                        at, then, Optional.empty(), deeds.chance().nextBoolean()));
            }
        } catch (NodeException _) {
            return; // there is no such place
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        before.removeAll(shown());
        shelve(before);
    }
}
