package dev.holdfast.engine.core.record;

import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord.BatchAccepted;
import dev.holdfast.engine.core.record.JournalRecord.BatchesConfirmed;
import dev.holdfast.engine.core.record.JournalRecord.ChunksDropped;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.ChunksTold;
import dev.holdfast.engine.core.record.JournalRecord.ClaimClosed;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOffered;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOpened;
import dev.holdfast.engine.core.record.JournalRecord.ClaimWithheld;
import dev.holdfast.engine.core.record.JournalRecord.ContentKnown;
import dev.holdfast.engine.core.record.JournalRecord.CopiesConfirmed;
import dev.holdfast.engine.core.record.JournalRecord.CopiesLost;
import dev.holdfast.engine.core.record.JournalRecord.HolderLost;
import dev.holdfast.engine.core.record.JournalRecord.IncarnationDrawn;
import dev.holdfast.engine.core.record.JournalRecord.Known;
import dev.holdfast.engine.core.record.JournalRecord.PledgeMoved;
import dev.holdfast.engine.core.record.JournalRecord.StatementAccepted;
import dev.holdfast.engine.core.record.JournalRecord.WriterCut;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.engine.core.repair.Stamp;

import java.util.List;

/// The records' canonical form. A type byte is never given a second meaning.
final class RecordForm {

    private RecordForm() {}

    static int typeOf(JournalRecord record) {
        return switch (record) {
            case StatementAccepted _ -> 1;
            case BatchAccepted _ -> 2;
            case WriterCut _ -> 3;
            case IncarnationDrawn _ -> 4;
            case ClaimOpened _ -> 5;
            case ClaimClosed _ -> 6;
            case ContentKnown _ -> 7;
            case ChunksStamped _ -> 8;
            case ChunksDropped _ -> 9;
            case CopiesConfirmed _ -> 10;
            case CopiesLost _ -> 11;
            case HolderLost _ -> 12;
            case BatchesConfirmed _ -> 13;
            case PledgeMoved _ -> 14;
            case ChunksTold _ -> 15;
            case ClaimWithheld _ -> 16;
            case ClaimOffered _ -> 17;
        };
    }

    static byte[] write(JournalRecord record) {
        var to = new CanonicalWriter();
        switch (record) {
            case StatementAccepted(var statement) -> to.raw(statement);
            case BatchAccepted(var batch) -> to.raw(batch);
            case WriterCut(var volume, var from) -> from.write(to.hash(volume.hash()));
            case IncarnationDrawn(var actor) -> write(to, actor);
            case ClaimOpened(var claim) -> write(to, claim);
            case ClaimClosed(var claim) -> write(to, claim);
            case ClaimWithheld(var claim) -> write(to, claim);
            case ClaimOffered(var claim) -> write(to, claim);
            case ContentKnown(var contents) -> to.list(contents, RecordForm::write);
            case ChunksStamped(var stamp, var factor, var ids) -> {
                write(to, stamp);
                write(to.u8(factor), ids);
            }
            case ChunksDropped(var ids) -> write(to, ids);
            case CopiesConfirmed(var holder, var ids) -> write(to.hash(holder.hash()), ids);
            case CopiesLost(var holder, var ids) -> write(to.hash(holder.hash()), ids);
            case HolderLost(var holder) -> to.hash(holder.hash());
            case BatchesConfirmed(var holder, var volume, var upTo) ->
                    upTo.write(to.hash(holder.hash()).hash(volume.hash()));
            case PledgeMoved(var asker, var pledger, var round, var state, var ids) -> {
                to.hash(asker.hash()).hash(pledger.hash()).hash(round);
                write(to.u8(number(state)), ids);
            }
            case ChunksTold(var chunks) -> ChunkStateForm.write(to, chunks);
        }
        return to.toBytes();
    }

    static JournalRecord read(int type, byte[] payload) throws MalformedException {
        var in = new CanonicalReader(payload);
        var record = read(type, in);
        in.end();
        return record;
    }

