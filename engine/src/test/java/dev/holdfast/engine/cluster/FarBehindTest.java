package dev.holdfast.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.SignedStatement.Heading;
import dev.holdfast.engine.core.membership.Statement.Changed;
import dev.holdfast.engine.core.membership.Statement.Named;
import dev.holdfast.engine.core.wire.RosterMessage;
import dev.holdfast.engine.net.LinkConditions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Bob comes back after the others have stated thousands of things.
@Timeout(120)
class FarBehindTest {

    private static final int STATED = 3000;

    private final Village village = Village.empty();

    @AfterEach
    void leave() {
        village.close();
    }

    @Test
    void D7_a_device_thousands_of_statements_behind_hears_of_all_page_by_page() throws Exception {
        var known = Village.roster("ann", "bob");
        var stated = stated(known);
        var ann = village.moveIn("ann", stated);
        var bob = village.moveIn("bob", known.statements());
        village.startAll();
        bob.admits("dan", Role.MEMBER);

        bob.knows(ann);
        village.until("bob has all", () -> bob.log.size() == STATED + 3);
        village.until("ann has his", () -> ann.log.size() == STATED + 3);
        assertThat(bob.cluster.roster().heads()).isEqualTo(ann.cluster.roster().heads());
        assertThat(new HashSet<>(bob.log)).hasSameSizeAs(bob.log);
    }

    @Test
    void D7_what_came_before_the_link_broke_is_not_sent_again() throws Exception {
        var known = Village.roster("ann", "bob");
        var stated = stated(known);
        var ann = village.moveIn("ann", stated);
        var bob = village.moveIn("bob", known.statements());
        assertThat(lacking(bob, stated)).isGreaterThan(2L * RosterMessage.STATEMENTS_BYTES_MAX);
        ann.start(List.of());
        // Were both to dial, one of two links would be given up in the middle of a page.
        bob.startHidden(List.of());
        int before = bob.log.size();

        // One page comes through, not two.
        village.stallAfter(ann, bob, RosterMessage.STATEMENTS_BYTES_MAX * 3L / 2);
        bob.knows(ann);
        village.until("a page has come", Duration.ZERO, () -> bob.log.size() > before);
        village.path("ann", "bob", LinkConditions.CUT);
        village.until("it is cut", () -> !bob.isLinked(ann));
        assertThat(bob.log).hasSizeLessThan(STATED);
        long lacking = lacking(bob, stated);
        long carried = village.carried(ann, bob);
        village.path("ann", "bob", LinkConditions.PERFECT);
        village.until("bob has all", () -> bob.log.size() == STATED + 2);
        assertThat(bob.cluster.roster().heads()).isEqualTo(ann.cluster.roster().heads());
        assertThat(new HashSet<>(bob.log)).hasSameSizeAs(bob.log);
        assertThat(village.carried(ann, bob) - carried).isLessThan(lacking + lacking / 10);
    }

    /// Bytes of what somebody does not know yet.
    private static long lacking(Village.Neighbour of, List<SignedStatement> stated) {
        var known = new HashSet<>(of.log);
        return stated.stream()
                .filter(statement -> !known.contains(statement))
                .mapToLong(SignedStatement::length)
                .sum();
    }

    /// What ann stated since: long names for bob, one after the other.
    private static List<SignedStatement> stated(Roster known) {
        var ann = new ToyKeys("ann");
        var all = new ArrayList<>(known.statements());
        var name = new byte[DeviceCard.SEALED_NAME_MAX];
        for (int i = 0; i < STATED; i++) {
            name[0] = (byte) i;
            name[1] = (byte) (i >> 8);
            var seen = List.of(all.getLast().id());
            var heading = new Heading(Optional.of(known.pool()), Optional.of(ann.id()), seen);
            var says = new Changed(new ToyKeys("bob").id(), new Named(Opaque.of(name)));
            all.add(SignedStatement.sign(heading, says, ann::sign));
        }
        return all;
    }
}
