package dev.holdfast.engine.http;

import dev.holdfast.engine.api.NodeException;

import java.io.IOException;
import java.util.List;

/// One thing that can be asked for.
///
/// @param template the path, with names in braces for what varies; one at its end takes the rest,
///   which may be nothing
record Route(String method, String template, Action action) {

    /// Answers a call.
    @FunctionalInterface
    interface Action {
        void answer(Call call, Target target)
                throws IOException, Refused, NodeException, InterruptedException;
    }

    boolean matches(List<String> path) {
        var parts = template.substring(1).split("/", -1);
        boolean takesTheRest = parts[parts.length - 1].startsWith("{");
        if (takesTheRest ? path.size() < parts.length - 1 : path.size() != parts.length) {
            return false;
        }
        for (int i = 0; i < Math.min(parts.length, path.size()); i++) {
            if (!parts[i].startsWith("{") && !parts[i].equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }
}
