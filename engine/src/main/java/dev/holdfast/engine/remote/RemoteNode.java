package dev.holdfast.engine.remote;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Status;
import dev.holdfast.engine.json.Json;
import dev.holdfast.engine.json.MalformedJsonException;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.function.Consumer;

/// A node that asks the daemon on this machine. Each call is a connection of its own. A call that
/// is interrupted asks the daemon to cancel what it began and waits a moment for its word; then it
/// closes its connection, which cancels too.
///
/// @param port where the daemon serves on loopback
/// @param token what proves that the caller may read the home
public record RemoteNode(int port, String token) implements Node {

    private static final String COMMAND = "Holdfast-Command";

    /// Whether anyone listens at the port.
    public boolean listens() {
        try (var _ = new Connection(port, "")) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Asks the daemon to stop, and returns when it has ended its commands; it then lets go of its
    /// home. Every version of the local API understands this.
    ///
    /// @param version of the API that the daemon serves
    public Outcome.Stopped stop(int version) throws NodeException {
        return ask("POST /v" + version + "/stop", Outcome.Stopped.class);
    }

    @Override
    public Status status() throws NodeException {
        return ask("GET /v1/status", Status.class);
    }

    private <T extends Record> T ask(String request, Class<T> form) throws NodeException {
        try (var connection = new Connection(port, fields())) {
            return new Conversation<T>(event -> {})
                    .run(heard -> answer(connection, request, form), connection::close);
        } catch (InterruptedException | InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw cancelled(e);
        } catch (IOException e) {
            throw gone(e);
        } catch (MalformedJsonException e) {
            throw misunderstood(e);
        }
    }

    private static <T extends Record> T answer(Connection connection, String request, Class<T> form)
            throws IOException, NodeException, MalformedJsonException {
        try {
            connection.send(request, new byte[0]);
            return Json.read(Answer.begin(connection.in()).document(), form);
        } catch (SocketException e) {
            if (connection.isClosed()) {
                throw new InterruptedIOException("the question was taken back");
            }
            throw e;
        }
    }

    @Override
    public <R extends Outcome> R run(Command<R> command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the command was taken back before it began");
        }
        var id = ofOurs();
        try (var connection = new Connection(port, fields() + Connection.field(COMMAND, id))) {
            return new Conversation<R>(events)
                    .run(heard -> talk(connection, command, heard), () -> takeBack(id));
        } catch (IOException e) {
            throw gone(e);
        } catch (MalformedJsonException e) {
            throw misunderstood(e);
        }
    }

    private String fields() {
        return Connection.field("Authorization", "Bearer " + token);
    }

    /// A name for a command that no other has which runs on this machine.
    private static String ofOurs() {
        return Long.toHexString(ProcessHandle.current().pid())
                + "-"
                + Long.toHexString(System.nanoTime());
    }

    private void takeBack(String id) throws IOException {
        try (var connection = new Connection(port, fields())) {
            connection.send("DELETE /v1/commands/" + id, new byte[0]);
        }
    }

    private static <R extends Outcome> R talk(
            Connection connection, Command<R> command, Consumer<Event> events)
            throws IOException, NodeException, MalformedJsonException {
        var document = Json.text(Json.named((Record) command));
        if (!Json.hasStream(command.getClass())) {
            connection.send("POST /v1/commands", Connection.utf8(document));
            return converse(connection, command, events);
        }
        connection.sendHead("POST /v1/streams");
        connection.sendChunk(Connection.utf8(document + "\n"));
        if (command instanceof Command.PutStream put) {
            return pumping(new Pump(put.source(), connection), command, events);
        }
        connection.sendEnd();
        return converse(connection, command, events);
    }

    @Override
    public void close() {
        // Every call closes its own connection.
    }

    private static <R extends Outcome> R pumping(
            Pump pump, Command<R> command, Consumer<Event> events)
            throws IOException, NodeException, MalformedJsonException {
        pump.start();
        try {
            return converse(pump.connection(), command, events);
        } catch (IOException e) {
            pump.checkSource();
            throw e;
        } finally {
            pump.stop();
        }
    }

    private static <R extends Outcome> R converse(
            Connection connection, Command<R> command, Consumer<Event> events)
            throws IOException, NodeException, MalformedJsonException {
        var answer = Answer.begin(connection.in());
        while (true) {
            var line = answer.line();
            if (line.has("outcome")) {
                return Json.outcome(line.get("outcome"), command);
            }
            if (line.has("bytes")) {
                answer.copy(length(line), output(command));
            } else if (!line.has("alive")) {
                events.accept(Json.event(line));
            }
        }
    }

    private static int length(JsonObject line) throws MalformedJsonException {
        try {
            return line.get("bytes").getAsInt();
        } catch (UnsupportedOperationException | IllegalStateException | NumberFormatException e) {
            throw new MalformedJsonException("bytes without their number", e);
        }
    }

    private static OutputStream output(Command<?> command) throws MalformedJsonException {
        if (command instanceof Command.GetStream get) {
            return get.destination();
        }
        throw new MalformedJsonException("bytes that nobody asked for");
    }

    private static NodeException cancelled(Exception e) {
        return new NodeException(
                new Problem(Problem.Code.CANCELLED, "The command was cancelled.", "Run it again."),
                e);
    }

    private static NodeException gone(IOException e) {
        return new NodeException(
                new Problem(
                        Problem.Code.UNREACHABLE,
                        "The daemon of this home ended or did not answer.",
                        "Start it again with `holdfast start`, then repeat the command."),
                e);
    }

    private static NodeException misunderstood(MalformedJsonException e) {
        return new NodeException(
                new Problem(
                        Problem.Code.REFUSED,
                        "The daemon answered in a way that this program does not understand.",
                        "Restart the daemon so that both are of one version."),
                e);
    }
}
