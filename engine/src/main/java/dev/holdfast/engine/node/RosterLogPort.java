package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.cluster.RosterLog;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.wal.JournalException;

import java.util.List;

/// Keeps the roster's statements in the journal and addresses in a file of their own.
record RosterLogPort(Ledger ledger, AddressFile addresses) implements RosterLog {

    @Override
    public void accept(List<SignedStatement> statements) throws NodeException {
        try {
            ledger.commit(
                    statements.stream()
                            .map(s -> new JournalRecord.StatementAccepted(s.toBytes()))
                            .toList());
        } catch (JournalException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public void accept(AddressRecord record) throws NodeException {
        addresses.put(record);
    }
}
