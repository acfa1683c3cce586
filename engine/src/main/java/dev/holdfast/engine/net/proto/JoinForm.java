package dev.holdfast.engine.net.proto;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.wire.JoinMessage;
import dev.holdfast.engine.core.wire.JoinMessage.JoinAsk;
import dev.holdfast.engine.core.wire.JoinMessage.JoinRefused;
import dev.holdfast.engine.core.wire.JoinMessage.Joined;
import dev.holdfast.engine.core.wire.JoinMessage.PairAnswer;
import dev.holdfast.engine.core.wire.JoinMessage.PairOpen;
import dev.holdfast.engine.core.wire.JoinMessage.PairProof;
import dev.holdfast.engine.core.wire.JoinMessage.PairProved;
import dev.holdfast.engine.core.wire.JoinMessage.PairSealed;
import dev.holdfast.engine.core.wire.JoinMessage.Refusal;
import dev.holdfast.engine.net.proto.generated.Wire;
import dev.holdfast.engine.net.proto.generated.Wire.Join;

/// [JoinMessage] in the schema.
final class JoinForm {

    private JoinForm() {}

    static Join write(JoinMessage message) {
        var form = Join.newBuilder();
        switch (message) {
            case JoinAsk(var secret, var boxKey, var name, var capacity) ->
                    form.setAsk(
                            Join.Ask.newBuilder()
                                    .setSecret(Fields.wrap(secret))
                                    .setBoxKey(Fields.wrap(boxKey))
                                    .setName(name)
                                    .setCapacity(capacity));
            case Joined(var statements, var more) ->
                    form.setJoined(
                            Wire.Statements.newBuilder()
                                    .addAllStatements(Fields.wrap(statements))
                                    .setMore(more));
            case JoinRefused(var why) -> form.setRefusedWhy(why.number());
            case PairOpen(var opening) -> form.setPairOpen(Fields.wrap(opening));
            case PairAnswer answer ->
                    form.setPairAnswer(
                            Join.PairAnswer.newBuilder()
                                    .setRole(answer.role())
                                    .setOpening(Fields.wrap(answer.opening()))
                                    .setHalf(Fields.wrap(answer.half())));
            case PairProof(var half, var proof) ->
                    form.setPairProof(
                            Join.PairProof.newBuilder()
                                    .setHalf(Fields.wrap(half))
                                    .setProof(Fields.wrap(proof)));
            case PairProved(var proof) -> form.setPairProved(Fields.wrap(proof));
            case PairSealed(var letter) -> form.setPairSealed(Fields.wrap(letter));
        }
        return form.build();
    }

    static JoinMessage read(Join form) throws MalformedException {
        return switch (form.getMessageCase()) {
            case ASK ->
                    new JoinAsk(
                            form.getAsk().getSecret().toByteArray(),
                            form.getAsk().getBoxKey().toByteArray(),
                            form.getAsk().getName(),
                            form.getAsk().getCapacity());
            case JOINED ->
                    new Joined(
                            Fields.unwrap(form.getJoined().getStatementsList()),
                            form.getJoined().getMore());
            case REFUSED_WHY -> {
                int why = form.getRefusedWhy();
                yield new JoinRefused(Fields.constant(Refusal.values(), Refusal::number, why));
            }
            case PAIR_OPEN -> new PairOpen(form.getPairOpen().toByteArray());
            case PAIR_ANSWER ->
                    new PairAnswer(
                            form.getPairAnswer().getRole(),
                            form.getPairAnswer().getOpening().toByteArray(),
                            form.getPairAnswer().getHalf().toByteArray());
            case PAIR_PROOF ->
                    new PairProof(
                            form.getPairProof().getHalf().toByteArray(),
                            form.getPairProof().getProof().toByteArray());
            case PAIR_PROVED -> new PairProved(form.getPairProved().toByteArray());
            case PAIR_SEALED -> new PairSealed(form.getPairSealed().toByteArray());
            case MESSAGE_NOT_SET -> throw Fields.unknown("join message");
        };
    }
}
