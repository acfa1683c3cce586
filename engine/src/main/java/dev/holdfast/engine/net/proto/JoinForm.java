package dev.holdfast.engine.net.proto;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.wire.JoinMessage;
import dev.holdfast.engine.core.wire.JoinMessage.JoinAsk;
import dev.holdfast.engine.core.wire.JoinMessage.JoinRefused;
import dev.holdfast.engine.core.wire.JoinMessage.Joined;
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
            case MESSAGE_NOT_SET -> throw Fields.unknown("join message");
        };
    }
}
