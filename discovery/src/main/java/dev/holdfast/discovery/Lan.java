package dev.holdfast.discovery;

import java.io.IOException;
import java.util.function.Consumer;

/// A network on which devices hear each other without knowing addresses. `DiscoveryContract` holds
/// every implementation to what this says.
@FunctionalInterface
public interface Lan {

    /// Takes part. What others tell is heard soon, also when they told it before; what this device
    /// tells is not.
    ///
    /// @param heard is told one sighting after the other, the same ones again and again, and must
    ///   not wait
    Discovery enter(Consumer<Sighting> heard) throws IOException;
}
