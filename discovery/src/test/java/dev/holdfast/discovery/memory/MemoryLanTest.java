package dev.holdfast.discovery.memory;

import dev.holdfast.discovery.DiscoveryContract;
import dev.holdfast.discovery.Lan;

class MemoryLanTest extends DiscoveryContract {

    @Override
    protected Lan emptyLan() {
        return new MemoryLan();
    }
}
