package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// What a face may count on, wherever the device runs.
@Timeout(60)
abstract class NodeContract extends StreamsContract {

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration YEAR = Duration.ofDays(365);

    @Test
    final void the_status_names_the_device_and_its_pool() throws Exception {
        var status = node.status();

        assertThat(status.device().name()).isEqualTo("ann");
        assertThat(status.pool().devices()).isEqualTo(1);
        assertThat(status.settings().repairAfter()).isPositive();
    }

    @Test
    final void a_stream_comes_back_byte_for_byte_with_its_sum() throws Exception {
        var bytes = bytes(3_000_001);
        var events = Collections.synchronizedList(new ArrayList<Event>());

        var stored = node.run(put(new ByteArrayInputStream(bytes), "/ü/s.bin"), events::add);
        var out = new ByteArrayOutputStream();
        var fetched = node.run(new Command.GetStream(at("/ü/s.bin"), out), events::add);

        assertThat(stored.bytes()).isEqualTo(bytes.length);
        assertThat(stored.copies().holders()).containsExactly("ann");
        assertThat(out.toByteArray()).isEqualTo(bytes);
        assertThat(fetched.sha256()).isPresent();
        assertThat(events).hasAtLeastOneElementOfType(Event.Progress.class);
    }

    @Test
    final void an_empty_stream_is_an_empty_file() throws Exception {
        node.run(put(InputStream.nullInputStream(), "/empty"), event -> {});

        var out = new ByteArrayOutputStream();
        var fetched = node.run(new Command.GetStream(at("/empty"), out), event -> {});

        assertThat(fetched.files()).isOne();
        assertThat(out.size()).isZero();
    }

    @Test
    final void a_tree_is_stored_listed_moved_and_removed() throws Exception {
        var tree = Files.createDirectories(scratch.resolve("tree/inner"));
        Files.writeString(tree.resolve("a.txt"), "a");

        node.run(
                new Command.Put(
                        List.of(scratch.resolve("tree").toString()),
                        at("/"),
                        Optional.empty(),
                        Duration.ZERO),
                event -> {});
        assertThat(paths("/", true)).containsExactly("/tree", "/tree/inner", "/tree/inner/a.txt");

        node.run(new Command.Move(at("/tree/inner"), at("/moved")), event -> {});
        node.run(new Command.MakeDirectory(at("/x/y")), event -> {});
        assertThat(paths("/", false)).containsExactly("/moved", "/tree", "/x");

        node.run(new Command.Remove(at("/moved"), true), event -> {});
        assertThat(paths("/", false)).containsExactly("/tree", "/x");
    }

    @Test
    final void a_copy_shares_its_content_also_in_another_volume() throws Exception {
        var bytes = bytes(3_000_001);
        create("safe", 5);
        node.run(put(new ByteArrayInputStream(bytes), "/d/a"), event -> {});

        var copy = new Command.Copy(List.of(at("/d")), new VolumePath("safe", "/"), true);
        assertThat(node.run(copy, event -> {}).entries()).isOne();
        var out = new ByteArrayOutputStream();
        node.run(new Command.GetStream(new VolumePath("safe", "/d/a"), out), event -> {});

        assertThat(out.toByteArray()).isEqualTo(bytes);
        assertThat(chunks(new VolumePath("safe", "/d/a"))).isEqualTo(chunks(at("/d/a")));
        assertProblem(
                Problem.Code.USAGE,
                () -> node.run(new Command.Copy(List.of(at("/d")), at("/e"), false), event -> {}));
    }

    private List<String> chunks(VolumePath place) throws NodeException, InterruptedException {
        return node.run(new Command.Describe(place), event -> {}).chunks().stream()
                .map(Outcome.Chunk::id)
                .toList();
    }

