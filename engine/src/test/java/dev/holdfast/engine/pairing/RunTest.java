package dev.holdfast.engine.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.wire.JoinMessage;
import dev.holdfast.engine.core.wire.JoinMessage.JoinAsk;
import dev.holdfast.engine.core.wire.JoinMessage.JoinRefused;
import dev.holdfast.engine.core.wire.JoinMessage.PairAnswer;
import dev.holdfast.engine.core.wire.JoinMessage.PairOpen;
import dev.holdfast.engine.core.wire.JoinMessage.PairProof;
import dev.holdfast.engine.core.wire.JoinMessage.PairProved;
import dev.holdfast.engine.core.wire.JoinMessage.PairSealed;
import dev.holdfast.engine.core.wire.JoinMessage.Refusal;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.crypto.bc.BcPake;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A guest and an inviter, each a value, and somebody who carries what they say, or does not.
class RunTest {

    private static final Code CODE = new Code(List.of("tree", "lamp", "owner", "cabin"));
    private static final Code OTHER = new Code(List.of("tree", "lamp", "owner", "cable"));
    private static final DeviceId ANN = new DeviceId(new Hash(1, 1, 1, 1));
    private static final DeviceId BOB = new DeviceId(new Hash(2, 2, 2, 2));
    private static final DeviceId EVE = new DeviceId(new Hash(3, 3, 3, 3));
    private static final Parties US = new Parties(ANN, BOB);
    private static final Letter.Ask ASK = new Letter.Ask(new Hash(4, 4, 4, 4), "bob", 5);

    private final Pake pake = new BcPake(new Random(5)::nextBytes);
    private final InviterRun inviter = InviterRun.begin(pake, US, CODE, Role.MEMBER);
    private final GuestRun.Step opened = GuestRun.begin(pake, US, CODE);
    private final InviterRun.Step answered = inviter.heard(said(opened));
    private final GuestRun.Step shown = opened.next().heard(said(answered));
    private final InviterRun.Step judged = answered.next().heard(said(shown));

    private InviterRun.Step granted() {
        return judged.next().granted();
    }

    private GuestRun.Step asked() {
        return shown.next().heard(said(granted())).next().ask(ASK);
    }

    @Test
    void two_that_know_the_code_prove_it_to_each_other_and_show_the_same_words() {
        var check = ((InviterRun.Proved) judged.effect()).check();
        assertThat(shown.next().heard(said(granted())).effect())
                .isEqualTo(new GuestRun.Proved(check));
        assertThat(check).matches("[a-z]+ [a-z]+ [a-z]+");
    }

    @Test
    void what_they_say_then_is_read_by_the_other_alone_and_in_order() {
        var asked = asked();
        var admit = granted().next().heard(said(asked));
        assertThat(admit.effect()).isEqualTo(new InviterRun.Admit(ASK));
        var pool = new PoolId(new Hash(7, 7, 7, 7));
        var statements = List.of(new byte[] {1, 2}, new byte[0]);
        var first = admit.next().write(new Letter.Page(pool, statements, true));
        var last = first.next().write(new Letter.Places(List.of(new byte[] {9})));
        isBroken(asked.next().heard(said(last)));
        var page = asked.next().heard(said(first));
        assertThat(page.effect())
                .isInstanceOfSatisfying(
                        GuestRun.Read.class,
                        read -> {
                            var letter = (Letter.Page) read.letter();
                            assertThat(letter.pool()).isEqualTo(pool);
                            assertThat(letter.more()).isTrue();
                            assertThat(letter.statements()).containsExactlyElementsOf(statements);
                        });
        isBroken(page.next().heard(said(first)));
        assertThat(page.next().heard(said(last)).effect()).isInstanceOf(GuestRun.Read.class);
    }

    @Test
    void a_wrong_code_is_found_by_the_inviter_which_proves_nothing() {
        var opened = GuestRun.begin(pake, US, OTHER);
        var answered = inviter.heard(said(opened));
        var shown = opened.next().heard(said(answered));
        var judged = answered.next().heard(said(shown));
        assertThat(judged.effect()).isEqualTo(new InviterRun.Wrong());
        assertThatThrownBy(judged.next()::granted).isInstanceOf(IllegalStateException.class);
        assertThat(shown.next().heard(new JoinRefused(Refusal.WRONG_CODE)).effect())
                .isEqualTo(new GuestRun.Refused(Refusal.WRONG_CODE));
    }

