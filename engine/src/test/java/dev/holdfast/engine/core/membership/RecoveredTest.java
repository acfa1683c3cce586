package dev.holdfast.engine.core.membership;

import static dev.holdfast.engine.core.membership.Household.CHECK;
import static dev.holdfast.engine.core.membership.Household.admits;
import static dev.holdfast.engine.core.membership.Household.after;
import static dev.holdfast.engine.core.membership.Household.by;
import static dev.holdfast.engine.core.membership.Household.card;
import static dev.holdfast.engine.core.membership.Household.changes;
import static dev.holdfast.engine.core.membership.Household.fold;
import static dev.holdfast.engine.core.membership.Household.forged;
import static dev.holdfast.engine.core.membership.Household.id;
import static dev.holdfast.engine.core.membership.Household.merge;
import static dev.holdfast.engine.core.membership.Household.opaque;
import static dev.holdfast.engine.core.membership.Household.pool;
import static dev.holdfast.engine.core.membership.Household.recovers;
import static dev.holdfast.engine.core.membership.Household.revokes;
import static dev.holdfast.engine.core.membership.Household.rotates;
import static dev.holdfast.engine.core.membership.Role.KEEPER;
import static dev.holdfast.engine.core.membership.Role.MEMBER;
import static dev.holdfast.engine.core.membership.Role.OWNER;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.Device.Standing;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.membership.Statement.Placed;
import dev.holdfast.engine.core.membership.Statement.Recovered;
import dev.holdfast.engine.core.membership.Statement.Released;
import dev.holdfast.engine.core.membership.Statement.Revoked;
import dev.holdfast.engine.core.membership.Statement.Rotated;
import dev.holdfast.engine.core.membership.Statement.Settings;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// A pool after somebody came back with the recovery words: `dan` is the device that is made then.
class RecoveredTest {

    private final Roster two = after(pool("ann"), "ann", admits(pool("ann"), "bob", OWNER));
    private final Roster three = after(two, "ann", admits(two, "cat", MEMBER));

    @Test
    void the_device_of_a_recovery_is_an_owner_and_the_most_senior() {
        var view = after(three, "root", recovers(three, "dan"));
        assertThat(view.device(id("dan")).orElseThrow().role()).isEqualTo(OWNER);
        assertThat(view.admitted().getFirst().id()).isEqualTo(id("dan"));
        view = after(view, "dan", revokes(view, "ann"));
        assertThat(standing(view, "ann")).as("it puts out whoever stays away").isEqualTo(REVOKED);
        view = after(view, "bob", revokes(view, "dan"));
        assertThat(standing(view, "dan")).isEqualTo(ADMITTED);
    }

    @Test
    void whoever_is_not_confirmed_is_out() {
        var view = after(three, "root", recovers(three, "dan", "ann", "cat"));
        assertThat(view.admitted())
                .extracting(Device::id)
                .containsExactlyInAnyOrder(id("dan"), id("bob"));
        assertThat(view.revocation(id("ann")).orElseThrow().says().device()).isEqualTo(id("ann"));
        assertThat(view.farewell(id("ann"), three.heads()))
                .singleElement()
                .matches(said -> said.statement() instanceof Recovered);
    }

    @Test
    void only_the_root_recovers() {
        for (var who : List.of("ann", "bob", "cat")) {
            var view = after(three, who, recovers(three, "dan", "bob"));
            assertThat(view.device(id("dan"))).as(who).isEmpty();
            assertThat(standing(view, "bob")).isEqualTo(ADMITTED);
        }
        var forged = forged("root", three, recovers(three, "dan", "bob"));
        assertThat(three.with(List.of(forged), CHECK)).isSameAs(three);
    }

    @Test
    void it_speaks_only_of_what_it_has_seen() {
        var none = new Recovered(card("dan"), List.of(Sha256.of()), opaque("box"), List.of());
        assertThat(after(three, "root", none).device(id("dan"))).isEmpty();
        var stranger = new Revoked(id("eve"), Optional.empty(), List.of());
        var epochs = List.of(three.pool().hash());
        var unknown = new Recovered(card("dan"), epochs, opaque("box"), List.of(stranger));
        assertThat(after(three, "root", unknown).device(id("dan"))).isEmpty();
        var itself = new Revoked(id("dan"), Optional.empty(), List.of());
        var odd = new Recovered(card("dan"), epochs, opaque("box"), List.of(itself));
        assertThat(after(three, "root", odd).device(id("dan"))).isEmpty();
    }

