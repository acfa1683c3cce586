package dev.holdfast.engine.http;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.Kind;
import dev.holdfast.engine.api.Outcome.Row;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.json.Json;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files as programs know them from the web: an address each, and the verbs of HTTP.
record FileRoutes(Node node, Running running) {

    private static final String TEMPLATE = "/v1/files/{volume}/{path}";

    /// Bytes that are read ahead of the engine.
    private static final int READ_AHEAD = 256 << 10;

    /// How long storing waits for copies on other devices, unless the caller says so.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PATIENCE_MAX = Duration.ofDays(1);

    List<Route> all() {
        return List.of(
                new Route("GET", TEMPLATE, this::get),
                new Route("HEAD", TEMPLATE, this::get),
                new Route("PUT", TEMPLATE, this::put),
                new Route("DELETE", TEMPLATE, this::delete));
    }

    /// A file, a part of it, or a page of a directory. One that is replaced between the look at it
    /// and the first byte is looked at once more.
    private void get(Call call, Target target)
            throws IOException, Refused, NodeException, InterruptedException {
        try {
            standing(call, target);
        } catch (NodeException e) {
            if (e.problem().code() != Problem.Code.CHANGED || call.isAnswered()) {
                throw e;
            }
            standing(call, target);
        }
    }

    private void standing(Call call, Target target)
            throws IOException, Refused, NodeException, InterruptedException {
        var at = place(target);
        var after = target.parameter("after");
        boolean recursive = flag(target, "recursive");
        var listing = ask(new Command.ListEntries(at, recursive, after));
        var itself = itself(at, listing);
        if (itself.isEmpty()) {
            call.json(200, Json.of(listing));
            return;
        }
        var row = itself.get();
        if (row.kind() != Kind.FILE) {
            throw new Refused(409, Problems.noFile(at));
        }
        call.with("ETag", tag(row)).with("Accept-Ranges", "bytes");
        call.with(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(row.mtime().atOffset(ZoneOffset.UTC)));
        if (Conditions.names(call.field("If-None-Match"), tag(row))) {
            call.empty(304);
            return;
        }
        send(call, at, row);
    }

    private void send(Call call, VolumePath at, Row row)
            throws IOException, Refused, NodeException, InterruptedException {
        var range =
                Conditions.isStill(call.field("If-Range"), tag(row))
                        ? Range.of(call.field("Range"), row.size())
                        : Optional.<Range>empty();
        if (range.isPresent() && range.get().isOutside(row.size())) {
            call.with("Content-Range", "bytes */" + row.size());
            throw new Refused(416, Problems.outside(row.size()));
        }
        var part = range.orElse(new Range(0, row.size()));
        range.ifPresent(some -> call.with("Content-Range", some.of(row.size())));
        int status = range.isPresent() ? 206 : 200;
        call.with("Content-Type", "application/octet-stream");
        if (call.method().equals("HEAD")) {
            call.with("Content-Length", Long.toString(part.length())).empty(status);
            return;
        }
        var download = new Download(call, status, part.length());
        var bytes = new Command.Part(part.begin(), part.end());
        var _ = ask(new Command.GetStream(at, bytes, Optional.of(row.version()), download));
        download.close();
    }

    private void put(Call call, Target target)
            throws IOException, Refused, NodeException, InterruptedException {
        var at = place(target);
        if (at.path().endsWith("/")) {
            throw new Refused(409, Problems.directory(at));
        }
        var body = new BufferedInputStream(call.body(), READ_AHEAD);
        var before = look(at);
        if (before.isDirectory()) {
            throw new Refused(409, Problems.directory(at));
        }
        var expected = expected(call, at, before);
        var stored =
                ask(new Command.PutStream(body, at, policy(target), patience(target), expected));
        call.json(before.isThere() ? 200 : 201, Json.of(stored));
    }

