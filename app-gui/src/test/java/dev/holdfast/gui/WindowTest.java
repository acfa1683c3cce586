package dev.holdfast.gui;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.gui.memory.MemoryDevice;
import dev.holdfast.gui.memory.MemoryNode;
import dev.holdfast.gui.shell.Phase;
import dev.holdfast.gui.shell.Screen;

import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// What a person sees and clicks, over a device in memory.
class WindowTest {

    private static final Duration TOOK = Duration.ofSeconds(2);

    @TempDir Path home;
    private final MemoryDevice device = new MemoryDevice();
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void a_pool_of_four() {
        device.node.pool(
                MemoryNode.device("ann", true, 12 * MemoryNode.GIB),
                MemoryNode.device("bob", true, 12 * MemoryNode.GIB),
                MemoryNode.device("cat", true, 9 * MemoryNode.GIB),
                MemoryNode.device("dan", false, 3 * MemoryNode.GIB));
        device.node.copies(0, 0, 3);
        device.node.answers(this::answer);
    }

    private Outcome answer(Command<?> command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        return switch (command) {
            case Command.ListEntries(var at, var _, var _, var _) ->
                    new Outcome.Listing(
                            at.path().equals("/")
                                    ? List.of(
                                            row("/lake.jpg", 30_352),
                                            row("/notes.txt", 812),
                                            row("/pictures", -1),
                                            row("/talk.mp4", 734_003_200))
                                    : List.of(row(at.path() + "/summer.jpg", 5_000_000)),
                            Optional.empty());
            case Command.Describe(var at) -> description(at.path());
            case Command.Put _ -> {
                events.accept(new Event.Progress(Event.Activity.STORING, 300_000_000, 734_003_200));
                goOn.await();
                var copies = new Outcome.Copies(3, 3, 3, List.of("ann", "bob", "cat"));
                yield new Outcome.Stored(1, 734_003_200, 700, 700, 1, 2, copies, TOOK);
            }
            case Command.GetStream get -> rules(get);
            case Command.Get _ -> new Outcome.Fetched(1, 30_352, Optional.of("ab"), TOOK);
            case Command.Invite _ -> {
                events.accept(
                        new Event.Invited(
                                "tree-lamp-owl-cabin",
                                "ABCDE-FGHIJ-KLMNO-PQRST-UVWXY-Z2345-ABCDE-FGHIJ-KLMNO-PQRST",
                                MemoryNode.NOON));
                goOn.await();
                yield new Outcome.Admitted("eve", Optional.empty());
            }
            case Command.RemoveDevice _ -> new Outcome.Changed(1);
            case Command.ReadHistory _ ->
                    new Outcome.History(List.of(version(2), version(1), version(0)), false);
            case Command.Restore _ -> new Outcome.Restored(4, 0, 0, List.of());
            case Command.ListConflicts _ -> new Outcome.Conflicts(List.of(conflict()), false);
            case Command.Resume _ -> folder("/home/ann/Photos", Outcome.LinkState.WORKING);
            default -> throw new AssertionError("nothing is known about " + command);
        };
    }

    private static Outcome.Fetched rules(Command.GetStream get) {
        new PrintStream(get.destination(), true, UTF_8).print("*.tmp\n/build/");
        return new Outcome.Fetched(1, 13, Optional.empty(), TOOK);
    }

    private static Outcome.Row row(String path, long size) {
        var kind = size < 0 ? Outcome.Kind.DIRECTORY : Outcome.Kind.FILE;
        return new Outcome.Row(path, kind, Math.max(0, size), MemoryNode.NOON, "7f3a21c");
    }

    private static Outcome.Description description(String path) {
        var first =
                new Outcome.Chunk("a", 20_000, OptionalInt.empty(), List.of("ann", "bob", "cat"));
        var second =
                new Outcome.Chunk("b", 10_352, OptionalInt.empty(), List.of("ann", "bob", "dan"));
        return new Outcome.Description(row(path, 30_352), "root", List.of(first, second));
    }

    @Test
    void home_says_how_things_stand() throws TimeoutException {
        try (var shown = new Shown(device.running(), home)) {
            shown.awaits("Everything is safe").awaits("3 of 4").awaits("12.0 GiB").shoots("home");
            assertThat(shown.window().shell().phaseProperty().get()).isInstanceOf(Phase.Open.class);
        }
    }

