package dev.holdfast.engine.remote;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Status;
import dev.holdfast.engine.remote.Frames.Frame;
import dev.holdfast.engine.remote.Frames.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// A node that asks the daemon on this machine. Each call is a connection of its own, so a call
/// that is interrupted closes its connection and the daemon cancels what it began.
///
/// @param port where the daemon serves on loopback
/// @param token what proves that the caller may read the home
public record RemoteNode(int port, String token) implements Node {

    private static final int CONNECT_MILLIS = 5_000;

    @Override
    public Status status() throws NodeException {
        try (var frames = open()) {
            frames.write(Kind.STATUS, "");
            return (Status) result(frames.read(Frames.BODY_MAX), Status.class);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    @Override
    public <R extends Outcome> R run(Command<R> command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        try (var frames = open();
                var threads =
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("remote-", 0).factory())) {
            var answer = threads.submit(() -> converse(frames, command, events));
            Future<?> input =
                    command instanceof Command.PutStream put
                            ? threads.submit(() -> pump(put.source(), frames))
                            : answer;
            try {
                @SuppressWarnings("unchecked")
                var outcome = (R) Waiting.on(answer);
                return outcome;
            } finally {
                frames.hangUp();
                input.cancel(true);
            }
        } catch (IOException e) {
            throw gone(e);
        }
    }

    @Override
    public void close() {
        // Every call closes its own connection.
    }

    private Outcome converse(Frames frames, Command<?> command, Consumer<Event> events)
            throws IOException, NodeException {
        frames.write(Kind.COMMAND, RecordJson.write(command).toString());
        while (true) {
            var frame = frames.read(Frames.BODY_MAX);
            switch (frame.kind()) {
                case EVENT -> events.accept((Event) parse(frame, Event.class));
                case OUTPUT -> output(command).write(frame.body());
                case RESULT, PROBLEM -> {
                    return (Outcome) result(frame, Outcome.class);
                }
                case HELLO, COMMAND, STATUS, INPUT ->
                        throw new IOException("a " + frame.kind() + " from the daemon");
            }
        }
    }

    private static OutputStream output(Command<?> command) throws IOException {
        if (command instanceof Command.GetStream get) {
            return get.destination();
        }
        throw new IOException("bytes that nobody asked for");
    }

    private static @Nullable Object pump(InputStream source, Frames frames) throws IOException {
        var piece = new byte[Frames.PIECE];
        for (int n = source.read(piece); n >= 0; n = source.read(piece)) {
            frames.write(Kind.INPUT, piece, 0, n);
        }
        frames.write(Kind.INPUT, piece, 0, 0);
        return null;
    }

    private Frames open() throws IOException {
        var socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            var frames = new Frames(socket);
            frames.write(Kind.HELLO, token);
            return frames;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Object result(Frame frame, Class<?> type) throws IOException, NodeException {
        if (frame.kind() == Kind.PROBLEM) {
            throw new NodeException((Problem) parse(frame, Problem.class), null);
        }
        return parse(frame, type);
    }

    private static Object parse(Frame frame, Type type) throws IOException {
        try {
            var value = RecordJson.read(JsonParser.parseString(frame.text()), type, null);
            if (value != null) {
                return value;
            }
            throw new IOException("an empty answer");
        } catch (IllegalArgumentException | IllegalStateException | JsonParseException e) {
            throw new IOException("an answer this version does not understand", e);
        }
    }

    private static NodeException gone(IOException e) {
        return new NodeException(
                new Problem(
                        Problem.Code.UNREACHABLE,
                        "The daemon of this home ended or did not answer.",
                        "Start it again with `holdfast daemon`, then repeat the command."),
                e);
    }
}
