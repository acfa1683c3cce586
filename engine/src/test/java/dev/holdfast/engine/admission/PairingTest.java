package dev.holdfast.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.JoinMessage.PairAnswer;
import dev.holdfast.engine.core.wire.JoinMessage.PairOpen;
import dev.holdfast.engine.crypto.bc.BcPake;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.pairing.Code;
import dev.holdfast.engine.pairing.GuestRun;
import dev.holdfast.engine.pairing.Parties;
import dev.holdfast.engine.share.TicketBook;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A guest comes with four words.
@Timeout(120)
class PairingTest {

    private static final Code WRONG = new Code(List.of("zoo", "zoo", "zoo", "zoo"));

    private final Homestead here = new Homestead();
    private Homestead.Home ann;
    private Homestead.Guest bob;

    @BeforeEach
    void found() throws Exception {
        ann = here.guest("ann").founds();
        bob = here.guest("bob");
    }

    @AfterEach
    void leave() {
        here.close();
    }

    @Test
    void a_guest_with_the_code_comes_in_and_both_show_the_same_words() throws Exception {
        var invitation = ann.offers(Role.MEMBER);
        var welcome = bob.asks(invitation.code(), ann.at);
        assertThat(welcome.inviter()).isEqualTo(ann.id());
        assertThat(welcome.check()).isPresent().isEqualTo(ann.inviter.check(invitation.bearer()));
        assertThat(ann.inviter.guest(invitation.bearer())).contains(bob.id());
        var home = bob.starts(welcome);
        assertThat(home.names()).containsExactly("ann", "bob");
        assertThat(home.ring().dedup()).isEqualTo(ann.ring().dedup()).isPresent();
        assertThat(ann.roleOf(bob.id())).contains(Role.MEMBER);
    }

    @Test
    void a_keeper_is_given_no_secret() throws Exception {
        var kim = bob.starts(bob.asks(ann.offers(Role.KEEPER).code(), ann.at));
        assertThat(kim.ring().dedup()).isEmpty();
        assertThat(ann.roleOf(bob.id())).contains(Role.KEEPER);
    }

    @Test
    void a_guest_is_told_where_the_others_are() throws Exception {
        var cat = here.guest("cat").joins(ann.invites(Role.MEMBER));
        here.until("ann heard where cat is", () -> ann.cluster.addresses().size() == 2);
        var welcome = bob.asks(ann.offers(Role.MEMBER).code(), ann.at);
        assertThat(welcome.othersAt()).containsEntry(cat.id(), List.of(cat.at));
    }

    @Test
    void a_code_is_good_for_one_device_and_only_who_knows_it_is_told_that() throws Exception {
        var code = ann.offers(Role.MEMBER).code();
        bob.asks(code, ann.at);
        var eve = here.guest("eve");
        refused(() -> eve.asks(code, ann.at), "Another device has joined");
        refused(() -> eve.asks(WRONG, ann.at), "not the code that is open");
        assertThat(ann.roster().device(eve.id())).isEmpty();
    }

    @Test
    void a_code_ends() throws Exception {
        var code = ann.offers(Role.MEMBER).code();
        assertThat(ann.inviter.isOpen()).isTrue();
        here.passes(ofMinutes(10));
        assertThat(ann.inviter.isOpen()).isFalse();
        refused(() -> bob.asks(code, ann.at), "The time of this code is over");
    }

    @Test
    void ten_wrong_codes_burn_it_and_it_opens_no_run_any_more() throws Exception {
        var invitation = ann.offers(Role.MEMBER);
        for (int i = 1; i < TicketBook.WRONG_MAX; i++) {
            refused(() -> bob.asks(WRONG, ann.at), "not the code that is open");
        }
        assertThat(ann.inviter.isBurnt(invitation.bearer())).isFalse();
        refused(() -> bob.asks(WRONG, ann.at), "worth nothing");
        assertThat(ann.inviter.isBurnt(invitation.bearer())).isTrue();
        assertThat(ann.inviter.isOpen()).isFalse();
        refused(() -> bob.asks(invitation.code(), ann.at), "worth nothing");
        assertThat(ann.roster().device(bob.id())).isEmpty();
        bob.asks(ann.offers(Role.MEMBER).code(), ann.at);
    }

    @Test
    void nine_wrong_codes_leave_the_tenth_try() throws Exception {
        var code = ann.offers(Role.MEMBER).code();
        for (int i = 1; i < TicketBook.WRONG_MAX; i++) {
            refused(() -> bob.asks(WRONG, ann.at), "not the code that is open");
        }
        assertThat(bob.asks(code, ann.at).roster().isAdmitted(bob.id())).isTrue();
    }

