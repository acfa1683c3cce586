package dev.holdfast.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.cluster.ClusterEvent;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.membership.Statement.Revoked;
import dev.holdfast.engine.net.LinkConditions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// What an owner does about the devices of its pool.
@Timeout(120)
class GovernorTest {

    private final Homestead here = new Homestead();
    private Homestead.Home ann;
    private Homestead.Home bob;
    private Homestead.Home cat;

    @BeforeEach
    void come() throws Exception {
        ann = here.guest("ann").founds();
        bob = here.guest("bob").joins(ann.invites(Role.OWNER));
        cat = here.guest("cat").joins(ann.invites(Role.MEMBER));
        here.untilAllKnowTheSame();
    }

    @AfterEach
    void leave() {
        here.close();
    }

    @Test
    void a_removed_device_is_out_and_does_not_know_the_epoch_that_follows() throws Exception {
        var last = new LastBatch(new Hash(1, 1, 1, 1), 5, 3, new Hash(2, 2, 2, 2));
        var before = ann.ring().writable();
        ann.governor.remove(cat.id(), List.of(last));
        untilBobHeard();

        assertThat(ann.roster().isAdmitted(cat.id())).isFalse();
        assertThat(bob.roster().revocation(cat.id()).orElseThrow().says().batches())
                .containsExactly(last);
        var epoch = bob.ring().writable().orElseThrow();
        assertThat(epoch).isNotEqualTo(before.orElseThrow());
        assertThat(bob.ring().epoch(epoch)).isEqualTo(ann.ring().epoch(epoch)).isPresent();
        assertThat(cat.ring().epoch(epoch)).isEmpty();
        assertThat(cat.ring().epoch(before.get())).as("she keeps what she had").isPresent();
        here.until("nobody is linked with her", () -> cat.cluster.connected().isEmpty());
        here.until("she knows why", () -> !cat.roster().isAdmitted(cat.id()));
    }

    @Test
    void nobody_sees_a_removal_without_the_epoch_that_follows() throws Exception {
        var seen = new CopyOnWriteArrayList<Roster>();
        for (var one : List.of(ann, bob)) {
            one.cluster.watch(
                    event -> {
                        if (event instanceof ClusterEvent.RosterChanged(_, var now)) {
                            seen.add(now);
                        }
                    });
        }
        ann.governor.remove(cat.id(), List.of());
        untilBobHeard();
        assertThat(seen).isNotEmpty().noneMatch(Roster::needsRotation);
    }

    @Test
    void who_joins_after_a_rotation_reads_what_was_before() throws Exception {
        var before = ann.ring().writable().orElseThrow();
        ann.governor.remove(cat.id(), List.of());
        var dan = here.guest("dan").joins(ann.invites(Role.MEMBER));
        assertThat(dan.ring().epoch(before)).isEqualTo(ann.ring().epoch(before)).isPresent();
        assertThat(dan.ring().writable()).isEqualTo(ann.ring().writable());
        assertThat(dan.names()).containsExactly("ann", "bob", "dan");
    }

    @Test
    void a_keeper_goes_without_a_rotation() throws Exception {
        var kim = here.guest("kim").joins(ann.invites(Role.KEEPER));
        var before = ann.ring().writable();
        ann.governor.remove(kim.id(), List.of());
        assertThat(ann.ring().writable()).isEqualTo(before);
    }

    @Test
    void removing_says_why_it_cannot_be() {
        assertThatThrownBy(() -> bob.governor.remove(ann.id(), List.of()))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("before this one");
        assertThatThrownBy(() -> ann.governor.remove(ann.id(), List.of()))
                .hasMessageContaining("does not remove itself");
        assertThatThrownBy(() -> ann.governor.remove(here.guest("eve").id(), List.of()))
                .hasMessageContaining("no such device");
        assertThatThrownBy(() -> cat.governor.rename(bob.id(), "mine"))
                .hasMessageContaining("may not");
        assertThat(ann.roster().admitted()).hasSize(3);
    }

    @Test
    void a_device_is_renamed_everywhere_and_names_stay_apart() throws Exception {
        cat.governor.rename(cat.id(), "cathy");
        here.untilAllKnowTheSame();
        assertThat(bob.names()).containsExactly("ann", "bob", "cathy");
        assertThatThrownBy(() -> ann.governor.rename(bob.id(), "cathy"))
                .hasMessageContaining("is called that");
        ann.governor.rename(bob.id(), "bob");
    }

    @Test
    void who_was_admitted_beside_a_rotation_is_given_its_epoch() throws Exception {
        here.path(ann.id(), bob.id(), LinkConditions.CUT);
        here.until("they are apart", () -> ann.cluster.connection(bob.id()).isEmpty());
        cat.cluster.close();
        ann.governor.remove(cat.id(), List.of());
        var dan = here.guest("dan").joins(bob.invites(Role.MEMBER));
        here.path(ann.id(), bob.id(), LinkConditions.PERFECT);
        here.until("they agree", () -> ann.roster().heads().equals(dan.roster().heads()));
        var leaf = ann.roster().leaves().getFirst().id();
        assertThat(dan.ring().epoch(leaf)).isEmpty();

        ann.governor.mend();
        here.until("dan heard", () -> ann.roster().heads().equals(dan.roster().heads()));
        assertThat(dan.ring().epoch(leaf)).isEqualTo(ann.ring().epoch(leaf)).isPresent();
        assertThat(dan.ring().writable()).isEqualTo(ann.ring().writable());
    }

    @Test
    void when_no_epoch_is_safe_the_senior_owner_begins_one() throws Exception {
        ann.cluster.state(roster -> List.of(new Revoked(cat.id(), Optional.empty(), List.of())));
        untilBobHeard();
        assertThat(bob.ring().writable()).isEmpty();
        bob.governor.mend();
        assertThat(bob.ring().writable()).as("it is for ann to do").isEmpty();
        ann.governor.mend();
        untilBobHeard();
        assertThat(bob.ring().writable()).isPresent();
    }

    private void untilBobHeard() throws InterruptedException {
        here.until("bob heard", () -> bob.roster().heads().equals(ann.roster().heads()));
    }
}