    @Test
    final void a_description_goes_down_to_the_chunks() throws Exception {
        node.run(put(new ByteArrayInputStream(bytes(200_000)), "/d"), event -> {});

        var description = node.run(new Command.Describe(at("/d")), event -> {});

        assertThat(description.row().size()).isEqualTo(200_000);
        assertThat(description.row().kind()).isEqualTo(Outcome.Kind.FILE);
        assertThat(description.root()).hasSize(64);
        assertThat(description.chunks().stream().mapToInt(Outcome.Chunk::length).sum())
                .isEqualTo(200_000);
        assertThat(description.chunks())
                .allSatisfy(chunk -> assertThat(chunk.holders()).containsExactly("ann"));
    }

    @Test
    final void the_devices_of_the_pool_are_told() throws Exception {
        var devices = node.run(new Command.ListDevices(), event -> {}).devices();

        assertThat(devices).hasSize(1);
        assertThat(devices.getFirst().role()).isEqualTo(Role.OWNER);
        assertThat(devices.getFirst().capacityBytes()).isEqualTo(1L << 30);
    }

    @Test
    final void a_volume_is_made_kept_as_was_asked_for_and_listed() throws Exception {
        var films =
                new Command.CreateVolume(
                        "films", 1, OptionalInt.of(64 << 10), new WaitPolicy.Local(), MONTH, YEAR);

        var made = node.run(films, event -> {});
        var place = new VolumePath("films", "/a");
        node.run(put(new ByteArrayInputStream(bytes(200_000)), place), event -> {});

        assertThat(made)
                .isEqualTo(
                        new Outcome.Volume(
                                "films",
                                1,
                                OptionalInt.of(64 << 10),
                                new WaitPolicy.Local(),
                                MONTH,
                                YEAR));
        assertThat(node.run(new Command.ListVolumes(), event -> {}).volumes())
                .containsExactly(
                        new Outcome.Volume(
                                "files",
                                3,
                                OptionalInt.empty(),
                                new WaitPolicy.Copies(2),
                                MONTH,
                                YEAR),
                        made);
        assertThat(node.run(new Command.Describe(place), event -> {}).chunks())
                .extracting(Outcome.Chunk::length)
                .contains(64 << 10)
                .allMatch(length -> length <= 64 << 10);
        assertThat(paths("/", true)).isEmpty();
    }

    @Test
    final void a_volume_that_cannot_be_is_refused() {
        assertProblem(Problem.Code.EXISTS, () -> create("files", 3));
        assertProblem(Problem.Code.USAGE, () -> create("a/b", 3));
        assertProblem(Problem.Code.USAGE, () -> create("a:b", 3));
        assertProblem(Problem.Code.USAGE, () -> create("", 3));
        assertProblem(Problem.Code.USAGE, () -> create("films", 9));
    }

    @Test
    final void a_volume_is_kept_otherwise_and_removed() throws Exception {
        create("films", 2);
        node.run(put(new ByteArrayInputStream(bytes(100)), new VolumePath("films", "/a")), e -> {});

        var set =
                new Command.SetVolume(
                        "films",
                        OptionalInt.of(5),
                        Optional.of(new WaitPolicy.All()),
                        Optional.of(Duration.ofHours(36)),
                        Optional.of(Duration.ZERO));
        var changed = node.run(set, event -> {});

        assertThat(changed)
                .isEqualTo(
                        new Outcome.Volume(
                                "films",
                                5,
                                OptionalInt.empty(),
                                new WaitPolicy.All(),
                                Duration.ofHours(36),
                                Duration.ZERO));
        assertThat(node.run(new Command.ListVolumes(), event -> {}).volumes()).contains(changed);
        assertThat(chunks(new VolumePath("films", "/a"))).hasSize(1);

        node.run(new Command.RemoveVolume("films"), event -> {});
        assertThat(node.run(new Command.ListVolumes(), event -> {}).volumes()).hasSize(1);
        assertProblem(Problem.Code.NO_SUCH, () -> chunks(new VolumePath("films", "/a")));
        assertProblem(
                Problem.Code.NO_SUCH,
                () -> node.run(new Command.RemoveVolume("films"), event -> {}));
        assertProblem(Problem.Code.NO_SUCH, () -> set("films", 2));
        assertProblem(Problem.Code.USAGE, () -> set("files", 9));
    }

