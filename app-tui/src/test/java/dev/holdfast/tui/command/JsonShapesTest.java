package dev.holdfast.tui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Finding;
import dev.holdfast.engine.api.Finding.Left;
import dev.holdfast.engine.api.Finding.Means;
import dev.holdfast.engine.api.Finding.Mended;
import dev.holdfast.engine.api.Finding.Treated;
import dev.holdfast.engine.api.Finding.Untouched;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.Kind;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.WaitPolicy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The documents other programs rely on, as `product.md` of the design gives them.
class JsonShapesTest {

    private final FakeDevice device = new FakeDevice();
    private final Shell shell = new Shell(device);

    @Test
    void status_tells_device_pool_storage_copies_and_problems() {
        assertThat(shell.run("status", "--json")).isZero();
        isJson(
                """
                {"device":{"id":"id-of-ann","name":"ann","role":"owner",
                 "address":"127.0.0.1:4711","running":true},
                 "pool":{"id":"id-of-pool","devices":3,"online":2},
                 "storage":{"usable_bytes":1099511627776,"protected_bytes":2048,
                 "used_bytes":4096,"free_bytes":1073741824},
                 "copies":{"owed":7,"under_replicated_chunks":5,"min_live":2},
                 "closing":{"safe":false,"chunks":2,
                 "what":"2 of the 9 chunks here have no other live copy."},
                 "settings":{"repair_after_seconds":43200.0,"repair_urgent_after_seconds":300.0},
                 "links":[],
                 "problems":[{"code":"unreachable","what":"Cat is away.","remedy":"Start cat."}],
                 "notes":["Dan is parked."]}
                """);
    }

    @Test
    void devices_are_told_one_by_one() {
        device.answers(
                new Outcome.Devices(
                        List.of(
                                new Outcome.Device(
                                        "id1",
                                        "ann",
                                        Role.OWNER,
                                        true,
                                        1000,
                                        10,
                                        Optional.of("127.0.0.1:4711"),
                                        Optional.of(Outcomes.NOON),
                                        Outcome.Duty.ACTIVE),
                                new Outcome.Device(
                                        "id2",
                                        "bob",
                                        Role.MEMBER,
                                        false,
                                        2000,
                                        20,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Outcome.Duty.PARKED))));
        assertThat(shell.run("--json", "devices")).isZero();
        isJson(
                """
                [{"id":"id1","name":"ann","role":"owner","online":true,
                 "capacity_bytes":1000,"used_bytes":10,
                 "address":"127.0.0.1:4711","last_seen":"2026-01-02T12:00:00Z","duty":"active"},
                 {"id":"id2","name":"bob","role":"member","online":false,
                 "capacity_bytes":2000,"used_bytes":20,"duty":"parked"}]
                """);
    }

