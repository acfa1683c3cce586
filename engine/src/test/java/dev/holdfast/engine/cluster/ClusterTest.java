package dev.holdfast.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.cluster.ClusterEvent.Troubled;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.Health.State;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.DirectoryMessage;
import dev.holdfast.engine.core.wire.DirectoryMessage.PutRecords;
import dev.holdfast.engine.core.wire.PledgeMessage.Dropped;
import dev.holdfast.engine.core.wire.PledgeMessage.Noted;
import dev.holdfast.engine.core.wire.RosterMessage.RosterHeads;
import dev.holdfast.engine.core.wire.SessionMessage.Hello;
import dev.holdfast.engine.core.wire.SessionMessage.Present;
import dev.holdfast.engine.core.wire.SessionMessage.Stranger;
import dev.holdfast.engine.core.wire.SessionMessage.Versions;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.net.Transport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Optional;

/// The links between a few devices over a network of memory.
@Timeout(120)
class ClusterTest {

    private Optional<Village> village = Optional.empty();

    @AfterEach
    void leave() {
        village.ifPresent(Village::close);
    }

    @Test
    void devices_that_met_one_find_all_the_others() throws Exception {
        var v = village("ann", "bob", "cat");
        v.startAll();
        v.meet();
        v.untilLinked("ann", "bob");
        v.untilLinked("ann", "cat");
        v.untilLinked("bob", "cat");
        assertThat(v.get("bob").finds(v.get("cat"))).isEqualTo(State.ONLINE);
    }

    @Test
    void when_two_dial_at_once_one_link_is_kept() throws Exception {
        var v = village("ann", "bob");
        var ann = v.get("ann");
        var bob = v.get("bob");
        ann.knows(bob);
        bob.knows(ann);
        v.startAll();
        v.untilLinked("ann", "bob");
        v.until("both keep the same one", () -> isOneLink(ann, bob));
        v.passes(ofSeconds(10));
        v.until("a dial that came late changed nothing for long", () -> isOneLink(ann, bob));
    }

    @Test
    void what_one_states_all_hear_and_keep() throws Exception {
        var v = village("ann", "bob", "cat");
        v.startAll();
        v.meet();
        v.untilLinked("ann", "bob");
        v.untilLinked("ann", "cat");
        v.get("bob").admits("dan", Role.MEMBER);
        var dan = new ToyKeys("dan").id();
        v.until("cat knows dan", () -> v.get("cat").cluster.roster().isAdmitted(dan));
        v.until("ann kept it", () -> v.get("ann").log.equals(v.get("bob").log));
    }

    @Test
    void devices_that_were_apart_exchange_what_the_other_lacks() throws Exception {
        var v = village("ann", "bob");
        v.startAll();
        v.get("ann").admits("cat", Role.MEMBER);
        v.get("bob").admits("dan", Role.MEMBER);
        v.get("bob").admits("eve", Role.KEEPER);
        v.get("ann").knows(v.get("bob"));
        v.until("both know the same", () -> heads(v, "ann").equals(heads(v, "bob")));
        assertThat(v.get("ann").cluster.roster().admitted()).hasSize(5);
        assertThat(v.get("ann").log).containsExactlyInAnyOrderElementsOf(v.get("bob").log);
    }

    @Test
    void a_device_admitted_by_ann_joins_through_bob_who_has_not_heard() throws Exception {
        var v = village("ann", "bob");
        v.startAll();
        v.get("ann").admits("cat", Role.MEMBER);
        var cat = v.moveIn("cat", v.get("ann").cluster.roster().statements());
        assertThat(v.get("bob").cluster.roster().device(cat.id())).isEmpty();

        cat.start(List.of());
        cat.knows(v.get("bob"));
        v.untilLinked("cat", "bob");
        v.until("bob knows her", () -> v.get("bob").cluster.roster().isAdmitted(cat.id()));
        v.until("she is online", () -> v.get("bob").finds(cat) == State.ONLINE);
    }