    private void delete(Call call, Target target)
            throws IOException, Refused, NodeException, InterruptedException {
        var at = place(target);
        var before = look(at);
        var expected = expected(call, at, before);
        boolean recursive = flag(target, "recursive");
        if (before.isDirectory() && !before.isEmpty() && !recursive) {
            throw new Refused(409, Problems.notEmpty(at));
        }
        var _ = ask(new Command.Remove(at, recursive, expected));
        call.empty(204);
    }

    /// What must still stand there when the change is made; empty when the caller sets no
    /// condition.
    private static Optional<String> expected(Call call, VolumePath at, Standing before)
            throws Refused {
        Conditions.check(call, at, before.tag());
        boolean isConditional =
                call.field("If-Match").isPresent() || call.field("If-None-Match").isPresent();
        return isConditional ? Optional.of(before.version()) : Optional.empty();
    }

    /// What stands at a place.
    ///
    /// @param row of anything but a directory
    /// @param isEmpty whether nothing is in it
    private record Standing(boolean isThere, Optional<Row> row, boolean isEmpty) {

        boolean isDirectory() {
            return isThere && row.isEmpty();
        }

        String version() {
            return row.map(Row::version).orElse(Command.NOTHING);
        }

        Optional<String> tag() {
            return row.map(FileRoutes::tag);
        }
    }

    private Standing look(VolumePath at) throws NodeException, InterruptedException {
        try {
            var listing = ask(new Command.ListEntries(at, false, Optional.empty()));
            return new Standing(true, itself(at, listing), listing.rows().isEmpty());
        } catch (NodeException e) {
            if (e.problem().code() == Problem.Code.NO_SUCH) {
                return new Standing(false, Optional.empty(), true);
            }
            throw e;
        }
    }

    /// The list of a directory has what is in it; that of anything else has itself.
    private static Optional<Row> itself(VolumePath at, Outcome.Listing listing) {
        var rows = listing.rows();
        boolean isItself = rows.size() == 1 && !rows.getFirst().path().startsWith(within(at));
        return isItself ? Optional.of(rows.getFirst()) : Optional.empty();
    }

    private static String within(VolumePath at) {
        return at.path().endsWith("/") ? at.path() : at.path() + "/";
    }

    private static String tag(Row row) {
        return '"' + row.version() + '"';
    }

    private static VolumePath place(Target target) throws Refused {
        var names = target.path();
        var path = "/" + String.join("/", names.subList(Math.min(3, names.size()), names.size()));
        try {
            return new VolumePath(names.get(2), path);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, Problems.malformed(String.valueOf(e.getMessage())));
        }
    }

    private static boolean flag(Target target, String name) throws Refused {
        var flag = Map.of("true", true, "false", false).get(target.parameter(name).orElse("false"));
        if (flag == null) {
            throw new Refused(400, Problems.malformed(name + " is true or false"));
        }
        return flag;
    }

    private static Optional<WaitPolicy> policy(Target target) throws Refused {
        var text = target.parameter("wait");
        var policy = text.flatMap(WaitPolicy::parse);
        if (text.isPresent() && policy.isEmpty()) {
            throw new Refused(400, Problems.malformed("wait is local, copies:N or all"));
        }
        return policy;
    }

    private static Duration patience(Target target) throws Refused {
        var text = target.parameter("patience_seconds");
        if (text.isEmpty()) {
            return PATIENCE;
        }
        if (text.get().matches("[0-9]{1,6}")) {
            var patience = Duration.ofSeconds(Long.parseLong(text.get()));
            if (patience.compareTo(PATIENCE_MAX) <= 0) {
                return patience;
            }
        }
        throw new Refused(
                400, Problems.malformed("patience_seconds is 0 to " + PATIENCE_MAX.toSeconds()));
    }

    private <R extends Outcome> R ask(Command<R> command)
            throws NodeException, InterruptedException {
        try (var work = running.begin()) {
            try {
                return node.run(command, event -> {});
            } finally {
                work.over();
            }
        }
    }
}
