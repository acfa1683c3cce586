package dev.holdfast.engine.net.proto;

import static dev.holdfast.engine.net.proto.Fields.bytes;
import static dev.holdfast.engine.net.proto.Fields.hash;
import static dev.holdfast.engine.net.proto.Fields.joined;
import static dev.holdfast.engine.net.proto.Fields.split;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.wire.PledgeMessage;
import dev.holdfast.engine.core.wire.PledgeMessage.Ask;
import dev.holdfast.engine.core.wire.PledgeMessage.Dropped;
import dev.holdfast.engine.core.wire.PledgeMessage.Given;
import dev.holdfast.engine.core.wire.PledgeMessage.Noted;
import dev.holdfast.engine.core.wire.PledgeMessage.Released;
import dev.holdfast.engine.net.proto.generated.Wire;
import dev.holdfast.engine.net.proto.generated.Wire.Pledge;

import java.util.List;
import java.util.function.Function;

/// [PledgeMessage] in the schema.
final class PledgeForm {

    private PledgeForm() {}

    static Pledge write(PledgeMessage message) {
        var form = Pledge.newBuilder();
        switch (message) {
            case Ask(var round, var ids) -> form.setAsk(about(round, ids));
            case Given(var pledged, var proofs) ->
                    form.setGiven(
                            Pledge.Given.newBuilder()
                                    .setPledged(Fields.bits(pledged))
                                    .setProofs(joined(proofs, Function.identity())));
            case Dropped(var round, var ids) -> form.setDropped(about(round, ids));
            case Released(var round, var ids) -> form.setReleased(about(round, ids));
            case Noted _ -> form.setNoted(Wire.Nothing.getDefaultInstance());
        }
        return form.build();
    }

    private static Pledge.About about(Hash round, List<ChunkId> ids) {
        return Pledge.About.newBuilder()
                .setRound(bytes(round))
                .setIds(joined(ids, ChunkId::hash))
                .build();
    }

    private static List<ChunkId> ids(Pledge.About form) throws MalformedException {
        return split(form.getIds(), ChunkId::new);
    }

    static PledgeMessage read(Pledge form) throws MalformedException {
        return switch (form.getMessageCase()) {
            case ASK -> new Ask(hash(form.getAsk().getRound()), ids(form.getAsk()));
            case GIVEN ->
                    new Given(
                            Fields.bitmap(form.getGiven().getPledged()),
                            split(form.getGiven().getProofs(), Function.identity()));
            case DROPPED -> new Dropped(hash(form.getDropped().getRound()), ids(form.getDropped()));
            case RELEASED ->
                    new Released(hash(form.getReleased().getRound()), ids(form.getReleased()));
            case NOTED -> new Noted();
            case MESSAGE_NOT_SET -> throw Fields.unknown("pledge message");
        };
    }
}