    @Test
    void home_says_who_is_away_and_where_copies_travel() throws TimeoutException {
        try (var shown = new Shown(device.running(), home)) {
            shown.awaits("Everything is safe");
            device.node.copies(840, 420, 1);
            device.node.pool(
                    MemoryNode.device("ann", true, 12 * MemoryNode.GIB),
                    MemoryNode.device("bob", true, 13 * MemoryNode.GIB),
                    MemoryNode.device("cat", false, 9 * MemoryNode.GIB),
                    MemoryNode.device("dan", true, 4 * MemoryNode.GIB));
            shown.awaits("cat is away").awaits("arriving").shoots("home-away");
        }
    }

    @Test
    void a_window_that_is_closed_looks_for_its_device_no_more(@TempDir Path another)
            throws TimeoutException {
        var closed = new Shown(device.running(), home);
        closed.awaits("Everything is safe");
        closed.close();
        int before = device.node.looks();
        var other = new MemoryDevice();
        other.node.pool(MemoryNode.device("eve", true, MemoryNode.GIB));
        try (var shown = new Shown(other.running(), another)) {
            shown.until(() -> other.node.looks() > 3);
        }
        assertThat(device.node.looks()).as("one was under way").isBetween(before, before + 1);
    }

    @Test
    void a_daemon_that_does_not_run_is_started_and_the_window_says_so() throws TimeoutException {
        try (var shown = new Shown(device.existing(), home)) {
            shown.awaits("so it was started").awaits("Everything is safe").shoots("home-started");
        }
    }

    @Test
    void files_are_browsed_by_mouse_and_keys() throws TimeoutException {
        try (var shown = new Shown(device.running(), home)) {
            shown.awaits("Everything is safe").presses(KeyCode.CONTROL, KeyCode.DIGIT2);
            shown.awaits("lake.jpg").presses(KeyCode.DOWN).presses(KeyCode.ENTER);
            shown.awaits("summer.jpg").presses(KeyCode.BACK_SPACE).awaits("lake.jpg");
            shown.clicks("lake.jpg").awaits("3 copies of every piece");
            shown.awaits("1 of 2 pieces").shoots("files");
            shown.doubleClicks("pictures").awaits("summer.jpg");
            shown.clicks("summer.jpg").presses(KeyCode.BACK_SPACE).awaits("notes.txt");
        }
    }

    @Test
    void a_store_shows_its_progress_and_can_be_cancelled() throws TimeoutException {
        try (var shown = new Shown(device.running(), home)) {
            shown.choosers.files = List.of("/home/ann/talk.mp4");
            shown.awaits("Everything is safe").clicks("#go-files").awaits("lake.jpg");
            shown.clicks("#store").awaits("286 MiB of 700 MiB").shoots("files-storing");
            shown.clicks(".cancel").awaits("Cancelled");
        }
    }

    @Test
    void volumes_are_chosen_from_a_menu_when_there_are_several() throws TimeoutException {
        device.node.volumes("files", "photos");
        try (var shown = new Shown(device.running(), home)) {
            shown.awaits("Everything is safe").clicks("#go-files").awaits("lake.jpg");
            shown.clicks("#volumes").shoots("files-volumes").clicks("photos");
            shown.until(() -> shown.says(".crumb").equals("photos"));
        }
    }

    @Test
    void activity_says_what_happened_and_what_waits() throws TimeoutException {
        device.node.happened(
                new Event.Happened(
                        1,
                        MemoryNode.NOON,
                        Event.Kind.DEVICE_CAME,
                        Optional.of("bob"),
                        "bob is here."),
                new Event.Happened(
                        2,
                        MemoryNode.NOON,
                        Event.Kind.DEVICE_WENT,
                        Optional.of("dan"),
                        "dan does not answer."));
        device.node.problems(
                new Problem(
                        Problem.Code.UNREACHABLE,
                        "420 chunks on this device have fewer copies than they should.",
                        "Bring the missing devices online; copies are then made by themselves."));
        try (var shown = new Shown(device.running(), home)) {
            shown.awaits("Everything is safe").clicks("#go-activity");
            shown.awaits("dan does not answer.").awaits("420 chunks").shoots("activity");
        }
    }

