package dev.holdfast.engine.node;

import static dev.holdfast.engine.api.Finding.Means.FIX;
import static dev.holdfast.engine.api.Finding.Means.PERSON;
import static dev.holdfast.engine.api.Finding.Means.REBUILD;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Finding;
import dev.holdfast.engine.api.Finding.Endangered;
import dev.holdfast.engine.api.Finding.Exposed;
import dev.holdfast.engine.api.Finding.Halted;
import dev.holdfast.engine.api.Finding.Hindered;
import dev.holdfast.engine.api.Finding.Unseen;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.node.Vitals.Tenant;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is said of a home that was only thought up.
class DoctorTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private static final Optional<Cure> FORGET = Optional.of(new Cure.ForgetDoor());
    private static final Vitals.Chunks WHOLE = new Vitals.Chunks(5, 0, 0);
    private static final String AT = "10.0.0.1:4653";
    private static final Outcome.Dialed REACHES =
            new Outcome.Dialed("bob", List.of(AT), List.of("[fd00::1]:4653"));
    private static final Outcome.Dialed MISSES =
            new Outcome.Dialed("cat", List.of(), List.of(AT, "[fd00::1]:4653"));

    private String permissions = "rwx------";
    private boolean isKeyExposed;
    private Optional<String> barrier = Optional.empty();
    private List<Path> leftovers = List.of();
    private Optional<Problem> key = Optional.empty();
    private Optional<Problem> settings = Optional.empty();
    private Tenant tenant = Tenant.NOBODY;
    private Vitals.Space space = new Vitals.Space(2L << 30, 1L << 30);
    private Vitals.Packs packs = new Vitals.Packs(3, List.of(), false, List.of(), 0);
    private Optional<Vitals.Books> books =
            Optional.of(new Vitals.Books(9, 7, Optional.of(WHOLE), Optional.empty()));
    private Optional<Vitals.Port> port = port(true, REACHES);
    private Vitals.Clock clock = new Vitals.Clock(NOON, NOON.minusSeconds(5));

    private static Optional<Vitals.Port> port(boolean reached, Outcome.Dialed... others) {
        return Optional.of(new Vitals.Port(AT, reached, List.of(others)));
    }

    private List<Diagnosis> diagnosed() {
        return Doctor.judge(
                new Vitals(
                        "/home/ann",
                        new Vitals.Place(
                                Optional.of(permissions), isKeyExposed, barrier, leftovers),
                        key,
                        settings,
                        tenant,
                        space,
                        packs,
                        books,
                        port,
                        clock));
    }

    private List<Finding> judged() {
        return diagnosed().stream().map(Diagnosis::finding).toList();
    }

    /// What Holdfast does about the one fault.
    private Optional<Cure> cure() {
        return diagnosed().stream()
                .filter(each -> each.finding() instanceof Finding.Fault)
                .map(Diagnosis::cure)
                .findFirst()
                .orElseThrow();
    }

    private Finding only() {
        var faults = judged().stream().filter(each -> !(each instanceof Finding.Sound)).toList();
        assertThat(faults).hasSize(1);
        if (faults.getFirst() instanceof Finding.Fault fault) {
            assertThat(fault.remedy()).matches("[A-Z].*\\.");
        }
        return faults.getFirst();
    }

    @Test
    void all_is_sound_when_everything_is_as_it_should_be() {
        assertThat(judged())
                .allSatisfy(each -> assertThat(each).isInstanceOf(Finding.Sound.class))
                .extracting(Finding::check)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_home_or_a_key_that_others_can_read_is_exposed() {
        permissions = "rwxr-x---";
        assertThat(only()).isInstanceOf(Exposed.class);
        assertThat(cure()).contains(new Cure.CloseHome());
        permissions = "rwx------";
        key = Optional.of(new Problem(Problem.Code.REFUSED, "Others read it.", "Close it."));
        isKeyExposed = true;
        assertThat(only()).isEqualTo(new Exposed("key", "Others read it.", "Close it.", FIX));
        assertThat(cure()).contains(new Cure.CloseKey());
        isKeyExposed = false;
        assertThat(only()).isInstanceOf(Halted.class);
        assertThat(cure()).isEmpty();
    }

    @Test
    void without_a_key_or_with_wrong_settings_it_does_not_start() {
        key = Optional.of(new Problem(Problem.Code.NO_SUCH, "It is gone.", "Join again."));
        assertThat(only()).isInstanceOf(Halted.class);
        key = Optional.empty();
        settings = Optional.of(new Problem(Problem.Code.USAGE, "No such key.", "Correct it."));
        assertThat(only()).isEqualTo(new Halted("settings", "No such key.", "Correct it.", FIX));
        assertThat(cure()).contains(new Cure.ClearSettings());
    }

    @Test
    void a_daemon_that_was_killed_is_no_fault_and_one_of_another_version_is() {
        tenant = Tenant.A_GHOST;
        assertThat(judged()).anyMatch(each -> each.what().contains("was killed"));
        assertThat(judged()).noneMatch(Finding.Fault.class::isInstance);
        assertThat(diagnosed()).anyMatch(each -> each.cure().equals(FORGET));
        tenant = Tenant.A_STRANGER;
        assertThat(only()).isInstanceOf(Hindered.class);
    }

    @Test
    void a_port_that_is_not_reached_hinders_and_without_a_daemon_nobody_knows() {
        port = port(false, REACHES);
        assertThat(only().what()).contains("10.0.0.1:4653");
        port = Optional.empty();
        assertThat(only()).isInstanceOf(Unseen.class);
    }

    @Test
    void others_say_where_they_reach_it_and_one_that_does_not_hinders() {
        assertThat(judged())
                .contains(
                        new Finding.Sound(
                                "reach",
                                "bob reaches this device at 10.0.0.1:4653, not at"
                                        + " [fd00::1]:4653."));
        port = port(true, REACHES, MISSES);
        assertThat(only()).isInstanceOf(Hindered.class);
        assertThat(only().what())
                .isEqualTo(
                        "bob reaches this device at 10.0.0.1:4653, not at [fd00::1]:4653; cat does"
                                + " not reach this device at 10.0.0.1:4653 or [fd00::1]:4653.");
        port = port(true, new Outcome.Dialed("cat", List.of(), List.of()));
        assertThat(only().what()).contains("has not been told where");
        port = port(true);
        assertThat(only()).isInstanceOf(Unseen.class);
    }

    @Test
    void less_room_than_is_left_free_hinders() {
        space = new Vitals.Space((1L << 30) - 1, 1L << 30);
        assertThat(only()).isInstanceOf(Hindered.class);
    }

    @Test
    void packs_that_cannot_be_read_endanger_and_only_some_are_named() {
        packs =
                new Vitals.Packs(
                        9, List.of("a is damaged", "b is", "c is", "d is"), false, List.of(), 0);
        assertThat(only()).isInstanceOf(Endangered.class);
        assertThat(only().what())
                .isEqualTo("4 of 9 packs cannot be read: a is damaged, b is, c is and others.");
    }

    @Test
    void packs_of_a_later_version_are_for_that_version() {
        packs = new Vitals.Packs(1, List.of("a has format 2"), true, List.of(), 0);
        assertThat(only()).isInstanceOf(Halted.class);
        assertThat(only().what())
                .isEqualTo("A later version of Holdfast wrote here: a has format 2.");
    }

    @Test
    void a_journal_that_lost_what_the_catalog_has_endangers() {
        books = Optional.of(new Vitals.Books(7, 9, Optional.of(WHOLE), Optional.empty()));
        assertThat(only()).isInstanceOf(Endangered.class);
        var torn = new Problem(Problem.Code.DAMAGED, "It is torn.", "Look at the disk.");
        books = Optional.of(new Vitals.Books(0, 0, Optional.of(WHOLE), Optional.of(torn)));
        assertThat(only()).isEqualTo(new Halted("books", torn.what(), torn.remedy(), REBUILD));
        var full = new Problem(Problem.Code.FULL, "The disk is full.", "Free 64 MB.");
        books = Optional.of(new Vitals.Books(0, 0, Optional.of(WHOLE), Optional.of(full)));
        assertThat(only()).isEqualTo(new Halted("books", full.what(), full.remedy(), PERSON));
    }

    @Test
    void what_another_process_has_open_is_not_looked_at() {
        books = Optional.empty();
        assertThat(judged())
                .filteredOn(Unseen.class::isInstance)
                .extracting(Finding::check)
                .containsExactly("books", "chunks");
        barrier = Optional.of("it is mounted for reading");
        assertThat(judged())
                .anyMatch(each -> each instanceof Halted && each.check().equals("home"));
    }

    @Test
    void chunks_in_no_pack_hinder_and_those_that_nobody_has_endanger() {
        books = Optional.of(new Vitals.Books(9, 9, some(2, 0), Optional.empty()));
        assertThat(only()).isInstanceOf(Hindered.class);
        books = Optional.of(new Vitals.Books(9, 9, some(2, 1), Optional.empty()));
        assertThat(only()).isInstanceOf(Endangered.class);
        assertThat(only().what())
                .isEqualTo("Chunks kept here: 5, in no pack: 2, without another known copy: 1.");
    }

    private static Optional<Vitals.Chunks> some(long missing, long alone) {
        return Optional.of(new Vitals.Chunks(5, missing, alone));
    }

    @Test
    void packs_without_lists_and_remains_are_mended_here() {
        packs = new Vitals.Packs(9, List.of(), false, List.of("a.pack"), 0);
        assertThat(only()).isInstanceOf(Hindered.class);
        assertThat(cure()).contains(new Cure.ListPacks());
        packs = new Vitals.Packs(9, List.of(), false, List.of(), 2);
        assertThat(only()).isInstanceOf(Hindered.class);
        assertThat(only().what())
                .isEqualTo("2 chunks here are damaged, and no sound copies came yet.");
        packs = new Vitals.Packs(9, List.of(), false, List.of(), 0);
        leftovers = List.of(Path.of("/home/ann/settings.new"));
        assertThat(only().what()).endsWith("has left /home/ann/settings.new.");
        assertThat(cure()).contains(new Cure.Sweep(leftovers));
    }

    @Test
    void a_clock_behind_what_was_written_hinders() {
        clock = new Vitals.Clock(NOON, NOON.plus(Duration.ofHours(1)));
        assertThat(only()).isInstanceOf(Hindered.class);
        clock = new Vitals.Clock(Instant.EPOCH, Instant.EPOCH);
        assertThat(only().what()).contains("1970-01-01T00:00:00Z", "long past");
    }
}
