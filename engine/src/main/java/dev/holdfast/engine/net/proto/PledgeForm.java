package dev.holdfast.engine.net.proto;

import static dev.holdfast.engine.net.proto.Fields.bytes;
import static dev.holdfast.engine.net.proto.Fields.hash;
import static dev.holdfast.engine.net.proto.Fields.joined;
import static dev.holdfast.engine.net.proto.Fields.split;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.wire.PledgeMessage;
import dev.holdfast.engine.core.wire.PledgeMessage.Ask;
import dev.holdfast.engine.core.wire.PledgeMessage.Dropped;
import dev.holdfast.engine.core.wire.PledgeMessage.Given;
import dev.holdfast.engine.core.wire.PledgeMessage.Noted;
import dev.holdfast.engine.core.wire.PledgeMessage.Released;
import dev.holdfast.engine.net.proto.generated.Wire;
import dev.holdfast.engine.net.proto.generated.Wire.Pledge;

import java.util.function.Function;

/// [PledgeMessage] in the schema.
final class PledgeForm {

    private PledgeForm() {}

    static Pledge write(PledgeMessage message) {
        var form = Pledge.newBuilder();
        switch (message) {
            case Ask(var nonce, var ids) ->
                    form.setAsk(
                            Pledge.Ask.newBuilder()
                                    .setNonce(bytes(nonce))
                                    .setIds(joined(ids, ChunkId::hash)));
            case Given(var pledged, var proofs) ->
                    form.setGiven(
                            Pledge.Given.newBuilder()
                                    .setPledged(Fields.bits(pledged))
                                    .setProofs(joined(proofs, Function.identity())));
            case Dropped(var ids) -> form.setDropped(joined(ids, ChunkId::hash));
            case Released(var ids) -> form.setReleased(joined(ids, ChunkId::hash));
            case Noted _ -> form.setNoted(Wire.Nothing.getDefaultInstance());
        }
        return form.build();
    }

    static PledgeMessage read(Pledge form) throws MalformedException {
        return switch (form.getMessageCase()) {
            case ASK ->
                    new Ask(
                            hash(form.getAsk().getNonce()),
                            split(form.getAsk().getIds(), ChunkId::new));
            case GIVEN ->
                    new Given(
                            Fields.bitmap(form.getGiven().getPledged()),
                            split(form.getGiven().getProofs(), Function.identity()));
            case DROPPED -> new Dropped(split(form.getDropped(), ChunkId::new));
            case RELEASED -> new Released(split(form.getReleased(), ChunkId::new));
            case NOTED -> new Noted();
            case MESSAGE_NOT_SET -> throw Fields.unknown("pledge message");
        };
    }
}