    @Test
    void a_get_goes_to_the_chosen_folder() throws TimeoutException {
        try (var shown = new Shown(device.running(), home)) {
            shown.choosers.folder = Optional.of("/home/ann");
            shown.awaits("Everything is safe").clicks("#go-files").awaits("lake.jpg");
            shown.clicks("lake.jpg").clicks("#get").awaits("29.6 KiB written to /home/ann");
        }
    }

    @Test
    void an_invitation_shows_its_code_until_the_guest_is_in() throws TimeoutException {
        try (var shown = new Shown(device.running(), home)) {
            shown.awaits("Everything is safe").clicks("#go-devices").awaits("away since");
            shown.shoots("devices").clicks("#invite").awaits("Waiting for the other device");
            shown.shoots("devices-invite");
            shown.clicks("#role-keeper").awaits("can read neither names nor contents");
            shown.shoots("devices-invite-keeper");
            goOn.countDown();
            shown.awaits("eve came in");
        }
    }

    private static Outcome.Link folder(String directory, Outcome.LinkState state) {
        boolean isAsking = state == Outcome.LinkState.ASKING;
        boolean isPartly = state == Outcome.LinkState.PARTLY;
        var waiting =
                new Outcome.Waiting(
                        "/thesis/draft.odt",
                        "None of the devices that have it answers.",
                        List.of("dan"),
                        "Bring one of them online.");
        return new Outcome.Link(
                directory,
                new VolumePath("files", directory.substring(directory.lastIndexOf('/'))),
                Outcome.Mode.BOTH,
                List.of(),
                state,
                isAsking
                        ? Optional.of(
                                new Problem(
                                        Problem.Code.CHANGED,
                                        "Of 812 files, 640 were deleted or changed here.",
                                        "Say with `holdfast resume --confirm` that it is meant."))
                        : Optional.empty(),
                Optional.empty(),
                isPartly ? List.of(waiting) : List.of(),
                new Outcome.Left(isPartly ? 1 : 0, isPartly ? 1 : 0, Optional.empty()));
    }

    private static Outcome.Conflict conflict() {
        var mine = row("/Documents/letter.conflict-20260501T120000Z-1a2b3c4d.txt", 4_210);
        var theirs = row("/Documents/letter.txt", 4_518);
        return new Outcome.Conflict(
                new VolumePath("files", "/Documents/letter.txt"),
                List.of(
                        new Outcome.Rival(theirs, Optional.of(MemoryNode.NOON), "bob", false),
                        new Outcome.Rival(mine, Optional.of(MemoryNode.NOON), "ann", true)));
    }

    @Test
    void folders_say_what_is_not_in_step_ask_with_two_buttons_and_show_both_versions()
            throws TimeoutException {
        device.node.links(
                folder("/home/ann/Photos", Outcome.LinkState.ASKING),
                folder("/home/ann/Documents", Outcome.LinkState.PARTLY),
                folder("/home/ann/Music", Outcome.LinkState.IN_STEP));
        try (var shown = new Shown(device.running(), home)) {
            shown.awaits("Everything is safe").presses(KeyCode.CONTROL, KeyCode.DIGIT3);
            shown.awaits("640 were deleted").awaits("It is with: dan.").shoots("folders");
            shown.clicks("#choose").awaits("Choose between versions").awaits("ann, this device");
            shown.shoots("folders-choose").clicks("#undo");
            shown.until(
                    () ->
                            device.node
                                    .asked()
                                    .contains(new Command.Resume("/home/ann/Photos", false, true)));
            shown.clicks("#show-left-alone").awaits("Left alone by files:/");
            shown.shoots("folders-alone").clicks("#cancel-left-alone");
            shown.choosers.folder = Optional.of("/home/ann/Videos");
            shown.clicks("#link-folder").awaits("Link /home/ann/Videos").shoots("folders-link");
        }
    }

    private static Outcome.Version version(int hours) {
        return new Outcome.Version(
                row("/lake.jpg", 30_352),
                Outcome.Deed.WRITTEN,
                Outcome.Standing.REPLACED,
                MemoryNode.NOON.plus(Duration.ofHours(hours)),
                "ann",
                Optional.empty());
    }

