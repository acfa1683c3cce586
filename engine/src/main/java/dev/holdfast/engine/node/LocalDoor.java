package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
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

    /// The file in the home.
    static final String NAME = "daemon";

    private static final Pattern FORM =
            Pattern.compile("api (?<version>[0-9]{1,4}) (?<port>[0-9]{1,5}) (?<token>\\S+)");

    private LocalDoor() {}

    /// Serves `node`; the file goes as soon as the daemon begins to end.
    static LocalApi open(HomeFiles files, Node node) throws IOException {
        var token = new SecureChance().bits256().toString();
        var api = LocalApi.open(node, token, () -> shut(files));
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
        var door = door(files).filter(each -> each.daemon().listens());
        if (door.isPresent() && door.get().version() != LocalApi.VERSION) {
            throw another();
        }
        return door.map(Door::daemon);
    }

    /// Asks the daemon that the file speaks of to stop, of whatever version it is; empty when
    /// nobody listens.
    static Optional<Outcome.Stopped> stop(HomeFiles files) throws NodeException {
        var door = door(files).filter(each -> each.daemon().listens());
        return door.isEmpty()
                ? Optional.empty()
                : Optional.of(door.get().daemon().stop(door.get().version()));
    }

    /// What the file says.
    private record Door(int version, RemoteNode daemon) {}

    private static Optional<Door> door(HomeFiles files) throws NodeException {
        var text = files.read(NAME);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var form = FORM.matcher(text.get().strip());
        if (!form.matches()) {
            throw another();
        }
        var daemon = new RemoteNode(Integer.parseInt(form.group("port")), form.group("token"));
        return Optional.of(new Door(Integer.parseInt(form.group("version")), daemon));
    }

    private static NodeException another() {
        return new NodeException(
                Problem.Code.REFUSED,
                "The daemon of this home is of another version than this program.",
                "Stop the daemon with `holdfast stop`, and start it again with this program.");
    }

    /// Takes the file away; whoever holds the home's lock knows that nobody is behind it.
    static void shut(HomeFiles files) {
        try {
            files.delete(NAME);
        } catch (IOException e) {
            Log.OF_DOORS.warn("The file of the daemon's door could not be removed.", e);
        }
    }

    /// Made when there is something to say: each command passes here, and seldom is.
    private static final class Log {
        static final Logger OF_DOORS = LoggerFactory.getLogger(LocalDoor.class);
    }
}
