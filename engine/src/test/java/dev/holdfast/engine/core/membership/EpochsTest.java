package dev.holdfast.engine.core.membership;

import static dev.holdfast.engine.core.membership.Household.admits;
import static dev.holdfast.engine.core.membership.Household.after;
import static dev.holdfast.engine.core.membership.Household.id;
import static dev.holdfast.engine.core.membership.Household.merge;
import static dev.holdfast.engine.core.membership.Household.opaque;
import static dev.holdfast.engine.core.membership.Household.pool;
import static dev.holdfast.engine.core.membership.Household.revokes;
import static dev.holdfast.engine.core.membership.Household.rotates;
import static dev.holdfast.engine.core.membership.Role.KEEPER;
import static dev.holdfast.engine.core.membership.Role.MEMBER;
import static dev.holdfast.engine.core.membership.Role.OWNER;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.membership.Roster.Epoch;
import dev.holdfast.engine.core.membership.Statement.Box;
import dev.holdfast.engine.core.membership.Statement.Keyed;
import dev.holdfast.engine.core.membership.Statement.Placed;
import dev.holdfast.engine.core.membership.Statement.Rotated;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Which secret the pool writes under, and who knows it.
class EpochsTest {

    private final Roster anns = pool("ann");

    @Test
    void the_genesis_is_the_first_epoch() {
        assertThat(anns.leaves()).extracting(Epoch::id).containsExactly(anns.pool().hash());
        assertThat(anns.writable(id("ann"))).contains(anns.epochs().getFirst());
    }

    @Test
    void a_member_is_given_the_epochs_and_a_keeper_none() {
        var view = after(anns, "ann", admits(anns, "bob", MEMBER));
        view = after(view, "ann", admits(view, "cat", KEEPER));
        assertThat(view.epochs().getFirst().holders()).containsOnly(id("ann"), id("bob"));
        assertThat(view.writable(id("bob"))).isPresent();
        assertThat(view.writable(id("cat"))).isEmpty();
        assertThat(view.needsRotation()).isFalse();
    }

    @Test
    void once_a_holder_is_revoked_nobody_writes_until_an_owner_rotates() {
        var view = after(anns, "ann", admits(anns, "bob", MEMBER));
        view = after(view, "ann", revokes(view, "bob"));
        assertThat(view.writable(id("ann"))).isEmpty();
        assertThat(view.needsRotation()).isTrue();

        view = after(view, "ann", rotates(view));
        assertThat(view.needsRotation()).isFalse();
        var now = view.writable(id("ann")).orElseThrow();
        assertThat(now.id()).isEqualTo(view.statements().getLast().id());
        assertThat(now.depth()).isEqualTo(1);
        assertThat(now.holders()).containsOnly(id("ann"));
        assertThat(view.leaves()).containsExactly(now);
    }

    @Test
    void a_holder_that_becomes_a_keeper_needs_a_rotation_too() {
        var view = after(anns, "ann", admits(anns, "bob", MEMBER));
        view = after(view, "ann", new Statement.Changed(id("bob"), new Placed(KEEPER)));
        assertThat(view.needsRotation()).isTrue();
        assertThat(after(view, "ann", rotates(view)).needsRotation()).isFalse();
    }

    @Test
    void who_knows_an_epoch_knows_those_it_wraps() {
        var view = after(anns, "ann", rotates(anns));
        view = after(view, "ann", admits(view, "bob", MEMBER));
        assertThat(view.epochs()).allSatisfy(e -> assertThat(e.holders()).contains(id("bob")));
        view = after(view, "ann", revokes(view, "bob"));
        assertThat(view.writable(id("ann"))).as("the older epoch is no refuge").isEmpty();
    }

    @Test
    void of_two_rotations_at_once_all_take_the_same() {
        var view = after(anns, "ann", admits(anns, "bob", OWNER));
        var one = after(view, "ann", rotates(view));
        var both = merge(one, after(view, "bob", rotates(view)));
        assertThat(both.leaves()).hasSize(2);
        assertThat(both.writable(id("ann"))).isEqualTo(both.writable(id("bob")));

        var joined = after(both, "ann", rotates(both));
        assertThat(joined.leaves()).hasSize(1);
        assertThat(joined.leaves().getFirst().wrapped()).hasSize(2);
    }

    @Test
    void a_device_admitted_beside_a_rotation_is_keyed_afterwards() {
        var view = after(anns, "ann", admits(anns, "bob", OWNER));
        var rotated = after(view, "bob", rotates(view));
        var both = merge(rotated, after(view, "ann", admits(view, "cat", MEMBER)));
        var leaf = both.leaves().getFirst();
        assertThat(both.lacking(leaf)).extracting(Device::id).containsExactly(id("cat"));
        assertThat(both.writable(id("cat"))).as("what it holds serves meanwhile").isPresent();

        var boxes = List.of(new Box(id("cat"), opaque("box")));
        var keyed = after(both, "bob", new Keyed(leaf.id(), boxes));
        assertThat(keyed.lacking(leaf(keyed))).isEmpty();
        assertThat(keyed.writable(id("cat"))).contains(leaf(keyed));
    }

    @Test
    void a_member_begins_no_epoch_and_keys_nobody() {
        var view = after(anns, "ann", admits(anns, "bob", MEMBER));
        view = after(view, "ann", admits(view, "cat", KEEPER));
        var boxes = List.of(new Box(id("cat"), opaque("box")));
        var tried = after(view, "bob", rotates(view));
        tried = after(tried, "bob", new Keyed(leaf(tried).id(), boxes));
        assertThat(tried.epochs()).isEqualTo(view.epochs());
    }

    @Test
    void who_begins_an_epoch_knows_it_even_if_it_boxes_it_to_others_only() {
        var view = after(anns, "ann", admits(anns, "bob", OWNER));
        var boxes = List.of(new Box(id("ann"), opaque("box")));
        var wrapped = List.of(anns.pool().hash());
        view = after(view, "bob", new Rotated(wrapped, opaque("w"), boxes, opaque("box")));
        assertThat(leaf(view).holders()).containsOnly(id("ann"), id("bob"));
        view = after(view, "ann", revokes(view, "bob"));
        assertThat(view.needsRotation()).isTrue();
    }

    @Test
    void an_admission_under_an_epoch_whose_maker_was_put_out_stands() {
        var view = after(anns, "ann", admits(anns, "bob", OWNER));
        view = after(view, "ann", admits(view, "cat", OWNER));
        var out = after(view, "ann", revokes(view, "bob"));
        var unheard = after(view, "bob", rotates(view));
        unheard = after(unheard, "cat", admits(unheard, "dan", MEMBER));

        var all = merge(out, unheard);
        assertThat(all.isAdmitted(id("dan"))).isTrue();
        assertThat(all.needsRotation()).as("its maker knows it").isTrue();
        assertThat(all.leaves()).hasSize(1);
    }

    private static Epoch leaf(Roster roster) {
        return roster.leaves().getFirst();
    }
}
