package dev.holdfast.engine.api.recovery;

import dev.holdfast.engine.api.NodeException;

import java.util.List;

/// The person, who decides once it is known what is left.
@FunctionalInterface
public interface Judge {

    /// Is asked once, and not at all in a rehearsal.
    ///
    /// @return the ids of the devices to put out
    /// @throws NodeException to change nothing and fail with this
    List<String> putOut(Found found) throws NodeException, InterruptedException;

    /// A device answered, and all that it knows was read.
    default void heard(String device) {}
}
