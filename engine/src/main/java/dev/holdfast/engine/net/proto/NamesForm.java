package dev.holdfast.engine.net.proto;

import static dev.holdfast.engine.net.proto.Fields.bytes;
import static dev.holdfast.engine.net.proto.Fields.hash;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.wire.NamesMessage;
import dev.holdfast.engine.core.wire.NamesMessage.AskNeeded;
import dev.holdfast.engine.core.wire.NamesMessage.Batches;
import dev.holdfast.engine.core.wire.NamesMessage.BatchesStored;
import dev.holdfast.engine.core.wire.NamesMessage.ChainHead;
import dev.holdfast.engine.core.wire.NamesMessage.Unneeded;
import dev.holdfast.engine.core.wire.NamesMessage.VolumeHeads;
import dev.holdfast.engine.core.wire.NamesMessage.WantBatches;
import dev.holdfast.engine.net.proto.generated.Wire.Names;

/// [NamesMessage] in the schema.
final class NamesForm {

    private NamesForm() {}

    static Names write(NamesMessage message) {
        var form = Names.newBuilder();
        switch (message) {
            case VolumeHeads(var heads, var more) ->
                    form.setHeads(
                            Names.Heads.newBuilder()
                                    .addAllHeads(heads.stream().map(NamesForm::write).toList())
                                    .setMore(more));
            case WantBatches(var volume, var actor, var after) ->
                    form.setWant(
                            Names.Want.newBuilder().setChain(chain(volume, actor)).setAfter(after));
            case Batches(var volume, var actor, var first, var lengths, var more) ->
                    form.setBatches(
                            Names.Batches.newBuilder()
                                    .setChain(chain(volume, actor))
                                    .setFirst(first)
                                    .addAllLengths(lengths)
                                    .setMore(more));
            case BatchesStored(var volume, var actor, var n) ->
                    form.setStored(
                            Names.Stored.newBuilder().setChain(chain(volume, actor)).setN(n));
            case AskNeeded(var ids, var isRipe, var heads) ->
                    form.setAskNeeded(
                            Names.Needed.newBuilder()
                                    .setIds(Fields.joined(ids, ChunkId::hash))
                                    .setRipe(isRipe)
                                    .addAllHeads(heads.stream().map(NamesForm::write).toList()));
            case Unneeded(var unneeded, var isConfirmed) ->
                    form.setUnneeded(
                            Names.Unneeded.newBuilder()
                                    .setUnneeded(Fields.bits(unneeded))
                                    .setConfirmed(isConfirmed));
        }
        return form.build();
    }

    static NamesMessage read(Names form) throws MalformedException {
        return switch (form.getMessageCase()) {
            case HEADS ->
                    new VolumeHeads(
                            form.getHeads().getHeadsList().stream().map(NamesForm::read).toList(),
                            form.getHeads().getMore());
            case WANT -> {
                var chain = form.getWant().getChain();
                yield new WantBatches(volume(chain), actor(chain), form.getWant().getAfter());
            }
            case BATCHES -> read(form.getBatches());
            case STORED -> {
                var chain = form.getStored().getChain();
                yield new BatchesStored(volume(chain), actor(chain), form.getStored().getN());
            }
            case ASK_NEEDED -> {
                var asked = form.getAskNeeded();
                yield new AskNeeded(
                        Fields.split(asked.getIds(), ChunkId::new),
                        asked.getRipe(),
                        asked.getHeadsList().stream().map(NamesForm::read).toList());
            }
            case UNNEEDED -> {
                var answer = form.getUnneeded();
                yield new Unneeded(Fields.bitmap(answer.getUnneeded()), answer.getConfirmed());
            }
            case MESSAGE_NOT_SET -> throw Fields.unknown("names message");
        };
    }

    private static Batches read(Names.Batches form) {
        return new Batches(
                volume(form.getChain()),
                actor(form.getChain()),
                form.getFirst(),
                form.getLengthsList(),
                form.getMore());
    }

    private static Names.Head write(ChainHead head) {
        return Names.Head.newBuilder()
                .setChain(chain(head.volume(), head.actor()))
                .setN(head.n())
                .setHash(bytes(head.hash()))
                .build();
    }

    private static ChainHead read(Names.Head form) {
        var chain = form.getChain();
        return new ChainHead(volume(chain), actor(chain), form.getN(), hash(form.getHash()));
    }

    private static Names.Chain chain(VolumeId volume, Actor actor) {
        return Names.Chain.newBuilder()
                .setVolume(bytes(volume.hash()))
                .setDevice(bytes(actor.device().hash()))
                .setIncarnation(actor.incarnation())
                .build();
    }

    private static VolumeId volume(Names.Chain chain) {
        return new VolumeId(hash(chain.getVolume()));
    }

    private static Actor actor(Names.Chain chain) {
        return new Actor(new DeviceId(hash(chain.getDevice())), chain.getIncarnation());
    }
}
