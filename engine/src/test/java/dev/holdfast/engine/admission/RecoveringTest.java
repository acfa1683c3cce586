package dev.holdfast.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement.Revoked;
import dev.holdfast.engine.core.membership.Statement.Rotated;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.NamesMessage.VolumeHeads;
import dev.holdfast.engine.core.wire.RecoveryMessage.Ask;
import dev.holdfast.engine.core.wire.RecoveryMessage.Challenge;
import dev.holdfast.engine.core.wire.RecoveryMessage.Proof;
import dev.holdfast.engine.core.wire.RecoveryMessage.Refusal;
import dev.holdfast.engine.core.wire.RecoveryMessage.Refused;
import dev.holdfast.engine.core.wire.RosterMessage.Statements;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.recovery.Ruling;
import dev.holdfast.engine.recovery.Seeker;
import dev.holdfast.engine.recovery.Seeker.Place;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Somebody comes with the recovery words, or says so.
@Timeout(120)
class RecoveringTest {

    private final Homestead here = new Homestead();
    private Homestead.Home ann;
    private Homestead.Guest dan;

    @BeforeEach
    void found() throws Exception {
        ann = here.guest("ann").founds();
        dan = here.guest("dan");
    }

    @AfterEach
    void leave() {
        here.close();
    }

    @Test
    void the_words_open_what_one_device_knows_of_the_pool() throws Exception {
        var bob = here.guest("bob").joins(ann.invites(Role.MEMBER));
        here.until("ann heard where bob is", () -> ann.cluster.addresses().size() == 2);
        var told = asks("ann", ann);
        assertThat(told.by().device()).isEqualTo(ann.id());
        assertThat(told.roster().heads()).isEqualTo(ann.roster().heads());
        assertThat(told.othersAt()).containsEntry(bob.id(), List.of(bob.at));
        assertThat(ann.roster().device(dan.id())).as("nothing was stated").isEmpty();
    }

    @Test
    void the_words_of_another_pool_open_nothing() throws Exception {
        refused(() -> asks("eve", ann), Problem.Code.REFUSED, "belong to another pool");
        var eve = here.guest("eve").founds();
        refused(() -> asks("ann", eve), Problem.Code.REFUSED, "belong to another pool");
    }

    @Test
    void nobody_answers() {
        var nowhere = new Endpoint("nowhere", 9);
        refused(
                () -> dan.seeks("ann").ask(nowhere, Optional.empty()),
                Problem.Code.UNREACHABLE,
                "No device of a pool answers");
    }

    @Test
    void of_all_that_are_near_those_of_the_pool_answer_and_a_liar_is_not_in_the_way()
            throws Exception {
        var bob = here.guest("bob").joins(ann.invites(Role.KEEPER));
        var eve = here.guest("eve").founds();
        var nowhere = new Endpoint("nowhere", 9);
        var told =
                dan.seeks("ann")
                        .askAll(
                                Stream.of(nowhere, eve.at, bob.at, ann.at)
                                        .map(at -> new Place(List.of(at), Optional.empty()))
                                        .toList());
        assertThat(told)
                .extracting(one -> one.by().device())
                .containsExactlyInAnyOrder(ann.id(), bob.id());
        told.forEach(one -> one.by().close());
    }

    @Test
    void who_answers_and_is_none_of_the_pool_is_not_believed() throws Exception {
        var eve = here.guest("eve").has(ann.roster());
        refused(() -> asks("ann", eve), Problem.Code.REFUSED, "is none of the pool");
        assertThat(eve.roster().device(dan.id())).isEmpty();
    }

    @Test
    void nothing_is_told_before_the_proof() throws Exception {
        for (var first :
                List.of(
                        new VolumeHeads(List.of(), false),
                        new Statements(List.of(), false),
                        new Proof(new byte[64]))) {
            assertThat(answer(first)).as(first.toString()).isEmpty();
        }
    }

    private Optional<Message> answer(Message first) throws Exception {
        var connection = dials(ann);
        try (var stream = connection.open()) {
            stream.send(first);
            return Optional.of(stream.receive(ofSeconds(30)));
        } catch (NetException e) {
            return Optional.empty();
        } finally {
            connection.close(CloseReason.of(CloseCode.DONE, "seen"));
        }
    }