    private static JournalRecord read(int type, CanonicalReader in) throws MalformedException {
        return switch (type) {
            case 1 -> new StatementAccepted(rest(in, JournalRecord.STATEMENT_MAX));
            case 2 -> new BatchAccepted(rest(in, Batch.BYTES_MAX));
            case 3 -> new WriterCut(new VolumeId(in.hash()), Dot.read(in));
            case 4 -> new IncarnationDrawn(actor(in));
            case 5 -> new ClaimOpened(stamp(in));
            case 6 -> new ClaimClosed(stamp(in));
            case 7 -> new ContentKnown(in.list(JournalRecord.CHUNKS_MAX, RecordForm::known));
            case 8 -> new ChunksStamped(stamp(in), factor(in), ids(in));
            case 9 -> new ChunksDropped(ids(in));
            case 10 -> new CopiesConfirmed(device(in), ids(in));
            case 11 -> new CopiesLost(device(in), ids(in));
            case 12 -> new HolderLost(device(in));
            case 13 -> new BatchesConfirmed(device(in), new VolumeId(in.hash()), Dot.read(in));
            case 14 -> new PledgeMoved(device(in), device(in), in.hash(), state(in), ids(in));
            case 15 -> new ChunksTold(ChunkStateForm.read(in));
            case 16 -> new ClaimWithheld(stamp(in));
            case 17 -> new ClaimOffered(stamp(in));
            default -> throw new MalformedException("a record of type " + type);
        };
    }

    private static byte[] rest(CanonicalReader in, int max) throws MalformedException {
        if (in.remaining() > max) {
            throw new MalformedException(
                    in.remaining() + " bytes where at most " + max + " may be");
        }
        return in.raw(in.remaining());
    }

    static void write(CanonicalWriter to, Actor actor) {
        to.hash(actor.device().hash()).bits64(actor.incarnation());
    }

    static Actor actor(CanonicalReader in) throws MalformedException {
        return new Actor(device(in), in.bits64());
    }

    static DeviceId device(CanonicalReader in) throws MalformedException {
        return new DeviceId(in.hash());
    }

    private static void write(CanonicalWriter to, Stamp stamp) {
        write(to.hash(stamp.volume().hash()), stamp.actor());
        to.u64(stamp.claim());
    }

    private static Stamp stamp(CanonicalReader in) throws MalformedException {
        var volume = new VolumeId(in.hash());
        var actor = actor(in);
        long claim = in.u64();
        if (claim < 1) {
            throw new MalformedException("claim 0");
        }
        return new Stamp(volume, actor, claim);
    }

    private static int factor(CanonicalReader in) throws MalformedException {
        int factor = in.u8();
        if (factor < 1 || factor > JournalRecord.FACTOR_MAX) {
            throw new MalformedException("a factor of " + factor);
        }
        return factor;
    }

    private static void write(CanonicalWriter to, Known known) {
        known.ref().write(to.hash(known.mac()));
    }

    private static Known known(CanonicalReader in) throws MalformedException {
        return new Known(in.hash(), ChunkRef.read(in));
    }

    private static void write(CanonicalWriter to, List<ChunkId> ids) {
        to.list(ids, (out, id) -> out.hash(id.hash()));
    }

    private static List<ChunkId> ids(CanonicalReader in) throws MalformedException {
        return in.list(JournalRecord.CHUNKS_MAX, item -> new ChunkId(item.hash()));
    }

    private static int number(Pledge.State state) {
        return switch (state) {
            case ASKED -> 1;
            case GIVEN -> 2;
            case DROPPED -> 3;
            case RELEASED -> 4;
        };
    }

    private static Pledge.State state(CanonicalReader in) throws MalformedException {
        int number = in.u8();
        return switch (number) {
            case 1 -> Pledge.State.ASKED;
            case 2 -> Pledge.State.GIVEN;
            case 3 -> Pledge.State.DROPPED;
            case 4 -> Pledge.State.RELEASED;
            default -> throw new MalformedException("a pledge in state " + number);
        };
    }
}
