package dev.holdfast.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.sun.net.httpserver.HttpServer;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.json.Json;
import dev.holdfast.engine.json.MalformedJsonException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Serves a node to the person's other programs on this machine, on a free port of the loopback
/// interface.
public final class LocalApi implements AutoCloseable {

    /// The version of the paths and documents served here. It grows when one of them changes its
    /// meaning or goes; what is added leaves it.
    public static final int VERSION = 1;

    /// The system chooses how many connections wait to be accepted.
    private static final int BACKLOG = 0;

    private final HttpServer server;
    private final Parting parting;
    private final ExecutorService threads;

    private LocalApi(HttpServer server, Parting parting, ExecutorService threads) {
        this.server = server;
        this.parting = parting;
        this.threads = threads;
    }

    /// Starts to serve `node` to callers that show `token`.
    ///
    /// @param closing runs once, before the commands of callers end, so that no others come
    public static LocalApi open(Node node, String token, Runnable closing) throws IOException {
        Limits.impose();
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        var server = HttpServer.create(new InetSocketAddress(loopback, 0), BACKLOG);
        var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("api-", 0).factory());
        var running = new Running();
        var heads = new PromptHeads(threads);
        var guard = new Guard(token, server.getAddress().getPort());
        var parting = new Parting(node, running, closing);
        var routes = routes(node, parting, running, threads);
        server.createContext("/", new Router(guard, heads, routes));
        server.setExecutor(heads);
        server.start();
        return new LocalApi(server, parting, threads);
    }

    static List<Route> routes(Node node, Parting parting, Running running, Executor threads) {
        var commands = new Commands(node, running, threads);
        var routes = new ArrayList<>(new FileRoutes(node, running).all());
        routes.add(
                new Route(
                        "GET",
                        "/v1/status",
                        (call, target) -> call.json(200, Json.of(node.status()))));
        routes.add(new Route("GET", "/v1/metrics", commands::metrics));
        routes.add(new Route("POST", "/v1/commands", commands::run));
        routes.add(new Route("DELETE", "/v1/commands/{name}", commands::cancel));
        routes.add(new Route("POST", "/v1/streams", commands::stream));
        routes.add(new Route("POST", "/v1/stop", parting::stop));
        routes.add(
                new Route("GET", "/v1/openapi.json", (call, target) -> call.json(200, openApi())));
        return routes;
    }

    /// What is served here, in the words of the OpenAPI.
    static JsonElement openApi() throws IOException {
        try (var in = LocalApi.class.getResourceAsStream("openapi.json")) {
            var text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
            return Json.parse(text);
        } catch (MalformedJsonException e) {
            throw new LinkageError("openapi.json is a part of the program", e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// Returns when a caller wanted all of this to stop and was told what becomes of its commands.
    public void awaitStop() throws InterruptedException {
        parting.awaitAsked();
    }

    /// Lets the commands that are under way finish for 5 s, then cancels the others and waits for
    /// their end for 8 s at most. Commands that come later are cancelled at once.
    public Outcome.Stopped stop() throws InterruptedException {
        return parting.end();
    }

    /// Stops what runs, and takes no further callers.
    @Override
    public void close() {
        try {
            var _ = stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        threads.shutdownNow();
        threads.close();
    }
}
