package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.Device.Drain;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.membership.Statement.Change;

import java.util.List;

/// What a device does about itself when its copies are to go to others, and when it is back after
/// the others did without it.
record Leaving(Life life) {

    /// To be called again and again.
    void look() {
        var self = life.roster().device(life.id()).filter(Device::isAdmitted);
        if (self.isPresent()) {
            var duty = self.get().duty();
            if (duty.isParked() && !life.society().connected().isEmpty()) {
                life.pool().tell(life.machine(), "is back");
                life.copying().disbelieve();
                state(new Statement.Parked(false));
            }
            if (duty.drain() == Drain.UNDERWAY && life.store().index().size() == 0) {
                life.pool().tell(life.machine(), "has given everything away");
                state(new Statement.Draining(Drain.DONE));
            }
        }
    }

    private void state(Change change) {
        life.state(List.of(new Statement.Changed(life.id(), change)));
    }
}
