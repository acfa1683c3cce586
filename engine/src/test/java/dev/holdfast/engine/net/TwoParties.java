package dev.holdfast.engine.net;

import dev.holdfast.engine.core.membership.DeviceId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

/// Ann, who dials, and bob, who listens.
@Timeout(120)
public abstract class TwoParties {

    /// A device with its transport.
    public record Party(DeviceId id, Transport transport) {}

    protected Party ann;
    protected Party bob;
    protected Listener listener;
    protected final Served served = new Served();
    private final List<Party> parties = new ArrayList<>();

    /// Somebody who can dial and be dialled by all made before.
    protected abstract Party party();

    /// Where bob listens.
    protected abstract Endpoint place();

    @BeforeEach
    void bob_listens() throws NetException {
        ann = newParty();
        bob = newParty();
        listener = bob.transport().listen(place(), served);
    }

    @AfterEach
    void everybody_leaves() {
        parties.forEach(party -> party.transport().close());
    }

    protected final Party newParty() {
        var party = party();
        parties.add(party);
        return party;
    }

    protected final Connection connect() throws NetException, InterruptedException {
        return connect(new Served());
    }

    protected final Connection connect(Acceptor acceptor)
            throws NetException, InterruptedException {
        var dial = new Dial(listener.endpoint(), bob.id(), Protocol.PEER, Talk.PATIENCE);
        return ann.transport().connect(dial, acceptor);
    }
}
