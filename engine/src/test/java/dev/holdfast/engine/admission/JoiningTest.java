package dev.holdfast.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.JoinMessage.JoinAsk;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.share.Ticket;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

/// A guest comes with a ticket.
@Timeout(120)
class JoiningTest {

    private final Homestead here = new Homestead();
    private Homestead.Home ann;

    @BeforeEach
    void found() throws Exception {
        ann = here.guest("ann").founds();
    }

    @AfterEach
    void leave() {
        here.close();
    }

    @Test
    void three_devices_come_into_one_pool() throws Exception {
        var bob = here.guest("bob").joins(ann.invites(Role.OWNER));
        var cat = here.guest("cat").joins(ann.invites(Role.MEMBER));
        here.untilAllKnowTheSame();
        here.until("bob and cat meet", () -> bob.cluster.connection(cat.id()).isPresent());
        for (var home : List.of(ann, bob, cat)) {
            assertThat(home.names()).containsExactly("ann", "bob", "cat");
            assertThat(home.ring().dedup()).isEqualTo(ann.ring().dedup()).isPresent();
            assertThat(home.ring().writable()).isEqualTo(ann.ring().writable()).isPresent();
        }
        assertThat(ann.roleOf(cat.id())).contains(Role.MEMBER);
    }

    @Test
    void a_guest_of_ann_comes_in_through_bob_who_has_not_heard_of_her() throws Exception {
        var bob = here.guest("bob").joins(ann.invites(Role.OWNER));
        here.untilAllKnowTheSame();
        var guest = here.guest("cat");
        here.path(ann.id(), bob.id(), LinkConditions.CUT);
        here.path(guest.id(), bob.id(), LinkConditions.CUT);
        var cat = guest.joins(ann.invites(Role.MEMBER));
        assertThat(bob.roster().device(cat.id())).isEmpty();

        here.path(ann.id(), cat.id(), LinkConditions.CUT);
        here.path(cat.id(), bob.id(), LinkConditions.PERFECT);
        cat.cluster.hint(bob.id(), List.of(bob.at));
        here.until("bob lets her in", () -> bob.cluster.connection(cat.id()).isPresent());
        here.until("he knows her", () -> bob.roster().isAdmitted(cat.id()));
        assertThat(bob.names()).containsExactly("ann", "bob", "cat");
    }

    @Test
    void a_guest_is_told_where_the_others_are() throws Exception {
        var bob = here.guest("bob").joins(ann.invites(Role.MEMBER));
        here.until("ann heard where bob is", () -> ann.cluster.addresses().size() == 2);
        var welcome = here.guest("cat").asks(ann.invites(Role.MEMBER));
        assertThat(welcome.othersAt()).containsEntry(bob.id(), List.of(bob.at));
    }

    @Test
    void a_keeper_is_given_no_secret() throws Exception {
        var kim = here.guest("kim").joins(ann.invites(Role.KEEPER));
        assertThat(kim.ring().dedup()).isEmpty();
        assertThat(kim.ring().writable()).isEmpty();
        assertThat(kim.names()).isEmpty();
        assertThat(ann.names()).containsExactly("ann", "kim");
    }

    @Test
    void a_ticket_is_good_for_one_device() throws Exception {
        var ticket = ann.invites(Role.MEMBER);
        here.guest("bob").joins(ticket);
        var eve = here.guest("eve");
        refused(() -> eve.asks(ticket), "Another device has joined");
        assertThat(ann.roster().device(eve.id())).isEmpty();
    }

    @Test
    void a_ticket_ends() throws Exception {
        var ticket = ann.invites(Role.MEMBER);
        here.passes(ofMinutes(10));
        refused(() -> here.guest("bob").asks(ticket), "The time of this code is over");
    }

