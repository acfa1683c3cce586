package dev.holdfast.engine.exchange;

import dev.holdfast.engine.core.batch.Chain;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.crypto.Signatures;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.wal.JournalException;

import java.util.List;
import java.util.function.Supplier;

/// Takes in all batches that other devices have, one device after the other, and tells them
/// nothing: for a device that is of no pool yet. Of each chain the longest that anybody has is held
/// in the end; where two devices have different batches it is cut, as in any exchange.
public final class Gathering {

    private final Chains chains;
    private final BatchInbox inbox;
    private final PeerTalk talk;

    public Gathering(Ledger ledger, Signatures signatures, Supplier<Roster> roster) {
        chains = new Chains(ledger);
        inbox = new BatchInbox(chains, signatures, roster);
        talk = new PeerTalk(ledger, chains, inbox);
    }

    /// Takes in what a device has and is not here; returns when that is durable.
    ///
    /// @throws MalformedException when it gives what no writer of the pool signed
    public void from(Connection peer)
            throws NetException, InterruptedException, JournalException, MalformedException {
        for (var head : talk.compare(peer)) {
            var chain = new Chain(head.volume(), head.actor());
            long mine = chains.end(chain).n();
            if (chains.differs(chain, head.n(), head.hash())) {
                talk.pull(peer, chain, head.n() - 1);
            } else if (head.n() > mine) {
                talk.pull(peer, chain, mine);
            }
        }
        chains.durable();
    }

    /// The roster says more than before: who was put out is believed no further than it says.
    public void judgeAgain() throws JournalException {
        inbox.judgeAgain();
    }

    /// The last batches of a device that are held here: what a revocation of it names.
    public List<LastBatch> lastOf(DeviceId device) {
        return chains.lastOf(device);
    }
}
