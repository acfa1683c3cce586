package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome.Mode;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The file in a home that lists its linked folders, a line each.
record FolderList(HomeFiles files) {

    /// Linked folders of one device.
    static final int FOLDERS_MAX = 256;

    /// Parts that one of them may consist of: every path is held against all of them.
    static final int PARTS_MAX = 256;

    private static final String NAME = "folders";

    /// One linked folder.
    ///
    /// @param id names its file
    /// @param only the parts that it has; empty for all
    record Entry(
            String id,
            String directory,
            VolumePath at,
            VolumeId volume,
            Mode mode,
            Set<EntryPath> only,
            boolean isPaused) {

        Entry {
            only = Collections.unmodifiableSortedSet(new TreeSet<>(only));
        }

        Entry paused(boolean now) {
            return new Entry(id, directory, at, volume, mode, only, now);
        }

        Entry with(Mode newMode, Set<EntryPath> newOnly) {
            return new Entry(id, directory, at, volume, newMode, newOnly, isPaused);
        }

        private String line() {
            return String.join(
                    " ",
                    id,
                    mode.name().toLowerCase(Locale.ROOT),
                    isPaused ? "paused" : "going",
                    volume.hash().toString(),
                    encoded(at.toString()),
                    encoded(directory),
                    only.stream().map(p -> encoded(p.text())).collect(Collectors.joining(",")));
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        private static String decoded(String word) {
            return URLDecoder.decode(word, StandardCharsets.UTF_8);
        }

        private static Entry of(String line) {
            var words = line.split(" ", -1);
            if (words.length != 7) {
                throw new IllegalArgumentException("a line of " + words.length + " words");
            }
            return new Entry(
                    words[0],
                    decoded(words[5]),
                    VolumePath.parse(decoded(words[4])).orElseThrow(IllegalArgumentException::new),
                    new VolumeId(Hash.parse(words[3])),
                    Mode.valueOf(words[1].toUpperCase(Locale.ROOT)),
                    Stream.of(words[6].split(","))
                            .filter(word -> !word.isEmpty())
                            .map(word -> new EntryPath(decoded(word)))
                            .collect(Collectors.toSet()),
                    words[2].equals("paused"));
        }
    }

    List<Entry> read() throws NodeException {
        var entries = new ArrayList<Entry>();
        try {
            files.read(NAME).orElse("").lines().map(Entry::of).forEach(entries::add);
        } catch (IllegalArgumentException e) {
            throw HomeFiles.failed("read", files.directory().resolve(NAME), new IOException(e));
        }
        return entries;
    }

    void write(List<Entry> entries) throws NodeException {
        var text = new StringBuilder();
        entries.forEach(entry -> text.append(entry.line()).append('\n'));
        try {
            files.write(NAME, text.toString());
        } catch (IOException e) {
            throw HomeFiles.failed("write", files.directory().resolve(NAME), e);
        }
    }
}
