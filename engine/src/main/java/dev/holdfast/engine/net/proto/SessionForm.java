package dev.holdfast.engine.net.proto;

import static dev.holdfast.engine.net.proto.Fields.bytes;
import static dev.holdfast.engine.net.proto.Fields.hash;
import static dev.holdfast.engine.net.proto.Fields.joined;
import static dev.holdfast.engine.net.proto.Fields.split;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.SessionMessage;
import dev.holdfast.engine.core.wire.SessionMessage.Bye;
import dev.holdfast.engine.core.wire.SessionMessage.Hello;
import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.core.wire.SessionMessage.Pong;
import dev.holdfast.engine.core.wire.SessionMessage.Present;
import dev.holdfast.engine.core.wire.SessionMessage.Stranger;
import dev.holdfast.engine.core.wire.SessionMessage.Versions;
import dev.holdfast.engine.net.proto.generated.Wire;
import dev.holdfast.engine.net.proto.generated.Wire.Session;

import java.util.function.Function;

/// [SessionMessage] in the schema.
final class SessionForm {

    private SessionForm() {}

    static Session write(SessionMessage message) {
        var form = Session.newBuilder();
        switch (message) {
            case Hello hello -> form.setHello(write(hello));
            case Stranger _ -> form.setStranger(Wire.Nothing.getDefaultInstance());
            case Present(var statements) ->
                    form.setPresent(
                            Wire.Statements.newBuilder().addAllStatements(Fields.wrap(statements)));
            case Ping(var nonce) -> form.setPingNonce(nonce);
            case Pong(var nonce) -> form.setPongNonce(nonce);
            case Bye(var code, var detail) ->
                    form.setBye(Session.Bye.newBuilder().setCode(code.number()).setDetail(detail));
        }
        return form.build();
    }

    static SessionMessage read(Session form) throws MalformedException {
        return switch (form.getMessageCase()) {
            case HELLO -> read(form.getHello());
            case STRANGER -> new Stranger();
            case PRESENT -> new Present(Fields.unwrap(form.getPresent().getStatementsList()));
            case PING_NONCE -> new Ping(form.getPingNonce());
            case PONG_NONCE -> new Pong(form.getPongNonce());
            case BYE -> {
                int code = form.getBye().getCode();
                yield new Bye(
                        Fields.constant(CloseCode.values(), CloseCode::number, code),
                        form.getBye().getDetail());
            }
            case MESSAGE_NOT_SET -> throw Fields.unknown("session message");
        };
    }

    private static Session.Hello write(Hello hello) {
        return Session.Hello.newBuilder()
                .setVersionLowest(hello.versions().lowest())
                .setVersionHighest(hello.versions().highest())
                .setPool(bytes(hello.pool().hash()))
                .setRosterHeads(joined(hello.rosterHeads(), Function.identity()))
                .setIncarnation(hello.incarnation())
                .addAllAddresses(hello.addresses())
                .build();
    }

    private static Hello read(Session.Hello form) throws MalformedException {
        return new Hello(
                new Versions(form.getVersionLowest(), form.getVersionHighest()),
                new PoolId(hash(form.getPool())),
                split(form.getRosterHeads(), Function.identity()),
                form.getIncarnation(),
                form.getAddressesList());
    }
}
