package dev.holdfast.engine.net.proto;

import static dev.holdfast.engine.net.proto.Fields.joined;
import static dev.holdfast.engine.net.proto.Fields.split;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.wire.RosterMessage;
import dev.holdfast.engine.core.wire.RosterMessage.RosterHeads;
import dev.holdfast.engine.core.wire.RosterMessage.Statements;
import dev.holdfast.engine.core.wire.RosterMessage.WantStatements;
import dev.holdfast.engine.net.proto.generated.Wire;
import dev.holdfast.engine.net.proto.generated.Wire.Roster;

import java.util.function.Function;

/// [RosterMessage] in the schema.
final class RosterForm {

    private RosterForm() {}

    static Roster write(RosterMessage message) {
        var form = Roster.newBuilder();
        switch (message) {
            case RosterHeads(var heads) -> form.setHeads(joined(heads, Function.identity()));
            case WantStatements(var have, var want) ->
                    form.setWant(
                            Roster.Want.newBuilder()
                                    .setHave(joined(have, Function.identity()))
                                    .setWant(joined(want, Function.identity())));
            case Statements(var statements, var more) ->
                    form.setStatements(
                            Wire.Statements.newBuilder()
                                    .addAllStatements(Fields.wrap(statements))
                                    .setMore(more));
        }
        return form.build();
    }

    static RosterMessage read(Roster form) throws MalformedException {
        return switch (form.getMessageCase()) {
            case HEADS -> new RosterHeads(split(form.getHeads(), Function.identity()));
            case WANT ->
                    new WantStatements(
                            split(form.getWant().getHave(), Function.identity()),
                            split(form.getWant().getWant(), Function.identity()));
            case STATEMENTS ->
                    new Statements(
                            Fields.unwrap(form.getStatements().getStatementsList()),
                            form.getStatements().getMore());
            case MESSAGE_NOT_SET -> throw Fields.unknown("roster message");
        };
    }
}
