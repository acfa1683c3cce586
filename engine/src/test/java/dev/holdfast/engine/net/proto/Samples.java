package dev.holdfast.engine.net.proto;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.liveness.Rumour;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.wire.Bitmap;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.DirectoryMessage;
import dev.holdfast.engine.core.wire.DirectoryMessage.Kind;
import dev.holdfast.engine.core.wire.JoinMessage;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.NamesMessage;
import dev.holdfast.engine.core.wire.PledgeMessage;
import dev.holdfast.engine.core.wire.RecoveryMessage;
import dev.holdfast.engine.core.wire.RosterMessage;
import dev.holdfast.engine.core.wire.SessionMessage;
import dev.holdfast.engine.core.wire.TransferMessage;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Messages of every kind, from a seed: small ones, and the greatest that keep their limits.
final class Samples {

    private final Random random;
    private final boolean greatest;

    private Samples(long seed, boolean greatest) {
        random = new Random(seed);
        this.greatest = greatest;
    }

    static List<Message> small(long seed) {
        return new Samples(seed, false).all();
    }

    static List<Message> greatest() {
        return new Samples(1, true).all();
    }

    private List<Message> all() {
        return Stream.of(
                        session(),
                        roster(),
                        names(),
                        transfer(),
                        directory(),
                        pledge(),
                        join(),
                        recovery())
                .<Message>flatMap(List::stream)
                .toList();
    }

    private List<SessionMessage> session() {
        var hello =
                new SessionMessage.Hello(
                        SessionMessage.Versions.CURRENT,
                        new PoolId(hash()),
                        list(RosterMessage.HEADS_MAX, this::hash),
                        random.nextLong(),
                        list(SessionMessage.Hello.ADDRESSES_MAX, () -> "ä".repeat(127)));
        var present = SessionMessage.Present.STATEMENTS_BYTES_MAX;
        return List.of(
                hello,
                new SessionMessage.Stranger(),
                new SessionMessage.Present(blobs(SessionMessage.Present.STATEMENTS_MAX, present)),
                new SessionMessage.Ping(random.nextLong()),
                new SessionMessage.Pong(random.nextLong()),
                new SessionMessage.ProbeFor(new DeviceId(hash()), random.nextLong()),
                new SessionMessage.Probed(random.nextLong(), random.nextBoolean()),
                new SessionMessage.Rumours(list(Rumour.TOLD_MAX, this::rumour)),
                new SessionMessage.DialBack(),
                new SessionMessage.DialedBack(
                        list(SessionMessage.Hello.ADDRESSES_MAX, () -> "ä".repeat(127)),
                        list(SessionMessage.Hello.ADDRESSES_MAX, () -> "ö".repeat(127))),
                new SessionMessage.Bye(CloseCode.REVOKED, "x".repeat(size(512))));
    }

    private List<RosterMessage> roster() {
        return List.of(
                new RosterMessage.RosterHeads(list(RosterMessage.HEADS_MAX, this::hash)),
                new RosterMessage.WantStatements(
                        list(RosterMessage.HEADS_MAX, this::hash),
                        list(RosterMessage.HEADS_MAX, this::hash)),
                new RosterMessage.Statements(statements(), random.nextBoolean()));
    }

    private List<NamesMessage> names() {
        var volume = new VolumeId(hash());
        return List.of(
                new NamesMessage.VolumeHeads(
                        list(
                                NamesMessage.VolumeHeads.HEADS_MAX,
                                () -> new NamesMessage.ChainHead(volume, actor(), n(), hash())),
                        random.nextBoolean()),
                new NamesMessage.WantBatches(volume, actor(), n()),
                new NamesMessage.Batches(
                        volume,
                        actor(),
                        n(),
                        list(NamesMessage.Batches.BATCHES_MAX, () -> NamesMessage.BATCH_MAX),
                        random.nextBoolean()),
                new NamesMessage.BatchesStored(volume, actor(), n()),
                new NamesMessage.AskNeeded(
                        chunks(),
                        random.nextBoolean(),
                        list(
                                NamesMessage.VolumeHeads.HEADS_MAX,
                                () -> new NamesMessage.ChainHead(volume, actor(), n(), hash()))),
                new NamesMessage.Unneeded(
                        Bitmap.of(size(TransferMessage.CHUNKS_MAX), i -> i % 3 == 0),
                        random.nextBoolean()));
    }