    @Test
    void it_holds_no_more_than_fits_into_one_statement() {
        var epochs = List.of(three.pool().hash());
        var twice = List.of(revokes(three, "bob"), revokes(two, "bob"));
        var bob = new Revoked(id("bob"), Optional.empty(), List.of());
        assertThatThrownBy(
                        () ->
                                new Recovered(
                                        card("dan"),
                                        epochs,
                                        opaque("box"),
                                        List.of(twice.getFirst(), bob)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Recovered(card("dan"), epochs, opaque(""), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        var full =
                Stream.iterate(0L, n -> n + 1)
                        .limit(Statement.LAST_BATCHES_MAX + 1)
                        .map(n -> new LastBatch(hash(n), n, n, hash(n)))
                        .toList();
        var one = new Revoked(id("ann"), Optional.empty(), full.subList(0, 300));
        var rest = new Revoked(id("bob"), Optional.empty(), full.subList(300, full.size()));
        assertThatThrownBy(
                        () -> new Recovered(card("dan"), epochs, opaque("box"), List.of(one, rest)))
                .isInstanceOf(IllegalArgumentException.class);
        var most = new Revoked(id("bob"), Optional.empty(), full.subList(300, full.size() - 1));
        var fits = new Recovered(card("dan"), epochs, opaque("box"), List.of(one, most));
        assertThat(by("root", three, fits).length())
                .isLessThanOrEqualTo(SignedStatement.LENGTH_MAX);
    }

    private static Hash hash(long n) {
        return Sha256.of(new byte[] {(byte) n, (byte) (n >> 8)});
    }

    @Test
    void whom_an_owner_lets_in_beside_it_is_in_unless_that_owner_is_out() {
        var recovered = after(three, "root", recovers(three, "dan", "ann"));
        var byBob = after(three, "bob", admits(three, "eve", MEMBER));
        assertThat(standing(merge(recovered, byBob), "eve")).isEqualTo(ADMITTED);
        var byAnn = after(three, "ann", admits(three, "eve", MEMBER));
        assertThat(standing(merge(recovered, byAnn), "eve")).isEqualTo(Standing.QUARANTINED);
    }

    @Test
    void whom_an_owner_puts_out_beside_it_is_out_although_it_was_confirmed() {
        var recovered = after(three, "root", recovers(three, "dan", "bob"));
        var byAnn = after(three, "ann", revokes(three, "cat"));
        var both = merge(recovered, byAnn);
        assertThat(standing(both, "cat")).isEqualTo(REVOKED);
        assertThat(standing(both, "bob")).isEqualTo(REVOKED);
        assertThat(both.admitted()).extracting(Device::id).contains(id("dan"), id("ann"));
    }

    @Test
    void the_root_is_before_the_most_senior_of_two_that_put_each_other_out() {
        var recovered = after(three, "root", recovers(three, "dan", "ann"));
        var byAnn = after(three, "ann", revokes(three, "bob"));
        var both = merge(recovered, byAnn);
        assertThat(standing(both, "ann")).isEqualTo(REVOKED);
        assertThat(standing(both, "bob")).as("her word ended before that").isEqualTo(ADMITTED);
    }

    @Test
    void a_thief_with_an_old_copy_brings_nothing_back() {
        var recovered = after(three, "root", recovers(three, "dan", "ann"));
        var old = after(two, "ann", changes("bob", new Placed(KEEPER)));
        old = after(old, "ann", admits(old, "eve", OWNER));
        old = after(old, "eve", revokes(old, "bob"));
        var all = merge(recovered, old);
        assertThat(standing(all, "ann")).isEqualTo(REVOKED);
        assertThat(standing(all, "eve")).isEqualTo(Standing.QUARANTINED);
        assertThat(all.device(id("bob")).orElseThrow().role()).isEqualTo(OWNER);
        assertThat(standing(all, "bob")).isEqualTo(ADMITTED);
    }

    @Test
    void a_recovery_told_again_says_nothing_more() {
        var first = after(three, "root", recovers(three, "dan", "ann"));
        var second = after(first, "root", recovers(first, "fay", "dan"));
        var again = second.with(first.statements(), CHECK);
        assertThat(again).isSameAs(second);
        assertThat(standing(again, "dan")).isEqualTo(REVOKED);
        assertThat(again.admitted().getFirst().id()).isEqualTo(id("fay"));
        // in another pool it is nothing at all
        var other = pool("ann", new Settings(1, 10, 2));
        assertThat(other.with(first.statements(), CHECK)).isSameAs(other);
    }

    @Test
    void the_later_of_two_recoveries_comes_first() {
        var first = after(three, "root", recovers(three, "dan"));
        var second = after(first, "root", recovers(first, "fay"));
        assertThat(second.admitted())
                .extracting(Device::id)
                .startsWith(id("fay"), id("dan"), id("ann"));
        var view = after(second, "dan", revokes(second, "fay"));
        assertThat(standing(view, "fay")).isEqualTo(ADMITTED);
        view = after(second, "fay", revokes(second, "dan"));
        assertThat(standing(view, "dan")).isEqualTo(REVOKED);
    }

    @Test
    void two_recoveries_that_have_not_seen_each_other_both_count() {
        var one = after(three, "root", recovers(three, "dan", "ann"));
        var other = after(three, "root", recovers(three, "fay", "bob"));
        var both = merge(one, other);
        assertThat(both.devices()).isEqualTo(merge(other, one).devices());
        assertThat(both.admitted())
                .extracting(Device::id)
                .containsExactlyInAnyOrder(id("dan"), id("fay"), id("cat"));
        assertThat(both.unreleased()).hasSize(2);
    }

    @Test
    void in_whatever_order_statements_come_the_devices_are_the_same() {
        var one = after(three, "root", recovers(three, "dan", "ann"));
        one = after(one, "dan", rotates(one));
        var other = after(three, "ann", revokes(three, "bob"));
        other = after(other, "ann", admits(other, "eve", OWNER));
        other = after(other, "eve", revokes(other, "cat"));
        var second = after(merge(one, other), "root", recovers(merge(one, other), "fay", "dan"));
        var statements = new ArrayList<>(second.statements());
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            Collections.shuffle(statements, random);
            var folded = fold(three.pool(), statements);
            assertThat(folded.devices()).isEqualTo(second.devices());
            assertThat(folded.unreleased()).isEqualTo(second.unreleased());
            assertThat(folded.writable(id("fay"))).isEqualTo(second.writable(id("fay")));
        }
    }

    @Test
    void what_is_written_then_is_kept_from_those_who_are_out() {
        var view = after(three, "root", recovers(three, "dan", "ann"));
        assertThat(view.needsRotation()).isTrue();
        view = after(view, "dan", rotates(view));
        var epoch = view.writable(id("dan")).orElseThrow();
        assertThat(epoch.holders()).containsExactlyInAnyOrder(id("dan"), id("bob"), id("cat"));
        assertThat(view.writable(id("bob"))).contains(epoch);
    }

    @Test
    void no_epoch_begins_that_the_words_could_not_open() {
        var rotated = rotates(three);
        assertThatThrownBy(
                        () ->
                                new Rotated(
                                        rotated.wrapped(),
                                        rotated.wraps(),
                                        rotated.boxes(),
                                        opaque("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no recovery could open");
    }

    @Test
    void nothing_is_released_but_by_an_owner_who_has_seen_it() {
        var view = after(three, "root", recovers(three, "dan"));
        var recovery = view.unreleased().getFirst();
        assertThat(view.unreleased()).hasSize(1);
        assertThat(after(view, "cat", new Released(recovery)).unreleased()).hasSize(1);
        var early = by("bob", three, new Released(recovery));
        assertThat(view.with(List.of(early), CHECK).unreleased()).hasSize(1);
        var other = new Released(view.pool().hash());
        assertThat(after(view, "bob", other).unreleased()).hasSize(1);
        assertThat(after(view, "bob", new Released(recovery)).unreleased()).isEmpty();
        assertThat(after(view, "dan", new Released(recovery)).unreleased()).isEmpty();
    }

    @Test
    void who_is_put_out_releases_nothing() {
        var view = after(three, "root", recovers(three, "dan", "bob"));
        var thief = after(view, "bob", new Released(view.unreleased().getFirst()));
        assertThat(thief.unreleased()).hasSize(1);
    }

    @Test
    void a_device_that_heard_of_nothing_lets_it_in_by_its_chain() {
        var view = after(three, "root", recovers(three, "dan", "ann"));
        var chain = view.chain(id("dan"));
        assertThat(chain).hasSize(1);
        var judged = three.judge(id("dan"), chain, CHECK);
        assertThat(judged.orElseThrow().role()).isEqualTo(OWNER);
        var self = List.of(by("bob", three, recovers(three, "eve")));
        assertThat(three.judge(id("eve"), self, CHECK)).isEmpty();
        var again = after(view, "root", recovers(view, "fay", "dan"));
        assertThat(again.judge(id("dan"), chain, CHECK)).as("put out since").isEmpty();
    }

    private static final Standing ADMITTED = Standing.ADMITTED;
    private static final Standing REVOKED = Standing.REVOKED;

    private static Standing standing(Roster view, String who) {
        return view.device(id(who)).orElseThrow().standing();
    }
}
