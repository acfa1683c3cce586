package dev.holdfast.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import static java.time.Duration.ofSeconds;

import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.core.wire.SessionMessage.DialedBack;
import dev.holdfast.engine.core.wire.SessionMessage.Hello;
import dev.holdfast.engine.core.wire.SessionMessage.Versions;
import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.Listener;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// Where devices reach one another, over a network of memory.
@Timeout(120)
class ReachTest {

    private static final ToyKeys ANN = new ToyKeys("ann");
    private static final Endpoint NOWHERE = new Endpoint("nowhere", 1);

    private final AddressBook book = new AddressBook();
    private final Deaf deaf = new Deaf();
    private Instant now = Instant.ofEpochSecond(1_000_000);
    private final Reach reach = new Reach(deaf, book, () -> now);

    /// Nobody answers it, and it remembers whom it dialled.
    private static final class Deaf implements Transport {

        private final List<Dial> dialled = new CopyOnWriteArrayList<>();

        @Override
        public Listener listen(Endpoint at, Acceptor acceptor) throws NetException {
            throw new NetException(NetException.Kind.CANNOT_LISTEN, "deaf");
        }

        @Override
        public Connection connect(Dial dial, Acceptor acceptor) throws NetException {
            dialled.add(dial);
            throw new NetException(NetException.Kind.UNREACHABLE, "deaf");
        }

        @Override
        public void close() {}
    }

    @Test
    void who_is_asked_says_at_which_of_the_addresses_it_finds_whom() throws Exception {
        try (var v = Village.of("ann", "bob")) {
            v.startAll();
            v.meet();
            v.untilLinked("ann", "bob");
            var ann = v.get("ann");
            var bob = v.get("bob");
            ann.cluster.announce(List.of(ann.home, NOWHERE, bob.home));
            v.until("bob has heard it", () -> told(bob, ann) == 3);
            assertThat(ann.cluster.askReach())
                    .isEqualTo(
                            Map.of(bob.id(), new DialedBack(at(ann.home), at(NOWHERE, bob.home))));
            assertThat(ann.isLinked(bob)).as("the session stands").isTrue();
        }
    }

    @Test
    void a_device_of_an_earlier_version_is_not_asked() throws Exception {
        try (var v = Village.of("ann")) {
            v.startAll();
            var ann = v.get("ann");
            ann.admits("old", Role.MEMBER);
            var dial = new Dial(ann.home, ann.id(), Protocol.PEER, ofSeconds(30));
            var old = v.stranger(new ToyKeys("old")).connect(dial, (_, _) -> {}).open();
            var roster = ann.cluster.roster();
            var versions = new Versions(1, Versions.DIALS_BACK - 1);
            old.send(new Hello(versions, roster.pool(), roster.heads(), 1, List.of()));
            assertThat(old.receive(ofSeconds(30))).isInstanceOf(Hello.class);
            v.until("they are linked", () -> !ann.cluster.connected().isEmpty());
            assertThat(ann.cluster.askReach()).isEmpty();
            assertThat(ann.cluster.connected()).isEqualTo(Set.of(new ToyKeys("old").id()));
        }
    }

    @Test
    void nobody_is_dialled_but_the_asking_device_where_it_signed_and_not_twice_in_a_row()
            throws Exception {
        assertThat(reach.found(ANN.id())).isEqualTo(new DialedBack(List.of(), List.of()));
        assertThat(deaf.dialled).isEmpty();
        state(1, "a:1", "a:1", "nonsense", "b:2");
        book.hint(ANN.id(), List.of(NOWHERE));
        var missed = new DialedBack(List.of(), List.of("a:1", "nonsense", "b:2"));
        assertThat(reach.found(ANN.id())).isEqualTo(missed);
        assertThat(deaf.dialled).hasSize(2).allMatch(dial -> dial.isWelcome(ANN.id()));
        assertThat(deaf.dialled).noneMatch(dial -> dial.isWelcome(new ToyKeys("bob").id()));
        assertThat(deaf.dialled.stream().map(dial -> dial.to().toString()))
                .containsExactlyInAnyOrder("a:1", "b:2");

        passes(Reach.GAP.minusMillis(1));
        assertThat(reach.found(ANN.id())).isEqualTo(missed);
        assertThat(deaf.dialled).as("as it was found before").hasSize(2);
        passes(Duration.ofMillis(1));
        assertThat(reach.found(ANN.id())).isEqualTo(missed);
        assertThat(deaf.dialled).as("looked again").hasSize(4);
    }

    @Test
    void what_was_found_is_not_said_of_other_addresses() throws Exception {
        state(1, "a:1");
        var _ = reach.found(ANN.id());
        state(2, "b:2");
        assertThat(reach.found(ANN.id())).isEqualTo(new DialedBack(List.of(), List.of("b:2")));
    }

    private void passes(Duration time) {
        now = now.plus(time);
    }

    private void state(long revision, String... addresses) throws Exception {
        var pool = Village.roster("ann").pool();
        var stated = new AddressRecord.Stated(pool, ANN.id(), revision, List.of(addresses));
        book.put(AddressRecord.sign(stated, ANN::sign));
    }

    /// How many addresses of a device another one knows.
    private static int told(Village.Neighbour to, Village.Neighbour of) {
        return to.cluster.addresses().stream()
                .filter(record -> record.device().equals(of.id()))
                .mapToInt(record -> record.stated().addresses().size())
                .findFirst()
                .orElse(0);
    }

    private static List<String> at(Endpoint... endpoints) {
        return List.of(endpoints).stream().map(Endpoint::toString).toList();
    }
}
