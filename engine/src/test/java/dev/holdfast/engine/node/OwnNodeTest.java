package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;

/// The device in this process.
final class OwnNodeTest extends NodeContract {

    @Override
    Node open(Home home) throws NodeException {
        return home.node();
    }

    @Override
    void shut() {
        // The node was all there is.
    }
}