    private void set(String name, int copies) throws NodeException, InterruptedException {
        var set =
                new Command.SetVolume(
                        name,
                        OptionalInt.of(copies),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        node.run(set, event -> {});
    }

    private void create(String name, int copies) throws NodeException, InterruptedException {
        var create =
                new Command.CreateVolume(
                        name, copies, OptionalInt.empty(), new WaitPolicy.Copies(2), MONTH, YEAR);
        node.run(create, event -> {});
    }

    @Test
    final void what_happened_is_told() throws Exception {
        node.run(new Command.MakeDirectory(at("/x")), event -> {});
        var events = Collections.synchronizedList(new ArrayList<Event>());

        var told = node.run(new Command.ListEvents(false), events::add);

        assertThat(told.events()).isEqualTo(events.size());
        assertThat(events)
                .anySatisfy(
                        event -> {
                            var happened = (Event.Happened) event;
                            assertThat(happened.kind()).isEqualTo(Event.Kind.NAMES_CHANGED);
                            assertThat(happened.device()).contains("ann");
                            assertThat(happened.what()).isEqualTo("Made files:/x.");
                        });
    }

    @Test
    final void who_follows_what_happens_hears_it_and_can_leave() throws Exception {
        var heard = new CountDownLatch(1);
        var follower =
                new FutureTask<>(
                        () -> node.run(new Command.ListEvents(true), event -> heard.countDown()));
        var thread = Thread.ofPlatform().start(follower);
        node.run(new Command.MakeDirectory(at("/y")), event -> {});
        assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();

        thread.interrupt();
        thread.join();

        assertThat(follower.exceptionNow()).isInstanceOf(InterruptedException.class);
    }

    @Test
    final void what_is_not_there_is_told_so() {
        assertProblem(
                Problem.Code.NO_SUCH,
                () -> node.run(new Command.Describe(at("/nothing")), event -> {}));
        assertProblem(
                Problem.Code.NO_SUCH,
                () ->
                        node.run(
                                new Command.GetStream(
                                        at("/nothing"), OutputStream.nullOutputStream()),
                                event -> {}));
        assertProblem(
                Problem.Code.NO_SUCH,
                () ->
                        node.run(
                                put(
                                        new ByteArrayInputStream(bytes(5_000_000)),
                                        new VolumePath("elsewhere", "/x")),
                                event -> {}));
    }

    @Test
    final void a_source_that_breaks_off_stores_nothing() throws Exception {
        assertThatThrownBy(() -> node.run(put(new Broken(bytes(400_000)), "/half"), event -> {}))
                .isInstanceOf(NodeException.class);

        assertThat(paths("/", true)).isEmpty();
    }

    @Test
    final void an_invitation_tells_its_code_and_is_taken_back_by_an_interrupt() throws Exception {
        var invited = new CountDownLatch(1);
        var ended = new AtomicReference<Throwable>();
        var asker = Thread.ofPlatform().start(() -> inviteForEver(invited, ended));
        assertThat(invited.await(30, TimeUnit.SECONDS)).isTrue();

        asker.interrupt();
        asker.join();

        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        assertThat(node.status().pool().devices()).isEqualTo(1);
    }

    private void inviteForEver(CountDownLatch invited, AtomicReference<Throwable> ended) {
        try {
            node.run(
                    new Command.Invite(Role.MEMBER, Duration.ofMinutes(10)),
                    event -> invited.countDown());
        } catch (NodeException | InterruptedException e) {
            ended.set(e);
        }
    }

    /// Ends with an exception where a file would end.
    private static final class Broken extends InputStream {

        private final ByteArrayInputStream bytes;

        Broken(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            int b = bytes.read();
            if (b < 0) {
                throw new IOException("the tape tore");
            }
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = bytes.read(into, offset, length);
            if (count < 0) {
                throw new IOException("the tape tore");
            }
            return count;
        }
    }
}
