package dev.holdfast.engine.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.json.Json;
import dev.holdfast.engine.json.MalformedJsonException;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Executor;

/// Carries out a command and answers with its events, a line each, and then with what became of it.
/// A caller that does not listen any more takes its command back.
record Commands(Node node, Running running, Executor threads) {

    /// The field in which a caller may say what it calls its command.
    private static final String NAME = "Holdfast-Command";

    /// Bytes of a stream that are read ahead of the engine.
    private static final int READ_AHEAD = 256 << 10;

    /// A command that is all in a document.
    void run(Call call, Target target) throws IOException, Refused, InterruptedException {
        run(command(call.document()), call, new Lines(call));
    }

    /// A command that carries a stream: the first line is the command, the bytes to be stored are
    /// all that follows it, and those that are fetched come between the lines of the answer.
    void stream(Call call, Target target) throws IOException, Refused, InterruptedException {
        var body = new BufferedInputStream(call.body(), READ_AHEAD);
        var document = call.line(body);
        var lines = new Lines(call);
        try {
            run(Json.command(document, body, new Blocks(lines)), call, lines);
        } catch (MalformedJsonException e) {
            throw misunderstood(e);
        }
    }

    private static Command<?> command(JsonElement document) throws Refused {
        try {
            return Json.command(document);
        } catch (MalformedJsonException e) {
            throw misunderstood(e);
        }
    }

    private static Refused misunderstood(MalformedJsonException e) {
        return new Refused(400, Problems.malformed(String.valueOf(e.getMessage())));
    }

    /// What is measured, as it is scraped.
    void metrics(Call call, Target target) throws IOException, NodeException, InterruptedException {
        call.text(200, node.run(new Command.ReadMetrics(), event -> {}).text());
    }

    /// Takes back the command that its caller calls so; it answers its caller when it has ended.
    void cancel(Call call, Target target) throws IOException, Refused {
        if (!running.cancel(target.path().getLast())) {
            throw new Refused(404, Problems.noSuchCommand());
        }
        call.empty(204);
    }

    private void run(Command<?> command, Call call, Lines lines) throws IOException {
        try (var work = running.begin(call.field(NAME), ends(command))) {
            var feed = new EventFeed(lines, work::cancel);
            threads.execute(feed::sendAll);
            try {
                lines.end(line(outcome(command, feed, work)));
            } catch (NodeException e) {
                lines.fail(Statuses.of(e.problem().code()), e.problem());
            } catch (InterruptedException e) {
                lines.fail(503, Problems.cancelled());
            }
        }
    }

    /// Whether a command comes to an end by what it does, and not by what others do.
    private static boolean ends(Command<?> command) {
        return switch (command) {
            case Command.Invite _, Command.DrainDevice _, Command.RemoveDevice _ -> false;
            case Command.ListEvents list -> !list.follow();
            default -> true;
        };
    }

    /// What remains after the engine has answered is to tell the caller, and is not cancelled.
    private Outcome outcome(Command<?> command, EventFeed feed, Running.Work work)
            throws NodeException, InterruptedException {
        try {
            return node.run(command, feed);
        } finally {
            work.over();
            feed.close();
        }
    }

    private static JsonObject line(Outcome outcome) {
        var line = new JsonObject();
        line.add("outcome", Json.of((Record) outcome));
        return line;
    }

    /// Where a command writes what it fetches.
    private static final class Blocks extends OutputStream {

        private final Lines lines;

        Blocks(Lines lines) {
            this.lines = lines;
        }

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            lines.block(bytes, offset, length);
        }
    }
}
