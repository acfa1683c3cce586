package dev.holdfast.engine.cluster;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How this device signs what it states.
record Stating(Ports ports) {

    /// Signs each on top of the one before, so that all can be taken in at once: nobody is to see
    /// that a device was put out and not the epoch that follows.
    ///
    /// @throws NodeException when one of them would not count; then none is to be taken in
    List<SignedStatement> signed(Roster roster, List<Statement> statements) throws NodeException {
        var then = roster;
        var all = new ArrayList<SignedStatement>();
        for (var statement : statements) {
            var heading = then.heading(Optional.of(ports.keys().id()));
            var signed = SignedStatement.sign(heading, statement, ports.keys()::sign);
            then = then.with(List.of(signed), ports.signatures()::verify);
            if (!then.isAccepted(signed.id())) {
                throw new NodeException(
                        Problem.Code.REFUSED,
                        "This device may not do that in its pool.",
                        "Do it on a device that is an owner.");
            }
            all.add(signed);
        }
        return all;
    }
}
