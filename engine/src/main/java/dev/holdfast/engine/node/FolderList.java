package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome.Mode;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.VolumeId;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The file in a home that lists its linked folders, a line each.
record FolderList(HomeFiles files) {

    /// Linked folders of one device.
    static final int FOLDERS_MAX = 256;

    private static final String NAME = "folders";

    /// One linked folder.
    ///
    /// @param id names its file
    record Entry(
            String id,
            String directory,
            VolumePath at,
            VolumeId volume,
            Mode mode,
            boolean isPaused) {

        Entry paused(boolean now) {
            return new Entry(id, directory, at, volume, mode, now);
        }

        private String line() {
            return String.join(
                    " ",
                    id,
                    mode.name().toLowerCase(Locale.ROOT),
                    isPaused ? "paused" : "going",
                    volume.hash().toString(),
                    URLEncoder.encode(at.toString(), StandardCharsets.UTF_8),
                    URLEncoder.encode(directory, StandardCharsets.UTF_8));
        }

        private static Entry of(String line) {
            var words = line.split(" ", -1);
            if (words.length != 6) {
                throw new IllegalArgumentException("a line of " + words.length + " words");
            }
            return new Entry(
                    words[0],
                    URLDecoder.decode(words[5], StandardCharsets.UTF_8),
                    VolumePath.parse(URLDecoder.decode(words[4], StandardCharsets.UTF_8))
                            .orElseThrow(IllegalArgumentException::new),
                    new VolumeId(Hash.parse(words[3])),
                    Mode.valueOf(words[1].toUpperCase(Locale.ROOT)),
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
