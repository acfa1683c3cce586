package dev.holdfast.discovery.mdns;

import dev.holdfast.discovery.Lan;
import dev.holdfast.discovery.Reach;
import dev.holdfast.discovery.contract.DiscoveryContract;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.concurrent.ThreadLocalRandom;

/// Within this machine, by a type that nobody else uses.
@Execution(ExecutionMode.CONCURRENT)
class MdnsLanTest extends DiscoveryContract {

    @Override
    protected Lan emptyLan() {
        var chance = ThreadLocalRandom.current();
        var type = "_h%08x._tcp.local.".formatted(chance.nextInt());
        return new MdnsLan(type, Reach.inside(), () -> ThreadLocalRandom.current().nextLong());
    }
}
