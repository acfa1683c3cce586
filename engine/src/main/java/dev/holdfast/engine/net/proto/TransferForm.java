package dev.holdfast.engine.net.proto;

import static dev.holdfast.engine.net.proto.Fields.bytes;
import static dev.holdfast.engine.net.proto.Fields.hash;
import static dev.holdfast.engine.net.proto.Fields.joined;
import static dev.holdfast.engine.net.proto.Fields.split;

import com.google.protobuf.ByteString;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.wire.TransferMessage;
import dev.holdfast.engine.core.wire.TransferMessage.Confirmed;
import dev.holdfast.engine.core.wire.TransferMessage.Declined;
import dev.holdfast.engine.core.wire.TransferMessage.Found;
import dev.holdfast.engine.core.wire.TransferMessage.GetChunks;
import dev.holdfast.engine.core.wire.TransferMessage.Held;
import dev.holdfast.engine.core.wire.TransferMessage.Lost;
import dev.holdfast.engine.core.wire.TransferMessage.Missing;
import dev.holdfast.engine.core.wire.TransferMessage.Offer;
import dev.holdfast.engine.core.wire.TransferMessage.Refusal;
import dev.holdfast.engine.core.wire.TransferMessage.Sized;
import dev.holdfast.engine.core.wire.TransferMessage.Stored;
import dev.holdfast.engine.core.wire.TransferMessage.Want;
import dev.holdfast.engine.core.wire.TransferMessage.WhoHolds;
import dev.holdfast.engine.net.proto.generated.Wire.Transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// [TransferMessage] in the schema.
final class TransferForm {

    private TransferForm() {}

    static Transfer write(TransferMessage message) {
        var form = Transfer.newBuilder();
        switch (message) {
            case Offer offer -> form.setOffer(write(offer));
            case Want(var wanted, var proofs) ->
                    form.setWant(
                            Transfer.Want.newBuilder()
                                    .setWanted(Fields.bits(wanted))
                                    .setProofs(joined(proofs, Function.identity())));
            case Stored(var ids) -> form.setStored(chunks(ids));
            case Declined(var ids, var why) ->
                    form.setDeclined(
                            Transfer.Declined.newBuilder()
                                    .setIds(chunks(ids))
                                    .setWhy(why.number()));
            case Confirmed(var ids, var holders) ->
                    form.setConfirmed(
                            Transfer.Confirmed.newBuilder()
                                    .setIds(chunks(ids))
                                    .setHolders(joined(holders, DeviceId::hash)));
            case Lost(var ids) -> form.setLost(chunks(ids));
            case GetChunks(var ids) -> form.setGet(chunks(ids));
            case Found(var length) -> form.setFoundLength(length);
            case Missing(var damaged) -> form.setMissingDamaged(damaged);
            case WhoHolds(var ids) -> form.setWhoHolds(chunks(ids));
            case Held(var held) -> form.setHeld(Fields.bits(held));
        }
        return form.build();
    }

    static TransferMessage read(Transfer form) throws MalformedException {
        return switch (form.getMessageCase()) {
            case OFFER -> read(form.getOffer());
            case WANT ->
                    new Want(
                            Fields.bitmap(form.getWant().getWanted()),
                            split(form.getWant().getProofs(), Function.identity()));
            case STORED -> new Stored(chunks(form.getStored()));
            case DECLINED -> {
                int why = form.getDeclined().getWhy();
                yield new Declined(
                        chunks(form.getDeclined().getIds()),
                        Fields.constant(Refusal.values(), Refusal::number, why));
            }
            case CONFIRMED ->
                    new Confirmed(
                            chunks(form.getConfirmed().getIds()),
                            split(form.getConfirmed().getHolders(), DeviceId::new));
            case LOST -> new Lost(chunks(form.getLost()));
            case GET -> new GetChunks(chunks(form.getGet()));
            case FOUND_LENGTH -> new Found(form.getFoundLength());
            case MISSING_DAMAGED -> new Missing(form.getMissingDamaged());
            case WHO_HOLDS -> new WhoHolds(chunks(form.getWhoHolds()));
            case HELD -> new Held(Fields.bitmap(form.getHeld()));
            case MESSAGE_NOT_SET -> throw Fields.unknown("transfer message");
        };
    }

    private static Transfer.Offer write(Offer offer) {
        var stamp = offer.stamp();
        return Transfer.Offer.newBuilder()
                .setIds(joined(offer.chunks(), sized -> sized.id().hash()))
                .addAllLengths(offer.chunks().stream().map(Sized::length).toList())
                .setFactor(offer.factor())
                .setVolume(bytes(stamp.volume().hash()))
                .setDevice(bytes(stamp.actor().device().hash()))
                .setIncarnation(stamp.actor().incarnation())
                .setClaim(stamp.claim())
                .setNonce(bytes(offer.nonce()))
                .build();
    }

    private static Offer read(Transfer.Offer form) throws MalformedException {
        var ids = chunks(form.getIds());
        if (ids.size() != form.getLengthsCount()) {
            throw new MalformedException(
                    "%d ids with %d lengths".formatted(ids.size(), form.getLengthsCount()));
        }
        var sized = new ArrayList<Sized>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            sized.add(new Sized(ids.get(i), form.getLengths(i)));
        }
        var actor = new Actor(new DeviceId(hash(form.getDevice())), form.getIncarnation());
        var stamp = new Stamp(new VolumeId(hash(form.getVolume())), actor, form.getClaim());
        return new Offer(sized, form.getFactor(), stamp, hash(form.getNonce()));
    }

    private static ByteString chunks(List<ChunkId> ids) {
        return joined(ids, ChunkId::hash);
    }

    private static List<ChunkId> chunks(ByteString joined) throws MalformedException {
        return split(joined, ChunkId::new);
    }
}
