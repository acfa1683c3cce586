package dev.holdfast.engine.core.membership;

import static dev.holdfast.engine.core.membership.Household.GRANT;
import static dev.holdfast.engine.core.membership.Household.admits;
import static dev.holdfast.engine.core.membership.Household.after;
import static dev.holdfast.engine.core.membership.Household.changes;
import static dev.holdfast.engine.core.membership.Household.id;
import static dev.holdfast.engine.core.membership.Household.merge;
import static dev.holdfast.engine.core.membership.Household.pool;
import static dev.holdfast.engine.core.membership.Household.revokes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.membership.Device.Drain;
import dev.holdfast.engine.core.membership.Statement.Claimed;
import dev.holdfast.engine.core.membership.Statement.Draining;
import dev.holdfast.engine.core.membership.Statement.Granted;
import dev.holdfast.engine.core.membership.Statement.Parked;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Devices whose copies go to others, and devices that the others do without. Ann and bob are
/// owners, cat and dan are members.
class LeavingTest {

    private final Roster house = house();

    private static Roster house() {
        var view = pool("ann");
        view = after(view, "ann", admits(view, "bob", Role.OWNER));
        view = after(view, "ann", admits(view, "cat", Role.MEMBER));
        return after(view, "ann", admits(view, "dan", Role.MEMBER));
    }

    @Test
    void a_device_that_is_drained_offers_room_that_does_not_count() {
        var view = drains(house, "ann", "cat", Drain.UNDERWAY);
        assertThat(drain(view, "cat")).isEqualTo(Drain.UNDERWAY);
        assertThat(device(view, "cat").offered()).isEqualTo(GRANT);
        assertThat(device(view, "cat").capacity()).isZero();
        assertThat(device(view, "dan").capacity()).isEqualTo(GRANT);

        view = drains(view, "cat", "cat", Drain.DONE);
        assertThat(drain(view, "cat")).isEqualTo(Drain.DONE);
        assertThat(device(view, "cat").capacity()).isZero();

        view = drains(view, "ann", "cat", Drain.NONE);
        assertThat(device(view, "cat").capacity()).isEqualTo(GRANT);
    }

    @Test
    void a_device_drains_itself_and_an_owner_any_but_a_member_no_other() {
        assertThat(drain(drains(house, "cat", "cat", Drain.UNDERWAY), "cat"))
                .isEqualTo(Drain.UNDERWAY);
        assertThat(drain(drains(house, "bob", "ann", Drain.UNDERWAY), "ann"))
                .isEqualTo(Drain.UNDERWAY);
        assertThat(drain(drains(house, "dan", "cat", Drain.UNDERWAY), "cat")).isEqualTo(Drain.NONE);
        var view = drains(house, "ann", "cat", Drain.UNDERWAY);
        assertThat(drain(drains(view, "dan", "cat", Drain.NONE), "cat")).isEqualTo(Drain.UNDERWAY);
    }

    @Test
    void that_it_is_drained_says_the_device_alone() {
        var view = drains(house, "ann", "cat", Drain.UNDERWAY);
        for (var other : List.of("ann", "bob", "dan")) {
            assertThat(drain(drains(view, other, "cat", Drain.DONE), "cat"))
                    .as(other)
                    .isEqualTo(Drain.UNDERWAY);
        }
        assertThat(drain(drains(house, "cat", "cat", Drain.DONE), "cat"))
                .as("nobody asked it")
                .isEqualTo(Drain.NONE);
    }

    @Test
    void who_takes_a_drain_back_while_the_device_says_that_it_is_done_has_its_way() {
        var view = drains(house, "ann", "cat", Drain.UNDERWAY);
        var done = drains(view, "cat", "cat", Drain.DONE);
        for (var owner : List.of("ann", "bob")) {
            var back = drains(view, owner, "cat", Drain.NONE);
            assertThat(drain(merge(done, back), "cat")).isEqualTo(Drain.NONE);
            assertThat(merge(done, back).devices()).isEqualTo(merge(back, done).devices());
        }
    }

    @Test
    void two_owners_may_drain_each_other_at_once_and_then_nobody_can_own() {
        var one = drains(house, "ann", "bob", Drain.UNDERWAY);
        var other = drains(house, "bob", "ann", Drain.UNDERWAY);
        var both = merge(one, other);
        assertThat(both.devices()).isEqualTo(merge(other, one).devices());
        assertThat(drain(both, "ann")).isEqualTo(Drain.UNDERWAY);
        assertThat(drain(both, "bob")).isEqualTo(Drain.UNDERWAY);
        both = drains(both, "bob", "bob", Drain.NONE);
        assertThat(device(both, "bob").capacity()).isEqualTo(GRANT);
    }

    @Test
    void an_owner_parks_any_device_and_nobody_else_does() {
        var view = parks(house, "ann", "cat", true);
        assertThat(view.parked()).containsExactly(id("cat"));
        assertThat(device(view, "cat").capacity()).isZero();
        assertThat(parks(house, "bob", "ann", true).parked()).containsExactly(id("ann"));
        assertThat(parks(house, "dan", "cat", true).parked()).isEmpty();
        assertThat(parks(house, "cat", "cat", true).parked()).isEmpty();
    }

    @Test
    void a_parked_device_that_is_back_says_so_itself() {
        var view = parks(house, "ann", "cat", true);
        assertThat(parks(view, "dan", "cat", false).parked()).containsExactly(id("cat"));
        assertThat(parks(view, "bob", "cat", false).parked()).isEmpty();
        var back = parks(view, "cat", "cat", false);
        assertThat(back.parked()).isEmpty();
        assertThat(device(back, "cat").capacity()).isEqualTo(GRANT);
    }

    @Test
    void of_two_owners_that_park_and_take_back_at_once_every_device_hears_the_same() {
        var view = parks(house, "ann", "cat", true);
        var again = parks(view, "ann", "cat", true);
        var back = parks(view, "bob", "cat", false);
        assertThat(merge(again, back).devices()).isEqualTo(merge(back, again).devices());
        var settled = parks(merge(again, back), "cat", "cat", false);
        assertThat(settled.parked()).isEmpty();
    }

    @Test
    void who_is_put_out_is_parked_no_more() {
        var view = parks(house, "ann", "cat", true);
        assertThat(after(view, "ann", revokes(view, "cat")).parked()).isEmpty();
    }

    @Test
    void parking_and_draining_are_two_things_and_both_must_end() {
        var view = parks(drains(house, "ann", "cat", Drain.UNDERWAY), "ann", "cat", true);
        view = after(view, "cat", changes("cat", new Claimed(GRANT / 2)));
        view = after(view, "ann", changes("cat", new Granted(GRANT / 4)));
        view = parks(view, "cat", "cat", false);
        assertThat(device(view, "cat").capacity()).isZero();
        assertThat(drain(view, "cat")).isEqualTo(Drain.UNDERWAY);
        view = drains(view, "ann", "cat", Drain.NONE);
        assertThat(device(view, "cat").capacity()).isEqualTo(GRANT / 4);
    }

    private static Roster drains(Roster view, String who, String whom, Drain drain) {
        return after(view, who, changes(whom, new Draining(drain)));
    }

    private static Roster parks(Roster view, String who, String whom, boolean isParked) {
        return after(view, who, changes(whom, new Parked(isParked)));
    }

    private static Device device(Roster view, String who) {
        return view.device(id(who)).orElseThrow();
    }

    private static Drain drain(Roster view, String who) {
        return device(view, who).duty().drain();
    }
}
