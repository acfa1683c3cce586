package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.http.LocalApi;
import dev.holdfast.engine.remote.RemoteNode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a daemon serves the person's other programs: a file in the home that only they can read
/// says the version of the local API, the port and the token.
final class LocalDoor {

    private static final String NAME = "daemon";

    private static final Pattern FORM =
            Pattern.compile("api (?<version>[0-9]{1,4}) (?<port>[0-9]{1,5}) (?<token>\\S+)");

    private static final Logger LOG = LoggerFactory.getLogger(LocalDoor.class);

    private LocalDoor() {}

    static LocalApi open(HomeFiles files, Node node) throws IOException {
        var token = new SecureChance().bits256().toString();
        var api = LocalApi.open(node, token);
        try {
            files.write(NAME, "api %d %d %s\n".formatted(LocalApi.VERSION, api.port(), token));
            return api;
        } catch (IOException e) {
            api.close();
            throw e;
        }
    }

    /// The daemon that the file speaks of, as long as it listens.
    ///
    /// @throws NodeException when it is of another version
    static Optional<RemoteNode> read(HomeFiles files) throws NodeException {
        var text = files.read(NAME);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var door = FORM.matcher(text.get().strip());
        if (!door.matches() || Integer.parseInt(door.group("version")) != LocalApi.VERSION) {
            throw new NodeException(
                    Problem.Code.REFUSED,
                    "The daemon of this home is of another version than this program.",
                    "Stop the daemon, and start it again with this program.");
        }
        var daemon = new RemoteNode(Integer.parseInt(door.group("port")), door.group("token"));
        return daemon.listens() ? Optional.of(daemon) : Optional.empty();
    }

    static void shut(HomeFiles files) {
        try {
            files.delete(NAME);
        } catch (IOException e) {
            LOG.warn("The file of the daemon's door could not be removed.", e);
        }
    }
}