    private List<TransferMessage> transfer() {
        var sized = new TransferMessage.Sized(chunk(), ChunkRef.SEALED_MAX);
        var stamp = new Stamp(new VolumeId(hash()), actor(), n());
        var wanted = Bitmap.of(size(TransferMessage.CHUNKS_MAX), i -> i % 3 == 0);
        var proofs = Stream.generate(this::hash).limit(wanted.size() - wanted.count()).toList();
        return List.of(
                new TransferMessage.Offer(
                        list(TransferMessage.CHUNKS_MAX, () -> sized), 3, stamp, hash()),
                new TransferMessage.Want(wanted, proofs),
                new TransferMessage.Stored(chunks()),
                new TransferMessage.Declined(chunks(), TransferMessage.Refusal.FULL),
                new TransferMessage.Confirmed(
                        chunks(),
                        list(TransferMessage.Confirmed.HOLDERS_MAX, () -> new DeviceId(hash()))),
                new TransferMessage.Lost(chunks()),
                new TransferMessage.GetChunks(chunks()),
                new TransferMessage.Found(ChunkRef.SEALED_MAX),
                new TransferMessage.Missing(random.nextBoolean()),
                new TransferMessage.WhoHolds(chunks()),
                new TransferMessage.Held(wanted));
    }

    private List<DirectoryMessage> directory() {
        var records = blobs(DirectoryMessage.RECORDS_MAX, DirectoryMessage.RECORDS_BYTES_MAX);
        var entries =
                records.stream()
                        .map(record -> new DirectoryMessage.Entry(Kind.ADDRESS, hash(), record))
                        .toList();
        return List.of(
                new DirectoryMessage.PutRecords(entries),
                new DirectoryMessage.RecordsKept(Bitmap.of(entries.size(), i -> i % 2 == 0)),
                new DirectoryMessage.GetRecords(
                        Kind.EXCEPTION, list(DirectoryMessage.RECORDS_MAX, this::hash)),
                new DirectoryMessage.Records(entries, random.nextBoolean()));
    }

    private List<PledgeMessage> pledge() {
        var pledged = Bitmap.of(size(TransferMessage.CHUNKS_MAX), i -> i % 3 == 0);
        var proofs = Stream.generate(this::hash).limit(pledged.count()).toList();
        return List.of(
                new PledgeMessage.Ask(hash(), chunks()),
                new PledgeMessage.Given(pledged, proofs),
                new PledgeMessage.Dropped(hash(), chunks()),
                new PledgeMessage.Released(hash(), chunks()),
                new PledgeMessage.Noted());
    }

    private List<JoinMessage> join() {
        return List.of(
                new JoinMessage.JoinAsk(
                        bytes(JoinMessage.SECRET_BYTES_MAX),
                        bytes(JoinMessage.BOX_KEY_BYTES),
                        "lake house",
                        n()),
                new JoinMessage.Joined(statements(), random.nextBoolean()),
                new JoinMessage.JoinRefused(JoinMessage.Refusal.EXPIRED),
                new JoinMessage.PairOpen(bytes(JoinMessage.OPENING_BYTES)),
                new JoinMessage.PairAnswer(
                        "MEMBER", bytes(JoinMessage.OPENING_BYTES), bytes(JoinMessage.HALF_BYTES)),
                new JoinMessage.PairProof(
                        bytes(JoinMessage.HALF_BYTES), bytes(JoinMessage.PROOF_BYTES)),
                new JoinMessage.PairProved(bytes(JoinMessage.PROOF_BYTES)),
                new JoinMessage.PairSealed(bytes(size(JoinMessage.LETTER_BYTES_MAX))));
    }

    private Rumour rumour() {
        return new Rumour(new DeviceId(hash()), size(99), Rumour.Word.DEAD, new DeviceId(hash()));
    }

    private List<RecoveryMessage> recovery() {
        return List.of(
                new RecoveryMessage.Ask(),
                new RecoveryMessage.Challenge(hash()),
                new RecoveryMessage.Proof(bytes(RecoveryMessage.SIGNATURE_BYTES)),
                new RecoveryMessage.Refused(RecoveryMessage.Refusal.BUSY));
    }

    private int size(int max) {
        return greatest ? max : 1 + random.nextInt(Math.min(max, 9));
    }

    private <T> List<T> list(int max, Supplier<T> item) {
        return Stream.generate(item).limit(size(max)).toList();
    }

    private List<ChunkId> chunks() {
        return list(TransferMessage.CHUNKS_MAX, this::chunk);
    }

    private List<byte[]> statements() {
        return blobs(RosterMessage.STATEMENTS_MAX, RosterMessage.STATEMENTS_BYTES_MAX);
    }

    /// So many runs of bytes, which together have all the bytes that are allowed.
    private List<byte[]> blobs(int max, int bytesMax) {
        int count = size(max);
        int each = greatest ? bytesMax / count : random.nextInt(300);
        var blobs = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            blobs.add(bytes(each));
        }
        return blobs;
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private ChunkId chunk() {
        return new ChunkId(hash());
    }

    private Hash hash() {
        return Hash.of(bytes(Hash.BYTES));
    }

    private Actor actor() {
        return new Actor(new DeviceId(hash()), random.nextLong());
    }

    private long n() {
        return greatest ? Long.MAX_VALUE : 1 + random.nextInt(1000);
    }
}