    @Test
    void a_code_that_was_taken_back_lets_nobody_in() throws Exception {
        var invitation = ann.offers(Role.MEMBER);
        ann.inviter.close(invitation.bearer());
        refused(() -> bob.asks(invitation.code(), ann.at), "No invitation is open");
    }

    @Test
    void a_later_code_takes_the_place_of_an_earlier_one() throws Exception {
        var earlier = ann.offers(Role.OWNER);
        var later = ann.offers(Role.KEEPER);
        refused(() -> bob.asks(earlier.code(), ann.at), "not the code that is open");
        ann.inviter.close(earlier.bearer());
        bob.asks(later.code(), ann.at);
        assertThat(ann.roleOf(bob.id())).contains(Role.KEEPER);
        assertThat(ann.inviter.guest(later.bearer())).contains(bob.id());
    }

    @Test
    void a_join_that_broke_off_is_tried_again_with_the_same_code_and_admits_once()
            throws Exception {
        var invitation = ann.offers(Role.MEMBER);
        bob.asks(invitation.code(), ann.at);
        ann.inviter.close(invitation.bearer());
        bob.starts(bob.asks(invitation.code(), ann.at));
        assertThat(ann.log.stream().filter(s -> s.statement() instanceof Admitted)).hasSize(1);
    }

    @Test
    void who_was_put_out_does_not_come_back() throws Exception {
        bob.starts(bob.asks(ann.offers(Role.MEMBER).code(), ann.at));
        ann.governor.remove(bob.id(), List.of());
        var code = ann.offers(Role.MEMBER).code();
        refused(() -> bob.asks(code, ann.at), "may not admit");
    }

    @Test
    void only_an_owner_lets_somebody_in() throws Exception {
        var home = bob.starts(bob.asks(ann.offers(Role.MEMBER).code(), ann.at));
        var code = home.offers(Role.MEMBER).code();
        refused(() -> here.guest("cat").asks(code, home.at), "may not admit");
    }

    @Test
    void of_several_devices_the_one_that_knows_the_code_is_found() throws Exception {
        var other = here.guest("other").founds();
        var third = here.guest("third").founds();
        third.offers(Role.MEMBER);
        var code = ann.offers(Role.MEMBER).code();
        var nobody = new Endpoint("nobody", 1);
        var welcome = bob.asks(code, nobody, other.at, third.at, ann.at);
        assertThat(welcome.inviter()).isEqualTo(ann.id());
        refused(() -> here.guest("cat").asks(WRONG, other.at, third.at), "not the code");
        refused(() -> here.guest("cat").asks(WRONG, other.at), "No invitation is open");
    }

    @Test
    void a_guest_is_told_when_nobody_answers() {
        assertThatThrownBy(() -> bob.asks(WRONG, new Endpoint("nobody", 1)))
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.UNREACHABLE));
    }

    @Test
    void a_connection_is_good_for_one_run() throws Exception {
        ann.offers(Role.MEMBER);
        var connection = dial();
        var pake = new BcPake(new Random(1)::nextBytes);
        var run = GuestRun.begin(pake, new Parties(ann.id(), bob.id()), WRONG);
        var open = ((GuestRun.Say) run.effect()).message();
        try (var one = connection.open();
                var two = connection.open()) {
            one.send(open);
            assertThat(one.receive(ofSeconds(60))).isInstanceOf(PairAnswer.class);
            two.send(open);
            here.until("ann hangs up", () -> connection.traffic().ended().isPresent());
        }
        assertThat(connection.traffic().ended().map(CloseReason::code))
                .isEqualTo(Optional.of(CloseCode.WRONG_STATE));
    }

    @Test
    void who_hangs_up_before_it_has_proved_anything_has_made_no_guess() throws Exception {
        var invitation = ann.offers(Role.MEMBER);
        for (int i = 0; i < 2 * TicketBook.WRONG_MAX; i++) {
            var connection = dial();
            try (var stream = connection.open()) {
                stream.send(new PairOpen(new byte[196]));
                here.until("ann hangs up", () -> connection.traffic().ended().isPresent());
            }
        }
        assertThat(ann.inviter.isBurnt(invitation.bearer())).isFalse();
        assertThat(bob.asks(invitation.code(), ann.at).inviter()).isEqualTo(ann.id());
    }

    private Connection dial() throws Exception {
        var dial = new Dial(ann.at, Optional.empty(), Protocol.PAIR, ofSeconds(30));
        return bob.transport.connect(dial, (from, stream) -> {});
    }

    private static void refused(ThrowingCallable join, String what) {
        assertThatThrownBy(join)
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> {
                            assertThat(e.problem().what()).contains(what);
                            assertThat(e.problem().remedy()).isNotEmpty();
                        });
    }
}