    /// Of two sessions of a pair one is dropped, and what was on its way there is lost.
    @Test
    void how_things_stand_is_said_on_each_session_that_is_kept() throws Exception {
        var v = village("ann");
        v.startAll();
        var ann = v.get("ann");
        ann.admits("cat", Role.MEMBER);
        var transport = v.stranger(new ToyKeys("cat"));
        greeted(transport, ann);
        v.until("it is kept", () -> !ann.cluster.connected().isEmpty());
        var second = greeted(transport, ann);
        assertThat(second.receive(ofSeconds(30)))
                .isEqualTo(new RosterHeads(ann.cluster.roster().heads()));
        assertThat(second.receive(ofSeconds(30)))
                .isInstanceOfSatisfying(
                        PutRecords.class,
                        records ->
                                assertThat(records.entries())
                                        .extracting(DirectoryMessage.Entry::key)
                                        .containsExactly(ann.id().hash()));
    }

    private static Stream greeted(Transport transport, Village.Neighbour at) throws Exception {
        var dial = new Dial(at.home, at.id(), Protocol.PEER, ofSeconds(30));
        var stream = transport.connect(dial, (_, _) -> {}).open();
        var roster = at.cluster.roster();
        stream.send(new Hello(Versions.CURRENT, roster.pool(), roster.heads(), 1, List.of()));
        assertThat(stream.receive(ofSeconds(30))).isInstanceOf(Hello.class);
        return stream;
    }

    @Test
    void an_unknown_device_is_refused() throws Exception {
        var v = village("ann");
        v.startAll();
        var connection =
                strange(v, "eve", v.get("ann"), v.get("ann").cluster.roster().pool().hash());
        assertThat(connection.traffic().ended().orElseThrow().code())
                .isEqualTo(CloseCode.NOT_ADMITTED);
        assertThat(v.get("ann").cluster.connected()).isEmpty();
    }

    @Test
    void a_device_of_another_pool_is_told_so() throws Exception {
        var v = village("ann");
        v.startAll();
        var connection = strange(v, "eve", v.get("ann"), new Hash(1, 2, 3, 4));
        assertThat(connection.traffic().ended().orElseThrow().code())
                .isEqualTo(CloseCode.OTHER_POOL);
    }

    @Test
    void a_revoked_device_is_put_out_everywhere_and_learns_it() throws Exception {
        var v = village("ann", "bob", "cat");
        v.startAll();
        v.meet();
        v.untilLinked("ann", "cat");
        v.untilLinked("bob", "cat");
        var cat = v.get("cat");
        var connection = cat.cluster.connection(v.get("ann").id()).orElseThrow();
        v.get("ann").revokes("cat");
        v.until("she is put out", () -> connection.traffic().ended().isPresent());
        assertThat(connection.traffic().ended().orElseThrow().code()).isEqualTo(CloseCode.REVOKED);
        v.until("nobody is linked with her", () -> cat.cluster.connected().isEmpty());
        v.until("she knows", () -> !cat.cluster.roster().isAdmitted(cat.id()));
        v.until("it is told", () -> cat.events.stream().anyMatch(e -> e instanceof Troubled));
        v.passes(ofSeconds(60));
        v.passes(ofSeconds(60));
        assertThat(v.get("bob").isLinked(cat)).isFalse();
        assertThat(v.get("ann").isLinked(cat)).isFalse();
    }

    @Test
    void a_device_that_was_revoked_while_away_is_told_when_it_comes() throws Exception {
        var v = village("ann", "bob");
        v.get("ann").start(List.of());
        v.get("ann").admits("cat", Role.MEMBER);
        v.get("ann").revokes("bob");
        var bob = v.get("bob");
        bob.start(List.of());
        bob.knows(v.get("ann"));
        v.until("he knows", () -> !bob.cluster.roster().isAdmitted(bob.id()));
        v.until("nobody is linked with him", () -> bob.cluster.connected().isEmpty());
    }

    @Test
    void a_silent_peer_goes_offline_and_one_that_speaks_stays() throws Exception {
        var v = village("ann", "bob", "cat");
        v.startAll();
        v.meet();
        v.untilLinked("ann", "bob");
        v.untilLinked("ann", "cat");
        v.path("ann", "bob", LinkConditions.SILENT);
        var ann = v.get("ann");
        for (int i = 0; i < 12; i++) {
            v.passes(ofSeconds(5));
            var lately = v.now().minusSeconds(30);
            v.until("cat spoke", () -> ann.heard(v.get("cat")).isAfter(lately));
        }
        v.until("bob is offline", () -> ann.finds(v.get("bob")) == State.OFFLINE);
        v.until("the link is closed", () -> !ann.isLinked(v.get("bob")));
        assertThat(ann.isLinked(v.get("cat"))).isTrue();
    }

