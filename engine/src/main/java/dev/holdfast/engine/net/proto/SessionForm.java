package dev.holdfast.engine.net.proto;

import static dev.holdfast.engine.net.proto.Fields.bytes;
import static dev.holdfast.engine.net.proto.Fields.hash;
import static dev.holdfast.engine.net.proto.Fields.joined;
import static dev.holdfast.engine.net.proto.Fields.split;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.liveness.Rumour;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.SessionMessage;
import dev.holdfast.engine.core.wire.SessionMessage.Bye;
import dev.holdfast.engine.core.wire.SessionMessage.DialBack;
import dev.holdfast.engine.core.wire.SessionMessage.DialedBack;
import dev.holdfast.engine.core.wire.SessionMessage.Hello;
import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.core.wire.SessionMessage.Pong;
import dev.holdfast.engine.core.wire.SessionMessage.Present;
import dev.holdfast.engine.core.wire.SessionMessage.ProbeFor;
import dev.holdfast.engine.core.wire.SessionMessage.Probed;
import dev.holdfast.engine.core.wire.SessionMessage.Rumours;
import dev.holdfast.engine.core.wire.SessionMessage.Stranger;
import dev.holdfast.engine.core.wire.SessionMessage.Versions;
import dev.holdfast.engine.net.proto.generated.Wire;
import dev.holdfast.engine.net.proto.generated.Wire.Session;

import java.util.ArrayList;
import java.util.List;
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
            case ProbeFor(var target, var nonce) ->
                    form.setProbeFor(
                            Session.ProbeFor.newBuilder()
                                    .setTarget(bytes(target.hash()))
                                    .setNonce(nonce));
            case Probed(var nonce, var alive) ->
                    form.setProbed(Session.Probed.newBuilder().setNonce(nonce).setAlive(alive));
            case Rumours(var rumours) -> form.setRumours(write(rumours));
            case DialBack _ -> form.setDialBack(Wire.Nothing.getDefaultInstance());
            case DialedBack(var reached, var missed) ->
                    form.setDialedBack(
                            Session.DialedBack.newBuilder()
                                    .addAllReached(reached)
                                    .addAllMissed(missed));
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
            case PROBE_FOR ->
                    new ProbeFor(
                            new DeviceId(hash(form.getProbeFor().getTarget())),
                            form.getProbeFor().getNonce());
            case PROBED -> new Probed(form.getProbed().getNonce(), form.getProbed().getAlive());
            case RUMOURS -> read(form.getRumours());
            case DIAL_BACK -> new DialBack();
            case DIALED_BACK ->
                    new DialedBack(
                            form.getDialedBack().getReachedList(),
                            form.getDialedBack().getMissedList());
            case BYE -> {
                int code = form.getBye().getCode();
                yield new Bye(
                        Fields.constant(CloseCode.values(), CloseCode::number, code),
                        form.getBye().getDetail());
            }
            case MESSAGE_NOT_SET -> throw Fields.unknown("session message");
        };
    }

    private static Session.Rumours write(List<Rumour> rumours) {
        var form = Session.Rumours.newBuilder();
        for (var rumour : rumours) {
            form.addRumours(
                    Session.Rumour.newBuilder()
                            .setAbout(bytes(rumour.about().hash()))
                            .setLife(rumour.life())
                            .setWord(rumour.word().number())
                            .setBy(bytes(rumour.by().hash())));
        }
        return form.build();
    }

    private static Rumours read(Session.Rumours form) throws MalformedException {
        var rumours = new ArrayList<Rumour>();
        for (var each : form.getRumoursList()) {
            var word = Fields.constant(Rumour.Word.values(), Rumour.Word::number, each.getWord());
            var about = new DeviceId(hash(each.getAbout()));
            rumours.add(new Rumour(about, each.getLife(), word, new DeviceId(hash(each.getBy()))));
        }
        return new Rumours(rumours);
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