    @Test
    void a_proof_made_for_another_device_is_none() throws Exception {
        var mallory = here.guest("mallory");
        assertThat(proof(ann, mallory.id(), dan.id())).isEqualTo(new Refused(Refusal.OTHER_WORDS));
        assertThat(proof(ann, ann.id(), mallory.id())).isEqualTo(new Refused(Refusal.OTHER_WORDS));
        assertThat(proof(ann, ann.id(), dan.id())).isInstanceOf(Statements.class);
    }

    @Test
    void a_proof_is_good_once() throws Exception {
        var signature = new byte[1][];
        var first = proof(ann, nonce -> signature[0] = sign(nonce, ann.id(), dan.id()));
        assertThat(first).isInstanceOf(Statements.class);
        assertThat(proof(ann, _ -> signature[0])).isEqualTo(new Refused(Refusal.OTHER_WORDS));
    }

    @Test
    void what_a_stranger_tries_is_bounded_and_soon_forgotten() throws Exception {
        for (int i = 0; i < 20; i++) {
            refused(() -> asks("eve", ann), Problem.Code.REFUSED, "another pool");
        }
        refused(() -> asks("ann", ann), Problem.Code.BUSY, "too many wrong words");
        here.passes(ofMinutes(1));
        assertThat(asks("ann", ann).roster().pool()).isEqualTo(ann.roster().pool());
    }

    @Test
    void a_device_made_anew_is_in_and_the_lost_are_out() throws Exception {
        var bob = here.guest("bob").joins(ann.invites(Role.OWNER));
        var cat = here.guest("cat").joins(ann.invites(Role.MEMBER));
        here.untilAllKnowTheSame();
        var told = asks("ann", bob);
        var now = ruling().recovered(told.roster(), dan.newcomer(), lost(told.roster(), ann));
        told.by().bring(now.missing(told.roster().heads()));
        assertThat(bob.roster().heads()).isEqualTo(now.heads());
        assertThat(bob.roster().isAdmitted(ann.id())).isFalse();
        var home = dan.has(now);
        home.cluster.hint(bob.id(), List.of(bob.at));
        here.until("bob is linked", () -> home.cluster.connection(bob.id()).isPresent());
        here.until("ann heard that she is out", () -> !ann.roster().isAdmitted(ann.id()));
        here.until("cat heard of it", () -> cat.roster().isAdmitted(dan.id()));
        assertThat(home.names()).containsExactly("bob", "cat", "dan");
        assertThat(home.ring().dedup()).isEqualTo(bob.ring().dedup()).isPresent();
        assertThat(home.ring().writable()).isEqualTo(bob.ring().writable()).isPresent();
        assertThat(ann.ring().epoch(home.ring().writable().orElseThrow())).isEmpty();
        home.governor.remove(bob.id(), List.of());
        assertThat(home.roster().isAdmitted(bob.id())).as("it is senior to all").isFalse();
    }

    @Test
    void a_device_that_nobody_told_lets_it_in_by_its_chain() throws Exception {
        var told = asks("ann", ann);
        var now = ruling().recovered(told.roster(), dan.newcomer(), List.of());
        var home = dan.has(now);
        home.cluster.hint(ann.id(), List.of(ann.at));
        here.until("ann lets it in", () -> ann.roster().isAdmitted(dan.id()));
        here.untilAllKnowTheSame();
        assertThat(ann.roster().unreleased()).hasSize(1);
    }

    @Test
    void an_epoch_begun_beside_the_recovery_is_given_to_the_device() throws Exception {
        var bob = here.guest("bob").joins(ann.invites(Role.MEMBER));
        here.untilAllKnowTheSame();
        var told = asks("ann", ann);
        var now = ruling().recovered(told.roster(), dan.newcomer(), List.of());
        here.path(ann.id(), dan.id(), LinkConditions.CUT);
        ann.governor.remove(bob.id(), List.of());
        var begun = ann.ring().writable().orElseThrow();
        here.path(ann.id(), dan.id(), LinkConditions.PERFECT);
        var home = dan.has(now);
        home.cluster.hint(ann.id(), List.of(ann.at));
        here.until("ann knows it", () -> ann.roster().isAdmitted(dan.id()));
        here.until("they are linked", () -> ann.cluster.connection(dan.id()).isPresent());
        here.until("both know the same", () -> knowTheSame(home));
        assertThat(home.ring().epoch(begun)).isEmpty();
        ann.governor.mend();
        here.until("both know the same", () -> knowTheSame(home));
        assertThat(home.ring().epoch(begun)).isPresent();
    }

