package dev.holdfast.engine.core.batch;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.VersionVector;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// What is sealed in a batch. One without entries says only what its writer has seen.
///
/// @param more true when this is part of a larger change, which happens when its last part does
/// @param seen the batches of this volume that the writer had applied
/// @param trim what of the volume's past ends with it
/// @param entries at most one for each path
public record BatchBody(
        boolean more, VersionVector seen, Optional<Trim> trim, List<Entry> entries) {

    /// Plain bytes of a body.
    public static final int BYTES_MAX = Batch.SEALED_MAX - 64;

    /// No entry is smaller than this many bytes.
    private static final int ENTRY_BYTES_MIN = 54;

    private static final int VERSION = 1;

    /// The form of a body with a trim.
    private static final int VERSION_TRIM = 2;

    public BatchBody {
        entries = List.copyOf(entries);
    }

    public BatchBody(boolean more, VersionVector seen, List<Entry> entries) {
        this(more, seen, Optional.empty(), entries);
    }

    public byte[] toBytes() {
        var to = new CanonicalWriter().u8(trim.isPresent() ? VERSION_TRIM : VERSION).flag(more);
        seen.write(to);
        trim.ifPresent(each -> each.write(to));
        return to.list(entries, (out, entry) -> entry.write(out)).toBytes();
    }

    public static BatchBody read(byte[] bytes) throws MalformedException {
        if (bytes.length > BYTES_MAX) {
            throw new MalformedException("a body of " + bytes.length + " bytes");
        }
        var in = new CanonicalReader(bytes);
        int version = in.u8();
        if (version != VERSION && version != VERSION_TRIM) {
            throw new MalformedException("a body of version " + version);
        }
        boolean more = in.flag();
        var seen = VersionVector.read(in);
        var trim = version == VERSION_TRIM ? Optional.of(Trim.read(in)) : Optional.<Trim>empty();
        var entries = in.list(BYTES_MAX / ENTRY_BYTES_MIN, Entry::read);
        in.end();
        var places = new HashSet<String>();
        for (var entry : entries) {
            if (!places.add(entry.path().key())) {
                throw new MalformedException("two entries for one path");
            }
        }
        return new BatchBody(more, seen, trim, entries);
    }
}
