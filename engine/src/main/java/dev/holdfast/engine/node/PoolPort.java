package dev.holdfast.engine.node;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.files.Rooms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tells the verbs over files about the pool.
record PoolPort(OpenHome home, Network network) implements Rooms.Pool {

    @Override
    public PoolId id() {
        return home.live().roster().pool();
    }

    @Override
    public String name(DeviceId device) {
        return home.live().name(device);
    }

    @Override
    public Map<ChunkId, List<String>> holders(List<ChunkId> ids) throws InterruptedException {
        var live = home.live();
        var holders = new HashMap<ChunkId, List<String>>();
        network.directory()
                .ask(ids)
                .forEach(
                        (id, devices) -> {
                            var names = new ArrayList<String>();
                            if (home.store().index().contains(id)) {
                                names.add(live.name(live.self()));
                            }
                            devices.forEach(device -> names.add(live.name(device)));
                            holders.put(id, names);
                        });
        return holders;
    }
}
