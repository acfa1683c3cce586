package dev.holdfast.engine.cluster;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.routing.AddressRecord;

import java.util.List;

/// Where the cluster keeps what must outlast the process. Called from one thread at a time.
public interface RosterLog {

    /// Returns once these would survive a power cut. They come causes first, and all that they have
    /// seen was accepted before.
    void accept(List<SignedStatement> statements) throws NodeException;

    /// Keeps the newest record of a device. Losing it costs time, not safety.
    void accept(AddressRecord record) throws NodeException;
}