    @Test
    void put_tells_what_was_stored_and_sent() {
        device.answers(Outcomes.stored(2, 3, 2));
        assertThat(shell.run("put", "--json", "lake.jpg", "files:")).isEqualTo(3);
        isJson(
                """
                {"files":1,"bytes":30352,"chunks":3,"new_chunks":2,"stored_bytes":31000,"sent_bytes":62000,
                 "copies":{"min":2,"wanted":3,"possible":2,"holders":["ann","bob"]},"seconds":0.42}
                """);
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void put_names_what_it_missed() {
        var problem = new Problem(Problem.Code.FAILED, "It cannot be read.", "Allow it.");
        device.answers(
                (command, events) -> {
                    events.accept(new Event.Missed("/x", problem));
                    return Outcomes.stored(1, 1, 1);
                });
        assertThat(shell.run("put", "--json", "x", "files:")).isEqualTo(5);
        assertThat(shell.json().getAsJsonObject().get("missed").toString())
                .isEqualTo(
                        "[{\"code\":\"failed\",\"what\":\"It cannot be read.\","
                                + "\"remedy\":\"Allow it.\",\"path\":\"/x\"}]");
    }

    @Test
    void get_of_one_file_has_its_sum() {
        device.answers(Outcomes.fetched(1));
        assertThat(shell.run("get", "files:/lake.jpg", "--json")).isZero();
        isJson("{\"files\":1,\"bytes\":30352,\"sha256\":\"ab12\",\"seconds\":1.5}");
        device.answers(Outcomes.fetched(2));
        assertThat(shell.run("get", "files:/photos", "--json")).isZero();
        isJson("{\"files\":2,\"bytes\":30352,\"seconds\":1.5}");
    }

    @Test
    void ls_joins_its_pages() {
        device.answers(
                (command, events) ->
                        device.asked.size() == 1
                                ? new Outcome.Listing(
                                        List.of(Outcomes.row("/a", Kind.DIRECTORY)),
                                        Optional.of("2"))
                                : new Outcome.Listing(
                                        List.of(Outcomes.row("/b", Kind.FILE)), Optional.empty()));
        assertThat(shell.run("ls", "files:", "--json")).isZero();
        isJson(
                """
                [{"path":"/a","kind":"directory","size":30352,"mtime":"2026-01-02T12:00:00Z","version":"v1"},
                 {"path":"/b","kind":"file","size":30352,"mtime":"2026-01-02T12:00:00Z","version":"v1"}]
                """);
    }

    @Test
    void du_tells_a_sum_for_each_directory_and_for_all() {
        device.answers(
                new Outcome.Listing(
                        List.of(
                                Outcomes.row("/a", Kind.DIRECTORY),
                                Outcomes.row("/a/b", Kind.FILE),
                                Outcomes.row("/c", Kind.FILE)),
                        Optional.empty()));
        assertThat(shell.run("du", "files:", "--json")).isZero();
        isJson(
                """
                [{"path":"files:/a","bytes":30352,"files":1},
                 {"path":"files:/","bytes":60704,"files":2}]
                """);
    }

    @Test
    void stat_tells_each_chunk_and_who_holds_it() {
        device.answers(Outcomes.described());
        assertThat(shell.run("stat", "files:/lake.jpg", "--json")).isZero();
        isJson(
                """
                {"path":"/lake.jpg","kind":"file","size":30352,"mtime":"2026-01-02T12:00:00Z",
                 "version":"v1","root":"cafe",
                 "chunks":[{"id":"c1","length":100,"holders":["ann","bob"]},
                 {"id":"c2","length":200,"group":4,"holders":[]}]}
                """);
    }

    @Test
    void invite_prints_its_document_before_it_waits() {
        device.answers(
                (command, events) -> {
                    events.accept(new Event.Invited("ant-bee-cat-dog", "ABCD-EFGH", Outcomes.NOON));
                    assertThat(shell.out()).endsWith("\n").contains("ant-bee-cat-dog");
                    return new Outcome.Admitted("bob", Optional.of("tree lamp owl"));
                });
        assertThat(shell.run("invite", "--json", "--role", "reader", "--for", "5m")).isZero();
        isJson(
                "{\"code\":\"ant-bee-cat-dog\",\"ticket\":\"ABCD-EFGH\","
                        + "\"expires\":\"2026-01-02T12:00:00Z\"}");
    }

    @Test
    void start_and_stop_tell_what_they_did() {
        assertThat(shell.run("start", "--json")).isZero();
        isJson("{\"started\":false,\"address\":\"127.0.0.1:4711\"}");
        assertThat(shell.run("stop", "--json")).isZero();
        isJson("{\"stopped\":true,\"finished\":2,\"cancelled\":1,\"owed\":7}");
        assertThat(shell.run("stop", "--json")).isZero();
        isJson("{\"stopped\":false}");
        assertThat(shell.run("start", "--json")).isZero();
        isJson(
                "{\"started\":true,\"address\":\"127.0.0.1:4711\","
                        + "\"log\":\"/home/ann/logs/holdfast.log\"}");
    }

    @Test
    void settings_are_told_with_default_unit_and_meaning() {
        var setting =
                """
                {"key":"repair-after","value":"12h","default":"12h","unit":"duration",
                 "meaning":"how long a device is gone"}
                """;
        assertThat(shell.run("config", "list", "--json")).isZero();
        isJson("[" + setting + "]");
        assertThat(shell.run("--json", "config", "get", "repair-after")).isZero();
        isJson(setting);
        assertThat(shell.run("config", "--json", "set", "repair-after", "6h")).isZero();
        isJson("{\"key\":\"repair-after\",\"value\":\"6h\",\"restart_needed\":true}");
    }

    @Test
    void events_are_documents_a_line_each() {
        device.answers(
                (command, events) -> {
                    assertThat(command).isEqualTo(new Command.ListEvents(false));
                    events.accept(happened(Optional.of("bob"), "bob is here."));
                    events.accept(happened(Optional.empty(), "All copies are made."));
                    return new Outcome.Told(2);
                });
        assertThat(shell.run("events", "--json")).isZero();
        assertThat(shell.out().lines().map(JsonParser::parseString))
                .containsExactly(
                        JsonParser.parseString(
                                """
                                {"number":3,"at":"2026-01-02T12:00:00Z","kind":"device_came",
                                 "device":"bob","what":"bob is here."}
                                """),
                        JsonParser.parseString(
                                """
                                {"number":3,"at":"2026-01-02T12:00:00Z","kind":"device_came",
                                 "what":"All copies are made."}
                                """));
    }

    private static Event happened(Optional<String> device, String what) {
        return new Event.Happened(3, Outcomes.NOON, Event.Kind.DEVICE_CAME, device, what);
    }

    @Test
    void volumes_are_told_with_how_they_are_kept() {
        var films =
                new Outcome.Volume(
                        "films",
                        2,
                        OptionalInt.of(4096),
                        new WaitPolicy.All(),
                        Duration.ofHours(36),
                        Duration.ZERO);
        var files =
                new Outcome.Volume(
                        "files",
                        3,
                        OptionalInt.empty(),
                        new WaitPolicy.Copies(2),
                        Duration.ofDays(30),
                        Duration.ZERO);
        device.answers(new Outcome.Volumes(List.of(files, films)));
        assertThat(shell.run("volume", "list", "--json")).isZero();
        isJson(
                """
                [{"name":"files","copies":3,"wait":"copies:2","keep_seconds":2592000,"daily_seconds":0},
                 {"name":"films","copies":2,"chunk_bytes":4096,"wait":"all",
                  "keep_seconds":129600,"daily_seconds":0}]
                """);
        device.answers(films);
        assertThat(shell.run("volume", "create", "films", "--json")).isZero();
        isJson(
                """
                {"name":"films","copies":2,"chunk_bytes":4096,"wait":"all",
                 "keep_seconds":129600,"daily_seconds":0}
                """);
    }

    @Test
    void doctor_tells_each_finding_by_its_consequence() {
        device.findings =
                List.of(
                        new Treated(new Finding.Sound("clock", "It is right."), new Untouched()),
                        new Treated(
                                new Finding.Exposed("home", "It is open.", "Close it.", Means.FIX),
                                new Mended("It is closed.")),
                        new Treated(
                                new Finding.Endangered(
                                        "packs",
                                        "One is damaged.",
                                        "Look at the disk.",
                                        Means.PERSON),
                                new Left("only you can do that")));
        assertThat(shell.run("doctor", "--fix", "--json")).isEqualTo(1);
        isJson(
                """
                {"sound":false,"findings":[
                 {"check":"clock","consequence":"sound","what":"It is right."},
                 {"check":"home","consequence":"exposed","what":"It is open.",
                  "remedy":"Close it.","means":"fix","mended":"It is closed."},
                 {"check":"packs","consequence":"endangered","what":"One is damaged.",
                  "remedy":"Look at the disk.","means":"person",
                  "left":"only you can do that"}]}
                """);
    }

    @Test
    void an_error_is_a_document_too() {
        device.fails(Problem.Code.NO_SUCH);
        assertThat(shell.run("stat", "files:/a", "--json")).isEqualTo(4);
        isJson(
                "{\"error\":{\"code\":\"no_such\",\"what\":\"It went wrong.\","
                        + "\"remedy\":\"Do it otherwise.\"}}");
        assertThat(shell.err()).isEmpty();
        assertThat(shell.run("--json", "dance")).isEqualTo(2);
        assertThat(shell.json().getAsJsonObject().has("error")).isTrue();
    }

    private void isJson(String expected) {
        assertThat(shell.json()).isEqualTo(JsonParser.parseString(expected));
    }
}
