package dev.holdfast.engine.api;

import java.util.Optional;

/// A place in the pool: `VOLUME:/PATH`.
///
/// @param volume the volume's name
/// @param path absolute within the volume, `/` being its root; a slash at the end means "into this
///   directory"
public record VolumePath(String volume, String path) {

    public VolumePath {
        if (volume.isEmpty() || volume.indexOf('/') >= 0 || volume.indexOf(':') >= 0) {
            throw new IllegalArgumentException("\"" + volume + "\" cannot name a volume");
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path " + path + " does not start with a slash");
        }
    }

    /// Reads `VOLUME:`, `VOLUME:/PATH` or `VOLUME:PATH`; empty when there is no volume name. A
    /// single letter before the colon is a drive on Windows and still a volume here: remote places
    /// stand where no local path may.
    public static Optional<VolumePath> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || text.lastIndexOf('/', colon) >= 0) {
            return Optional.empty();
        }
        var path = text.substring(colon + 1);
        return Optional.of(
                new VolumePath(text.substring(0, colon), path.startsWith("/") ? path : "/" + path));
    }

    @Override
    public String toString() {
        return volume + ":" + path;
    }
}