    @Test
    void an_inviter_that_does_not_know_the_code_learns_nothing_of_the_guest() {
        var impostor = InviterRun.begin(pake, US, OTHER, Role.MEMBER).heard(said(opened));
        var shown = opened.next().heard(said(impostor));
        for (var proof : List.of(new byte[32], ((PairProof) said(shown)).proof())) {
            var told = shown.next().heard(new PairProved(proof));
            isBroken(told);
            assertThatThrownBy(() -> told.next().ask(ASK))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void nobody_writes_a_letter_before_the_other_has_proved_itself() {
        for (var run : List.of(opened.next(), shown.next())) {
            assertThatThrownBy(() -> run.ask(ASK)).isInstanceOf(IllegalStateException.class);
        }
        var places = new Letter.Places(List.of());
        for (var run : List.of(inviter, answered.next(), judged.next(), granted().next())) {
            assertThatThrownBy(() -> run.write(places)).isInstanceOf(IllegalStateException.class);
        }
        for (var run : List.of(inviter, answered.next(), granted().next())) {
            assertThatThrownBy(run::granted).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void what_was_said_on_one_connection_is_worth_nothing_on_another() {
        for (var elsewhere : List.of(new Parties(ANN, EVE), new Parties(EVE, BOB))) {
            var there = InviterRun.begin(pake, elsewhere, CODE, Role.MEMBER);
            isBroken(there.heard(said(opened)));
            isBroken(GuestRun.begin(pake, elsewhere, CODE).next().heard(said(answered)));
        }
    }

    @Test
    void a_role_that_somebody_changed_on_the_way_is_noticed() {
        var answer = (PairAnswer) said(answered);
        for (var role : List.of("OWNER", "member", "")) {
            isBroken(opened.next().heard(new PairAnswer(role, answer.opening(), answer.half())));
        }
    }

    @Test
    void a_mirror_is_not_taken_for_the_other_side() {
        var answer = (PairAnswer) said(answered);
        var open = (PairOpen) said(opened);
        for (var role : Role.values()) {
            isBroken(
                    opened.next()
                            .heard(new PairAnswer(role.name(), open.opening(), answer.half())));
        }
        isBroken(inviter.heard(new PairOpen(answer.opening())));
        var proof = ((PairProof) said(shown)).proof();
        isBroken(answered.next().heard(new PairProof(answer.half(), proof)));
        isBroken(shown.next().heard(new PairProved(proof)));
    }

    @Test
    void what_was_overheard_of_a_run_is_of_no_use_in_the_next() {
        var again = InviterRun.begin(pake, US, CODE, Role.MEMBER).heard(said(opened));
        assertThat(again.next().heard(said(shown)).effect())
                .isNotInstanceOf(InviterRun.Proved.class);
        isBroken(GuestRun.begin(pake, US, CODE).next().heard(said(answered)));
    }

    @Test
    void every_message_out_of_its_turn_ends_the_run_for_good() {
        var asked = asked();
        var places = granted().next().heard(said(asked)).next().write(new Letter.Places(List.of()));
        var toInviter = List.of(said(opened), said(shown), said(asked));
        var toGuest = List.of(said(answered), said(granted()), said(places));
        var inviters = List.of(inviter, answered.next(), granted().next());
        var guests = List.of(opened.next(), shown.next(), asked.next());
        var all = new ArrayList<Message>(toInviter);
        all.addAll(toGuest);
        all.add(new JoinAsk(new byte[8], new byte[32], "eve", 1));
        int turns = inviters.size();
        for (int at = 0; at < turns; at++) {
            for (int i = 0; i < all.size(); i++) {
                var there = inviters.get(at).heard(all.get(i));
                assertThat(there.effect() instanceof InviterRun.Broken)
                        .as("turn %d, message %d", at, i)
                        .isEqualTo(i != at);
                if (i != at) {
                    isBroken(there.next().heard(toInviter.get(at)));
                }
                var here = guests.get(at).heard(all.get(i));
                if (i != turns + at) {
                    isBroken(here);
                    isBroken(here.next().heard(toGuest.get(at)));
                }
            }
        }
    }

    @Test
    void every_changed_byte_is_noticed_and_only_a_wrong_proof_is_a_guess() {
        var open = ((PairOpen) said(opened)).opening();
        for (int i = 0; i < open.length; i += 5) {
            isBroken(inviter.heard(new PairOpen(changed(open, i))));
        }
        var proof = (PairProof) said(shown);
        for (int i = 0; i < proof.half().length; i += 5) {
            var other = new PairProof(changed(proof.half(), i), proof.proof());
            isBroken(answered.next().heard(other));
        }
        for (int i = 0; i < proof.proof().length; i += 3) {
            var other = new PairProof(proof.half(), changed(proof.proof(), i));
            assertThat(answered.next().heard(other).effect()).isEqualTo(new InviterRun.Wrong());
        }
    }

    @Test
    void a_letter_that_was_cut_or_changed_is_not_read() {
        var letter = ((PairSealed) said(asked())).letter();
        var awaiting = granted().next();
        for (int length = 0; length < letter.length; length++) {
            isBroken(awaiting.heard(new PairSealed(Arrays.copyOf(letter, length))));
        }
        isBroken(awaiting.heard(new PairSealed(changed(letter, 3))));
        isBroken(awaiting.heard(new PairSealed(new byte[JoinMessage.LETTER_BYTES_MAX])));
        assertThat(awaiting.heard(new PairSealed(letter)).effect())
                .isInstanceOf(InviterRun.Admit.class);
    }

    @Test
    void messages_of_another_length_cannot_be_made() {
        for (int length : new int[] {0, 195, 197, 1 << 20}) {
            assertThatThrownBy(() -> new PairOpen(new byte[length]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new PairProof(new byte[length], new byte[32]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new PairSealed(new byte[JoinMessage.LETTER_BYTES_MAX + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void isBroken(InviterRun.Step step) {
        assertThat(step.effect()).isInstanceOf(InviterRun.Broken.class);
    }

    private static void isBroken(GuestRun.Step step) {
        assertThat(step.effect()).isInstanceOf(GuestRun.Broken.class);
    }

    private static Message said(InviterRun.Step step) {
        return ((InviterRun.Say) step.effect()).message();
    }

    private static Message said(GuestRun.Step step) {
        return ((GuestRun.Say) step.effect()).message();
    }

    private static byte[] changed(byte[] bytes, int at) {
        var changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }
}
