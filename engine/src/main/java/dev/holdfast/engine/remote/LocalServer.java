package dev.holdfast.engine.remote;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.remote.Frames.Kind;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Serves a node to the person's other processes on this machine. Listens on loopback only and
/// wants the token first. A client that goes away cancels its command.
public final class LocalServer implements AutoCloseable {

    /// Clients at once; a shell script's background jobs stay far below.
    private static final int CLIENTS_MAX = 64;

    /// A command has at most so many bytes: 100,000 paths.
    private static final int COMMAND_MAX = 64 << 20;

    /// How long a client may take to say who it is.
    private static final int HELLO_MILLIS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);

    private final Node node;
    private final byte[] token;
    private final ServerSocket listening;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(CLIENTS_MAX);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("local-", 0).factory());

    private LocalServer(Node node, String token, ServerSocket listening) {
        this.node = node;
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.listening = listening;
    }

    /// Starts to serve `node` on a free port of the loopback interface.
    public static LocalServer open(Node node, String token) throws IOException {
        var listening = new ServerSocket(0, CLIENTS_MAX, InetAddress.getLoopbackAddress());
        var server = new LocalServer(node, token, listening);
        var _ = server.threads.submit(server::acceptAll);
        return server;
    }

    public int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (var client : clients) {
                client.close();
            }
        } catch (IOException e) {
            LOG.warn("The local port did not close cleanly.", e);
        }
        threads.close();
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                places.acquireUninterruptibly();
                var client = listening.accept();
                clients.add(client);
                var _ = threads.submit(() -> serve(client));
            } catch (IOException e) {
                LOG.debug("The local port closed.", e);
            }
        }
    }

    private void serve(Socket client) {
        try (var frames = new Frames(client)) {
            if (greets(frames)) {
                answer(frames);
            }
        } catch (IOException e) {
            LOG.debug("A local client went away.", e);
        } finally {
            clients.remove(client);
            places.release();
        }
    }

    /// Takes as long for a guess that begins well as for one that does not.
    private boolean isToken(byte[] guess) {
        int different = guess.length ^ token.length;
        for (int i = 0; i < Math.min(guess.length, token.length); i++) {
            different |= guess[i] ^ token[i];
        }
        return different == 0;
    }

    private boolean greets(Frames frames) throws IOException {
        frames.patience(HELLO_MILLIS);
        var hello = frames.read(1_024);
        if (hello.kind() == Kind.HELLO && isToken(hello.body())) {
            frames.patience(0);
            return true;
        }
        problem(
                frames,
                new Problem(
                        Problem.Code.REFUSED,
                        "The token is not the one of this daemon.",
                        "Run the command as the person who started the daemon."));
        return false;
    }

    private void answer(Frames frames) throws IOException {
        var ask = frames.read(COMMAND_MAX);
        try {
            if (ask.kind() == Kind.STATUS) {
                frames.write(Kind.RESULT, RecordJson.write(node.status()).toString());
            } else if (ask.kind() == Kind.COMMAND) {
                run(frames, ask.text());
            } else {
                throw new IOException("a " + ask.kind() + " where a command belongs");
            }
        } catch (NodeException e) {
            problem(frames, e.problem());
        }
    }

    private void run(Frames frames, String json) throws IOException, NodeException {
        var input = new FrameInput();
        var command = parse(json, input, frames);
        var work = threads.submit(() -> node.run(command, event -> tell(frames, event)));
        // Listens for input, and for the client's end, until the connection is closed.
        var _ = threads.submit(() -> input.receiveAll(frames, () -> work.cancel(true)));
        try {
            frames.write(Kind.RESULT, RecordJson.write(Waiting.on(work)).toString());
        } catch (CancellationException e) {
            LOG.debug("A local client took its command back.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("unchecked")
    private static Command<Outcome> parse(String json, FrameInput input, Frames frames)
            throws NodeException {
        try {
            var tree = JsonParser.parseString(json);
            boolean reads = "GetStream".equals(tree.getAsJsonObject().get("is").getAsString());
            @Nullable Object command =
                    RecordJson.read(tree, Command.class, reads ? new FrameOutput(frames) : input);
            return (Command<Outcome>) java.util.Objects.requireNonNull(command);
        } catch (IllegalArgumentException
                | IllegalStateException
                | NullPointerException
                | JsonParseException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.USAGE,
                            "The daemon does not understand this command.",
                            "Restart the daemon so that it has the version of the command."),
                    e);
        }
    }

    private static void tell(Frames frames, Event event) {
        try {
            frames.write(Kind.EVENT, RecordJson.write(event).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void problem(Frames frames, Problem problem) throws IOException {
        frames.write(Kind.PROBLEM, RecordJson.write(problem).toString());
    }
}
