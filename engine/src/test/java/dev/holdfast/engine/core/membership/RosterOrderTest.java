package dev.holdfast.engine.core.membership;

import static dev.holdfast.engine.core.membership.Household.CHECK;
import static dev.holdfast.engine.core.membership.Household.admits;
import static dev.holdfast.engine.core.membership.Household.after;
import static dev.holdfast.engine.core.membership.Household.changes;
import static dev.holdfast.engine.core.membership.Household.id;
import static dev.holdfast.engine.core.membership.Household.merge;
import static dev.holdfast.engine.core.membership.Household.opaque;
import static dev.holdfast.engine.core.membership.Household.pool;
import static dev.holdfast.engine.core.membership.Household.revokes;
import static dev.holdfast.engine.core.membership.Household.rotates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.membership.Statement.Claimed;
import dev.holdfast.engine.core.membership.Statement.Draining;
import dev.holdfast.engine.core.membership.Statement.Named;
import dev.holdfast.engine.core.membership.Statement.Parked;
import dev.holdfast.engine.core.membership.Statement.Placed;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

/// Devices state things while they hear of each other now and then, rightly or not. Whoever has the
/// same statements then has the same roster. To replay a failure, put its seed alone in `seeds`.
class RosterOrderTest {

    private static final List<String> PEOPLE = List.of("ann", "bob", "cat", "dan", "eve");
    private static final List<Role> ROLES = List.of(Role.values());
    private static final List<Device.Drain> DRAINS = List.of(Device.Drain.values());
    private static final int STEPS = 40;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void any_order_of_receipt_folds_to_the_same_roster(long seed) {
        var chance = new Random(seed);
        var views = new ArrayList<>(Collections.nCopies(PEOPLE.size(), pool("ann")));
        for (int step = 0; step < STEPS; step++) {
            int who = chance.nextInt(PEOPLE.size());
            var view = views.get(who);
            views.set(
                    who,
                    chance.nextInt(3) == 0
                            ? merge(view, views.get(chance.nextInt(PEOPLE.size())))
                            : after(view, PEOPLE.get(who), something(view, chance)));
        }
        var all = new ArrayList<SignedStatement>();
        views.forEach(view -> all.addAll(view.statements()));
        var expected = Household.fold(views.getFirst().pool(), all);

        Collections.shuffle(all, chance);
        var oneByOne = pool("ann");
        for (var statement : all) {
            oneByOne = oneByOne.with(List.of(statement), CHECK);
        }
        assertSame(oneByOne, expected);
        for (var view : views) {
            var known = Household.fold(view.pool(), view.statements());
            assertSame(merge(expected, known), expected);
            assertSame(known.with(expected.missing(known.haves()), CHECK), expected);
        }
    }

    private static void assertSame(Roster roster, Roster expected) {
        assertThat(roster.heads()).isEqualTo(expected.heads());
        assertThat(roster.devices()).isEqualTo(expected.devices());
        assertThat(roster.epochs()).isEqualTo(expected.epochs());
        assertThat(roster.statements()).hasSameElementsAs(expected.statements());
        for (var device : expected.devices()) {
            assertThat(roster.revocation(device.id())).isEqualTo(expected.revocation(device.id()));
            assertThat(roster.writable(device.id())).isEqualTo(expected.writable(device.id()));
        }
    }

    private static Statement something(Roster view, Random chance) {
        var who = PEOPLE.get(chance.nextInt(PEOPLE.size()));
        var role = ROLES.get(chance.nextInt(ROLES.size()));
        return switch (chance.nextInt(12)) {
            case 0, 1, 2, 3 -> admits(view, who, chance.nextBoolean() ? Role.OWNER : role);
            case 4 -> changes(who, new Named(opaque("name " + chance.nextInt())));
            case 5 -> changes(who, new Claimed(chance.nextInt(1 << 30)));
            case 6 -> changes(who, new Placed(role));
            case 7 -> rotates(view);
            case 8 -> changes(who, new Draining(DRAINS.get(chance.nextInt(DRAINS.size()))));
            case 9 -> changes(who, new Parked(chance.nextBoolean()));
            case 10 -> new Statement.Revoked(id(who), Optional.empty(), List.of());
            default -> revokes(view, who);
        };
    }
}
