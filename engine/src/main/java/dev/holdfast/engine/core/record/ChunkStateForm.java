package dev.holdfast.engine.core.record;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord.ChunkState;
import dev.holdfast.engine.core.repair.Stamp;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Many chunks in little room: what many of them have in common stands before them, in order, and
/// they say only where.
///
/// ```
/// list of holders | list of writers (volume, actor)
/// | list of (chunk id | u8 factor | flag held | list of u32 holder | list of (u32 writer | u64 claim))
/// ```
final class ChunkStateForm {

    private record Writer(VolumeId volume, Actor actor) {

        static final Comparator<Writer> ORDER =
                Comparator.comparing(Writer::volume).thenComparing(Writer::actor);

        static Writer of(Stamp stamp) {
            return new Writer(stamp.volume(), stamp.actor());
        }
    }

    private ChunkStateForm() {}

    static void write(CanonicalWriter to, List<ChunkState> chunks) {
        var devices =
                chunks.stream().flatMap(chunk -> chunk.holders().stream()).distinct().sorted();
        var writers =
                chunks.stream()
                        .flatMap(chunk -> chunk.stamps().stream().map(Writer::of))
                        .distinct()
                        .sorted(Writer.ORDER);
        write(to, devices.toList(), writers.toList(), chunks);
    }

    private static void write(
            CanonicalWriter to,
            List<DeviceId> devices,
            List<Writer> writers,
            List<ChunkState> chunks) {
        to.list(devices, (out, device) -> out.hash(device.hash()));
        to.list(writers, (out, one) -> RecordForm.write(out.hash(one.volume.hash()), one.actor));
        to.list(
                chunks,
                (out, chunk) -> {
                    out.hash(chunk.id().hash()).u8(chunk.factor()).flag(chunk.held());
                    out.list(
                            chunk.holders(),
                            (each, holder) -> each.u32(Collections.binarySearch(devices, holder)));
                    out.list(
                            chunk.stamps(),
                            (each, stamp) -> {
                                var writer = Writer.of(stamp);
                                each.u32(Collections.binarySearch(writers, writer, Writer.ORDER));
                                each.u64(stamp.claim());
                            });
                });
    }

    /// @throws MalformedException also when it is said in other words than [#write] has for it
    static List<ChunkState> read(CanonicalReader in) throws MalformedException {
        var bytes = in.raw(in.remaining());
        var reader = new CanonicalReader(bytes);
        var chunks = chunks(reader);
        reader.end();
        var same = new CanonicalWriter();
        write(same, chunks);
        if (!Arrays.equals(same.toBytes(), bytes)) {
            throw new MalformedException("chunks in other words");
        }
        return chunks;
    }

    private static List<ChunkState> chunks(CanonicalReader in) throws MalformedException {
        var devices = in.list(JournalRecord.PARTS_MAX, RecordForm::device);
        var writers =
                in.list(
                        JournalRecord.PARTS_MAX,
                        item -> new Writer(new VolumeId(item.hash()), RecordForm.actor(item)));
        return in.list(JournalRecord.CHUNKS_MAX, item -> chunk(item, devices, writers));
    }

    private static ChunkState chunk(
            CanonicalReader in, List<DeviceId> devices, List<Writer> writers)
            throws MalformedException {
        var id = new ChunkId(in.hash());
        int factor = in.u8();
        if (factor > JournalRecord.FACTOR_MAX) {
            throw new MalformedException("a factor of " + factor);
        }
        boolean held = in.flag();
        var holders = in.list(JournalRecord.PARTS_MAX, item -> at(devices, item));
        var stamps = in.list(JournalRecord.PARTS_MAX, item -> stamp(item, writers));
        return new ChunkState(id, factor, held, holders, stamps);
    }

    private static Stamp stamp(CanonicalReader in, List<Writer> writers) throws MalformedException {
        var writer = at(writers, in);
        long claim = in.u64();
        if (claim < 1) {
            throw new MalformedException("claim 0");
        }
        return new Stamp(writer.volume, writer.actor, claim);
    }

    private static <T> T at(List<T> all, CanonicalReader in) throws MalformedException {
        int number = in.u32();
        if (number >= all.size()) {
            throw new MalformedException("number " + number + " of " + all.size());
        }
        return all.get(number);
    }
}