    @Test
    void a_broken_link_is_made_again() throws Exception {
        var v = village("ann", "bob");
        v.startAll();
        v.meet();
        v.untilLinked("ann", "bob");
        v.path("ann", "bob", LinkConditions.CUT);
        v.until("offline", () -> v.get("ann").finds(v.get("bob")) == State.OFFLINE);
        v.path("ann", "bob", LinkConditions.PERFECT);
        v.untilLinked("ann", "bob");
        v.until("online", () -> v.get("ann").finds(v.get("bob")) == State.ONLINE);
    }

    @Test
    void streams_go_to_the_room_that_answers_them() throws Exception {
        var v = village("ann", "bob");
        v.get("bob").dispatcher.on(Dropped.class, (_, _, stream) -> stream.send(new Noted()));
        v.startAll();
        v.meet();
        v.untilLinked("ann", "bob");
        var connection = v.get("ann").cluster.connection(v.get("bob").id()).orElseThrow();
        try (var stream = connection.open()) {
            stream.send(
                    new Dropped(new Hash(0, 0, 0, 1), List.of(new ChunkId(new Hash(1, 2, 3, 4)))));
            assertThat(stream.receive(ofSeconds(30))).isEqualTo(new Noted());
        }
        try (var stream = connection.open()) {
            stream.send(new Noted());
            v.until("it is closed", () -> connection.traffic().ended().isPresent());
        }
        assertThat(connection.traffic().ended().orElseThrow().code())
                .isEqualTo(CloseCode.WRONG_STATE);
    }

    @Test
    void nobody_states_what_it_may_not() throws Exception {
        var v = village("ann");
        v.startAll();
        v.get("ann").admits("bob", Role.MEMBER);
        var bob = v.moveIn("bob", v.get("ann").log);
        bob.start(List.of());
        assertThatThrownBy(() -> bob.admits("cat", Role.MEMBER))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("may not");
        assertThat(bob.log).isEqualTo(v.get("ann").log);
    }

    /// Greets as somebody that the pool does not know, and presents nothing.
    private static Connection strange(Village v, String who, Village.Neighbour at, Hash pool)
            throws Exception {
        var keys = new ToyKeys(who);
        var dial = new Dial(at.home, at.id(), Protocol.PEER, ofSeconds(30));
        var connection = v.stranger(keys).connect(dial, (_, _) -> {});
        var stream = connection.open();
        var id = new PoolId(pool);
        stream.send(new Hello(Versions.CURRENT, id, List.of(), 1, List.of()));
        v.until("an answer", () -> connection.traffic().ended().isPresent() || isStranger(stream));
        if (connection.traffic().ended().isEmpty()) {
            stream.send(new Present(List.of()));
            assertThatThrownBy(() -> stream.receive(ofSeconds(30)))
                    .as("a stranger is told nothing")
                    .isInstanceOf(NetException.class);
        }
        v.until("turned away", () -> connection.traffic().ended().isPresent());
        return connection;
    }

    private static boolean isStranger(Stream stream) {
        try {
            return stream.receive(ofMillis(100)) instanceof Stranger;
        } catch (NetException | InterruptedException e) {
            return false;
        }
    }

    private static boolean isOneLink(Village.Neighbour ann, Village.Neighbour bob) {
        var anns = ann.cluster.connection(bob.id());
        var bobs = bob.cluster.connection(ann.id());
        return anns.isPresent()
                && bobs.isPresent()
                && anns.get().peer().dialled() != bobs.get().peer().dialled()
                && anns.get().traffic().ended().isEmpty()
                && bobs.get().traffic().ended().isEmpty();
    }

    private static List<Hash> heads(Village v, String who) {
        return v.get(who).cluster.roster().heads();
    }

    private Village village(String... people) throws Exception {
        var made = Village.of(people);
        village = Optional.of(made);
        return made;
    }
}
