package dev.holdfast.engine.core.routing;

import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.membership.SignatureCheck;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.placement.Partition;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The directory records that a device keeps for the others. An object with one owner.
///
/// A record is kept only when its device belongs to the pool and has signed it, when it says
/// something later than what is kept, and until it expires. So nobody can speak for another, and an
/// old record cannot come back.
public final class RecordBook {

    /// Records kept; beyond that the one taken longest ago goes.
    public static final int RECORDS_MAX = 65_536;

    /// Bytes of the records kept; beyond that the ones taken longest ago go.
    public static final long BYTES_MAX = 32 << 20;

    /// How far ahead a record may expire, so that none stays for ever.
    public static final Duration LIFE_MAX = Duration.ofDays(7);

    /// What became of a record.
    public enum Verdict {
        /// It is kept now.
        TAKEN,
        /// It was here before.
        KNOWN,
        /// A later one is here.
        OLDER,
        /// Its time is over, or it claims too much of it.
        EXPIRED,
        /// It is of another pool, of a device outside this one, or not signed by that device.
        FORGED
    }

    private final PoolId pool;
    private final SignatureCheck check;
    private final LinkedHashMap<Hash, DirectoryRecord> records = new LinkedHashMap<>();
    private final Map<Partition, LinkedHashMap<DeviceId, DirectoryRecord>> strays =
            new LinkedHashMap<>();

    private long bytes;

    public RecordBook(PoolId pool, SignatureCheck check) {
        this.pool = pool;
        this.check = check;
    }

    /// Takes a record, or says why not.
    ///
    /// @param keys the signing keys of the devices that belong to the pool
    public Verdict take(
            DirectoryRecord record, Function<DeviceId, Optional<Opaque>> keys, Instant now) {
        var stated = record.stated();
        if (!stated.expires().isAfter(now) || stated.expires().isAfter(now.plus(LIFE_MAX))) {
            return Verdict.EXPIRED;
        }
        var known = records.get(record.key());
        if (known != null && !record.supersedes(known)) {
            boolean isSame = known.stated().equals(stated);
            return isSame ? Verdict.KNOWN : Verdict.OLDER;
        }
        boolean isSound =
                stated.pool().equals(pool)
                        && keys.apply(stated.device())
                                .filter(k -> record.isSignedBy(k, check))
                                .isPresent();
        if (!isSound) {
            return Verdict.FORGED;
        }
        keep(record);
        return Verdict.TAKEN;
    }

    /// The record under a key, unless its time is over.
    public Optional<DirectoryRecord> get(Hash key, Instant now) {
        return Optional.ofNullable(records.get(key))
                .filter(record -> record.stated().expires().isAfter(now));
    }

    /// The devices that say they hold a chunk which the layout places elsewhere.
    public List<DeviceId> strayHolders(ChunkId chunk, Instant now) {
        var partition = Partition.of(chunk, Layout.PARTITION_BITS);
        return strays.getOrDefault(partition, new LinkedHashMap<>()).values().stream()
                .map(DirectoryRecord::stated)
                .filter(stated -> stated.expires().isAfter(now))
                .filter(
                        stated ->
                                stated.claim() instanceof DirectoryClaim.Strays claim
                                        && claim.chunks().contains(chunk))
                .map(DirectoryRecord.Stated::device)
                .toList();
    }

    /// How many chunks a device says it holds which the layout places elsewhere.
    public long strays(DeviceId device, Instant now) {
        return strays.values().stream()
                .flatMap(holders -> Stream.ofNullable(holders.get(device)))
                .map(DirectoryRecord::stated)
                .filter(stated -> stated.expires().isAfter(now))
                .mapToLong(
                        stated ->
                                stated.claim() instanceof DirectoryClaim.Strays claim
                                        ? claim.chunks().size()
                                        : 0)
                .sum();
    }

    /// The records taken last, as many as have so many bytes.
    public List<DirectoryRecord> latest(long bytesMax, Instant now) {
        var latest = new ArrayList<DirectoryRecord>();
        long left = bytesMax;
        for (var record : records.sequencedValues().reversed()) {
            left -= record.length();
            if (left < 0) {
                break;
            }
            if (record.stated().expires().isAfter(now)) {
                latest.add(record);
            }
        }
        return latest;
    }

    private void keep(DirectoryRecord record) {
        var before = records.remove(record.key());
        bytes += record.length() - (before == null ? 0 : before.length());
        records.putLast(record.key(), record);
        if (record.stated().claim() instanceof DirectoryClaim.Strays claim) {
            strays.computeIfAbsent(claim.partition(), _ -> new LinkedHashMap<>())
                    .put(record.stated().device(), record);
        }
        while (records.size() > RECORDS_MAX || bytes > BYTES_MAX) {
            var oldest = records.pollFirstEntry().getValue();
            bytes -= oldest.length();
            forget(oldest);
        }
    }

    private void forget(DirectoryRecord record) {
        if (record.stated().claim() instanceof DirectoryClaim.Strays claim) {
            strays.computeIfPresent(
                    claim.partition(),
                    (_, holders) -> {
                        holders.remove(record.stated().device(), record);
                        return holders.isEmpty() ? null : holders;
                    });
        }
    }
}