    @Test
    void a_ticket_that_was_not_given_out_admits_nobody() throws Exception {
        var ticket = ann.ticket(Role.OWNER, here.bearer());
        refused(() -> here.guest("bob").asks(ticket), "does not know this code");
        var mine = ann.invites(Role.OWNER);
        ann.inviter.close(mine.bearer());
        refused(() -> here.guest("bob").asks(mine), "does not know this code");
    }

    @Test
    void a_join_that_broke_off_is_tried_again_and_admits_once() throws Exception {
        var ticket = ann.invites(Role.MEMBER);
        var bob = here.guest("bob");
        breakOff(bob, ticket);
        assertThat(ann.inviter.guest(ticket.bearer())).contains(bob.id());

        bob.joins(ticket);
        assertThat(ann.log.stream().filter(s -> s.statement() instanceof Admitted)).hasSize(1);
    }

    @Test
    void who_is_in_is_told_so_although_the_ticket_is_forgotten() throws Exception {
        var ticket = ann.invites(Role.MEMBER);
        var bob = here.guest("bob");
        breakOff(bob, ticket);
        here.passes(ofDays(2));
        ann.invites(Role.MEMBER);
        assertThat(bob.asks(ticket).roster().isAdmitted(bob.id())).isTrue();
    }

    @Test
    void a_guest_talks_to_nobody_but_the_inviter() throws Exception {
        var bob = here.guest("bob").joins(ann.invites(Role.OWNER));
        var real = ann.invites(Role.MEMBER);
        var elsewhere =
                new Ticket(
                        real.pool(), real.inviter(), List.of(bob.at), real.bearer(), real.terms());
        refused(
                () -> here.guest("cat").asks(elsewhere),
                "Another device than the one that invited");
    }

    @Test
    void a_guest_is_told_when_nobody_answers() throws Exception {
        var ticket = ann.invites(Role.MEMBER);
        ann.cluster.close();
        assertThatThrownBy(() -> here.guest("bob").asks(ticket))
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.UNREACHABLE));
    }

    @Test
    void only_an_owner_lets_somebody_in() throws Exception {
        var bob = here.guest("bob").joins(ann.invites(Role.MEMBER));
        var ticket = bob.invites(Role.MEMBER);
        refused(() -> here.guest("cat").asks(ticket), "may not admit");
    }

    @Test
    void who_was_put_out_does_not_come_back() throws Exception {
        var guest = here.guest("bob");
        guest.joins(ann.invites(Role.MEMBER));
        ann.governor.remove(guest.id(), List.of());
        refused(() -> guest.asks(ann.invites(Role.MEMBER)), "may not admit");
    }

    @Test
    void a_second_device_of_a_name_gets_a_number() throws Exception {
        here.guest("bob").joins(ann.invites(Role.MEMBER));
        here.guest("bob").joins(ann.invites(Role.MEMBER));
        here.guest("bob").joins(ann.invites(Role.MEMBER));
        assertThat(ann.names()).containsExactly("ann", "bob", "bob-2", "bob-3");
    }

    /// Asks, and is gone without having read the answer.
    private void breakOff(Homestead.Guest guest, Ticket ticket) throws Exception {
        var at = ticket.addresses().getFirst();
        var dial = new Dial(at, ticket.inviter(), Protocol.PAIR, ofSeconds(30));
        var connection = guest.transport.connect(dial, (_, _) -> {});
        var box = guest.keys.boxes().publicKey();
        var secret = ticket.bearer().toBytes();
        connection.open().send(new JoinAsk(secret, box, guest.name, Homestead.CAPACITY));
        here.until("he is in", () -> ann.roster().isAdmitted(guest.id()));
        connection.close(CloseReason.of(CloseCode.LOST, "the train enters a tunnel"));
    }

    private static void refused(ThrowingCallable join, String what) {
        assertThatThrownBy(join)
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> {
                            assertThat(e.problem().code()).isEqualTo(Problem.Code.REFUSED);
                            assertThat(e.problem().what()).contains(what);
                            assertThat(e.problem().remedy()).isNotBlank();
                        });
    }
}