    private boolean knowTheSame(Homestead.Home home) {
        return home.roster().heads().equals(ann.roster().heads());
    }

    @Test
    void the_words_open_every_epoch_that_ever_began() throws Exception {
        for (var name : List.of("bob", "cat", "fay")) {
            var guest = here.guest(name).joins(ann.invites(Role.MEMBER));
            ann.governor.remove(guest.id(), List.of());
        }
        var ring = KeyRing.recovered(ann.roster(), dan.tools, Homestead.words("ann"));
        assertThat(ann.roster().epochs()).hasSize(4);
        for (var epoch : ann.roster().epochs()) {
            assertThat(ring.epoch(epoch.id())).isEqualTo(ann.ring().epoch(epoch.id())).isPresent();
        }
        assertThat(ring.dedup()).contains(Homestead.words("ann").dedup());
        assertThat(KeyRing.recovered(ann.roster(), dan.tools, Homestead.words("eve")).dedup())
                .isEmpty();
    }

    @Test
    void an_epoch_with_a_box_that_the_words_do_not_open_is_noticed() throws Exception {
        var good = ann.ring().rotated(Optional.empty());
        var odd =
                new Rotated(
                        good.wrapped(),
                        good.wraps(),
                        good.boxes(),
                        ann.ring().rotated(Optional.empty()).recoveryBox());
        var roster = stated(odd);
        var epoch = roster.leaves().getFirst().id();
        assertThat(KeyRing.of(roster, ann.self.tools).epoch(epoch)).isPresent();
        var ring = KeyRing.recovered(roster, dan.tools, Homestead.words("ann"));
        assertThat(ring.epoch(epoch)).as("another epoch's secret is none").isEmpty();
        assertThat(ring.epoch(ann.roster().pool().hash())).isPresent();
    }

    private Roster stated(Rotated rotated) {
        var heading = ann.roster().heading(Optional.of(ann.id()));
        var signed = SignedStatement.sign(heading, rotated, ann.self.keys::sign);
        return ann.roster().with(List.of(signed), Homestead.SIGNATURES::verify);
    }

    private Ruling ruling() {
        return new Ruling(dan.tools, Homestead.words("ann"), Homestead.SIGNATURES::verify);
    }

    private static List<Revoked> lost(Roster roster, Homestead.Home home) {
        var last = roster.lastOf(home.id()).map(SignedStatement::id);
        return List.of(new Revoked(home.id(), last, List.of()));
    }

    private Seeker.Told asks(String words, Homestead.Home home)
            throws NodeException, InterruptedException {
        return dan.seeks(words).ask(home.at, Optional.empty());
    }

    private Connection dials(Homestead.Home home) throws Exception {
        var dial = new Dial(home.at, home.id(), Protocol.RECOVER, ofSeconds(30));
        return dan.transport.connect(dial, (_, _) -> {});
    }

    private interface Signer {
        byte[] sign(Hash nonce);
    }

    private Message proof(Homestead.Home home, DeviceId asked, DeviceId asking) throws Exception {
        return proof(home, nonce -> sign(nonce, asked, asking));
    }

    private Message proof(Homestead.Home home, Signer signer) throws Exception {
        var connection = dials(home);
        try (var stream = connection.open()) {
            stream.send(new Ask());
            var challenge = (Challenge) stream.receive(ofSeconds(30));
            stream.send(new Proof(signer.sign(challenge.nonce())));
            return stream.receive(ofSeconds(30));
        } finally {
            connection.close(CloseReason.of(CloseCode.DONE, "seen"));
        }
    }

    /// What is signed, written down here once more: it never changes.
    private static byte[] sign(Hash nonce, DeviceId asked, DeviceId asking) {
        var message =
                new CanonicalWriter()
                        .raw("holdfast recovery 1\n".getBytes(StandardCharsets.US_ASCII))
                        .hash(nonce)
                        .hash(asked.hash())
                        .hash(asking.hash())
                        .toBytes();
        return Homestead.words("ann").signAsRoot(message);
    }

    private static void refused(ThrowingCallable what, Problem.Code code, String why) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> {
                            assertThat(e.problem().code()).isEqualTo(code);
                            assertThat(e.problem().what()).contains(why);
                        });
    }
}
