package dev.holdfast.engine.collecting;

import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.exchange.Bodies;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.ChunkStore;

import java.util.function.Supplier;

/// What this device keeps, for who looks through all of it.
///
/// @param bodies opens batches with the secrets that this device has by now
/// @param roster as it is now
public record Archive(
        ChunkStore store, Ledger ledger, Bodies bodies, Supplier<Roster> roster, DeviceId self) {}
