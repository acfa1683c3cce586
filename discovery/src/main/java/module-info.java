/// Finds devices on the local network; knows nothing of the engine.
module dev.holdfast.discovery {
    requires static org.jspecify;
}