    @Test
    void a_slider_goes_back_in_time_and_what_stood_there_comes_back() throws TimeoutException {
        try (var shown = new Shown(device.running(), home)) {
            shown.awaits("Everything is safe").presses(KeyCode.CONTROL, KeyCode.DIGIT6);
            shown.clicks("#recover-look").awaits("3 changes to go back over");
            shown.clicks("#recover-time").presses(KeyCode.HOME).awaits("12:00");
            shown.shoots("recover").clicks("#recover-back").awaits("4 brought back");
            assertThat(device.node.asked())
                    .contains(
                            new Command.Restore(
                                    new VolumePath("files", "/"),
                                    MemoryNode.NOON,
                                    Optional.empty(),
                                    false));
        }
    }

    @Test
    void a_device_is_removed_only_after_a_question_that_the_keyboard_answers_too()
            throws TimeoutException {
        try (var shown = new Shown(device.running(), home)) {
            shown.awaits("Everything is safe").clicks("#go-devices").clicks("#remove-dan");
            shown.awaits("Remove dan from the pool?").shoots("devices-remove");
            shown.presses(KeyCode.ENTER).until(() -> !shown.sees("Remove dan from the pool?"));
            assertThat(device.node.asked()).isEmpty();
            shown.clicks("#remove-dan").awaits("Remove dan from the pool?").clicks("#remove");
            shown.awaits("dan is out of the pool");
            assertThat(device.node.asked()).containsExactly(new Command.RemoveDevice("dan", false));
        }
    }

    @Test
    void a_first_run_ends_in_a_pool_whose_words_were_checked() throws TimeoutException {
        try (var shown = new Shown(device, home)) {
            shown.awaits("Start a pool").shoots("setup").clicks("#way-start");
            shown.awaits("Name of this device").shoots("setup-start").clicks("#next");
            shown.awaits("Your 24 words").shoots("setup-words");
            assertThat(device.exists()).isFalse();
            var page = home.resolve("page");
            shown.choosers.page = Optional.of(page.toString());
            shown.clicks("#print").awaits("Print it, then remove the file").shoots("setup-page");
            assertThat(page)
                    .content()
                    .contains("HOLDFAST RECOVERY WORDS", " 1  word1", "24  word24");
            shown.clicks("#print")
                    .awaits("Choose a name that is not taken")
                    .shoots("setup-page-taken");
            shown.clicks("#next").awaits("Three of your words").clicks("#next");
            shown.awaits("That is not what was shown").shoots("setup-check");
            for (int i = 1; i <= 24; i++) {
                var field = shown.robot().lookup("#word-" + i).tryQueryAs(TextField.class);
                if (field.isPresent()) {
                    shown.clicks("#word-" + i).types("word" + i);
                }
            }
            shown.clicks("#next").awaits("Everything is safe");
            assertThat(device.exists()).isTrue();
        }
    }

    @Test
    void a_wrong_code_says_what_to_do_and_stays() throws TimeoutException {
        try (var shown = new Shown(device, home)) {
            shown.awaits("Join with a code").clicks("#way-join").awaits("Code");
            device.failing(
                    new Problem(Problem.Code.REFUSED, "The code is not good.", "Ask for another."));
            shown.clicks("#code").types("wrong").clicks("#next").awaits("Ask for another.");
            shown.shoots("setup-join");
            device.mended();
            shown.clicks("#next").awaits("Everything is safe");
            assertThat(device.joinedWith()).isEqualTo("wrong");
        }
    }

    @Test
    void a_device_that_stalls_holds_nothing_up() throws TimeoutException {
        try (var shown = new Shown(device.running(), home)) {
            shown.awaits("Everything is safe");
            device.node.stall();
            shown.clicks("#go-files").awaits("Reading …").clicks("#go-devices").awaits("bob");
            shown.clicks("#go-home").awaits("has not answered for").shoots("stalled");
            shown.clicks("#go-files").awaits("Try again.").shoots("stalled-files");
            device.node.answerAgain();
            shown.clicks("#again").awaits("lake.jpg").clicks("#go-home");
            shown.until(() -> shown.window().shell().bannerProperty().get().isEmpty());
            assertThat(shown.window().shell().screenProperty().get()).isEqualTo(Screen.HOME);
        } finally {
            device.node.answerAgain();
        }
    }
}
