package dev.holdfast.discovery.memory;

import dev.holdfast.discovery.Lan;
import dev.holdfast.discovery.contract.DiscoveryContract;

class MemoryLanTest extends DiscoveryContract {

    @Override
    protected Lan emptyLan() {
        return new MemoryLan();
    }
}
