package dev.holdfast.engine.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// Lets a caller in, finds what it asks for, and tells it what went wrong.
///
/// @param heads hears that the head of the request was read
record Router(Guard guard, PromptHeads heads, List<Route> routes) implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    Router {
        routes = List.copyOf(routes);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        heads.headArrived();
        var call = new Call(exchange);
        try {
            guard.check(exchange.getRequestHeaders());
            var target = call.target();
            find(call, target).action().answer(call, target);
        } catch (Refused e) {
            tell(call, e.status(), e.problem());
        } catch (NodeException e) {
            tell(call, Statuses.of(e.problem().code()), e.problem());
        } catch (InterruptedException e) {
            tell(call, 503, Problems.cancelled());
        } catch (RuntimeException e) {
            LOG.error("The local API met what nobody foresaw.", e);
            tell(call, 500, Problems.ofOurs());
        }
    }

    private Route find(Call call, Target target) throws Refused {
        var here = routes.stream().filter(route -> route.matches(target.path())).toList();
        if (here.isEmpty()) {
            throw new Refused(404, Problems.noSuchPlace());
        }
        var allowed = here.stream().map(Route::method).distinct().collect(Collectors.joining(", "));
        return here.stream()
                .filter(route -> route.method().equals(call.method()))
                .findFirst()
                .orElseThrow(
                        () -> {
                            call.with("Allow", allowed);
                            return new Refused(405, Problems.noSuchMethod(allowed));
                        });
    }

    /// An answer that has begun is broken off, which its reader notices by its length.
    private static void tell(Call call, int status, Problem problem) throws IOException {
        if (call.isAnswered()) {
            throw new IOException("broken off: " + problem.what());
        }
        call.problem(status, problem);
    }
}
