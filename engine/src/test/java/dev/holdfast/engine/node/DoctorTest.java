package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Finding;
import dev.holdfast.engine.api.Finding.Endangered;
import dev.holdfast.engine.api.Finding.Exposed;
import dev.holdfast.engine.api.Finding.Halted;
import dev.holdfast.engine.api.Finding.Hindered;
import dev.holdfast.engine.api.Finding.Unseen;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.node.Vitals.Tenant;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is said of a home that was only thought up.
class DoctorTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private String permissions = "rwx------";
    private Optional<Problem> key = Optional.empty();
    private Optional<Problem> settings = Optional.empty();
    private Tenant tenant = Tenant.NOBODY;
    private Vitals.Space space = new Vitals.Space(2L << 30, 1L << 30);
    private Vitals.Packs packs = new Vitals.Packs(3, List.of());
    private Optional<Vitals.Books> books = Optional.of(new Vitals.Books(9, 7, Optional.empty()));
    private Optional<Vitals.Port> port = Optional.of(new Vitals.Port("10.0.0.1:4653", true));
    private Vitals.Clock clock = new Vitals.Clock(NOON, NOON.minusSeconds(5));

    private List<Finding> judged() {
        return Doctor.judge(
                new Vitals(
                        "/home/ann",
                        Optional.of(permissions),
                        key,
                        settings,
                        tenant,
                        space,
                        packs,
                        books,
                        port,
                        clock));
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
        permissions = "rwx------";
        key = Optional.of(new Problem(Problem.Code.REFUSED, "Others read it.", "Close it."));
        assertThat(only()).isEqualTo(new Exposed("key", "Others read it.", "Close it."));
    }

    @Test
    void without_a_key_or_with_wrong_settings_it_does_not_start() {
        key = Optional.of(new Problem(Problem.Code.NO_SUCH, "It is gone.", "Join again."));
        assertThat(only()).isInstanceOf(Halted.class);
        key = Optional.empty();
        settings = Optional.of(new Problem(Problem.Code.USAGE, "No such key.", "Correct it."));
        assertThat(only()).isEqualTo(new Halted("settings", "No such key.", "Correct it."));
    }

    @Test
    void a_daemon_that_was_killed_is_no_fault_and_one_of_another_version_is() {
        tenant = Tenant.A_GHOST;
        assertThat(judged()).anyMatch(each -> each.what().contains("was killed"));
        assertThat(judged()).noneMatch(Finding.Fault.class::isInstance);
        tenant = Tenant.A_STRANGER;
        assertThat(only()).isInstanceOf(Hindered.class);
    }

    @Test
    void a_port_that_is_not_reached_hinders_and_without_a_daemon_nobody_knows() {
        port = Optional.of(new Vitals.Port("10.0.0.1:4653", false));
        assertThat(only().what()).contains("10.0.0.1:4653");
        port = Optional.empty();
        assertThat(only()).isInstanceOf(Unseen.class);
    }

    @Test
    void less_room_than_is_left_free_hinders() {
        space = new Vitals.Space((1L << 30) - 1, 1L << 30);
        assertThat(only()).isInstanceOf(Hindered.class);
    }

    @Test
    void packs_that_cannot_be_read_endanger_and_only_some_are_named() {
        packs = new Vitals.Packs(9, List.of("a is damaged", "b is", "c is", "d is"));
        assertThat(only()).isInstanceOf(Endangered.class);
        assertThat(only().what())
                .isEqualTo("4 of 9 packs cannot be read: a is damaged, b is, c is and others.");
    }

    @Test
    void a_journal_that_lost_what_the_catalog_has_endangers() {
        books = Optional.of(new Vitals.Books(7, 9, Optional.empty()));
        assertThat(only()).isInstanceOf(Endangered.class);
        books = Optional.of(new Vitals.Books(0, 0, Optional.of("it is torn")));
        assertThat(only()).isInstanceOf(Halted.class);
        books = Optional.empty();
        assertThat(only()).isInstanceOf(Unseen.class);
    }

    @Test
    void a_clock_behind_what_was_written_hinders() {
        clock = new Vitals.Clock(NOON, NOON.plus(Duration.ofHours(1)));
        assertThat(only()).isInstanceOf(Hindered.class);
        clock = new Vitals.Clock(Instant.EPOCH, Instant.EPOCH);
        assertThat(only().what()).contains("1970-01-01T00:00:00Z", "long past");
    }
}
