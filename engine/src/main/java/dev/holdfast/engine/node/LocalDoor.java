package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.remote.LocalServer;
import dev.holdfast.engine.remote.RemoteNode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;

/// Where a daemon serves the person's other processes: a file in the home that only they can read
/// says the port and the token.
final class LocalDoor {

    private static final String NAME = "daemon";

    private static final Logger LOG = LoggerFactory.getLogger(LocalDoor.class);

    private LocalDoor() {}

    static LocalServer open(HomeFiles files, Node node) throws IOException {
        var token = new SecureChance().bits256().toString();
        var server = LocalServer.open(node, token);
        files.write(NAME, server.port() + " " + token + "\n");
        return server;
    }

    /// The daemon that the file speaks of, which may be gone.
    static Optional<RemoteNode> read(HomeFiles files) throws NodeException {
        return files.read(NAME)
                .map(text -> text.strip().split(" ", -1))
                .filter(parts -> parts.length == 2 && parts[0].matches("[0-9]{1,5}"))
                .map(parts -> new RemoteNode(Integer.parseInt(parts[0]), parts[1]));
    }

    static void shut(HomeFiles files) {
        try {
            files.delete(NAME);
        } catch (IOException e) {
            LOG.warn("The file of the daemon's door could not be removed.", e);
        }
    }
}
