/// Finds devices on the local network; knows nothing of the engine.
module dev.holdfast.discovery {
    requires javax.jmdns;
    requires static org.jspecify;
    requires org.slf4j;

    exports dev.holdfast.discovery;
    exports dev.holdfast.discovery.beacon;
    exports dev.holdfast.discovery.mdns;
    exports dev.holdfast.discovery.memory;
}
