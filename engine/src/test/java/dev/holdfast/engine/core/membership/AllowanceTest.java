package dev.holdfast.engine.core.membership;

import static dev.holdfast.engine.core.membership.Household.CHECK;
import static dev.holdfast.engine.core.membership.Household.admits;
import static dev.holdfast.engine.core.membership.Household.after;
import static dev.holdfast.engine.core.membership.Household.by;
import static dev.holdfast.engine.core.membership.Household.changes;
import static dev.holdfast.engine.core.membership.Household.forged;
import static dev.holdfast.engine.core.membership.Household.id;
import static dev.holdfast.engine.core.membership.Household.revokes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.membership.SignedStatement.Heading;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.membership.Statement.Claimed;
import dev.holdfast.engine.core.membership.Statement.Placed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Ann owns the pool; bob and mal are members of it, and mal states things as fast as it can.
class AllowanceTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int DAYS = 12;

    /// More than is free, and than all the days take.
    private static final int FLOOD = Allowance.FREE + 2 * DAYS * Allowance.A_DAY;

    private final Instant start = Instant.ofEpochSecond(1_000_000);
    private final Roster roster = pool();

    private static Roster pool() {
        var roster = Household.pool("ann");
        for (var who : List.of("bob", "mal")) {
            roster = after(roster, "ann", admits(roster, who, Role.MEMBER));
        }
        return roster;
    }

    private List<SignedStatement> claims(String who, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> by(who, roster, changes(who, new Claimed(i))))
                .toList();
    }

    /// One that takes more than a kibibyte, and that a member may not make: it is kept all the
    /// same.
    private SignedStatement large(int number, Random chance) {
        var box = new byte[1 + chance.nextInt(Statement.BOX_MAX)];
        box[0] = (byte) number;
        var card = Household.card("guest " + number);
        return by("mal", roster, new Admitted(card, Role.MEMBER, List.of(), Opaque.of(box)));
    }

    private static int units(Collection<SignedStatement> statements) {
        return statements.stream()
                .mapToInt(each -> (each.length() + Allowance.UNIT - 1) / Allowance.UNIT)
                .sum();
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whoever_floods_adds_what_is_free_and_a_part_each_day(long seed) {
        var chance = new Random(seed);
        var left = new ArrayList<>(claims("mal", FLOOD));
        IntStream.range(0, 50).forEach(i -> left.add(chance.nextInt(FLOOD), large(i, chance)));
        var allowance = Allowance.of(roster, start);
        var taken = new ArrayList<SignedStatement>();
        for (int day = 0; day < DAYS; day++) {
            allowance = allowance.at(start.plus(DAY.multipliedBy(day)));
            for (int i = 0; i < 20; i++) {
                var from = chance.nextBoolean() ? id("mal") : id("bob");
                var page = left.subList(0, Math.min(left.size(), 1 + chance.nextInt(1000)));
                var fitting = allowance.fitting(roster, from, page);
                assertThat(page.subList(0, fitting.size())).as("its beginning").isEqualTo(fitting);
                allowance = allowance.with(fitting);
                taken.addAll(fitting);
                page.subList(0, fitting.size()).clear();
            }
            assertThat(units(taken)).isLessThanOrEqualTo(Allowance.FREE + day * Allowance.A_DAY);
        }
        assertThat(units(taken)).as("and no less").isGreaterThan(Allowance.FREE + 8 * DAYS);
        var bobs = claims("bob", 3);
        assertThat(allowance.fitting(roster, id("mal"), bobs)).as("of others").isEqualTo(bobs);
    }

    @Test
    void whoever_starts_anew_is_no_more_generous() {
        var flood = claims("mal", FLOOD);
        var full = Allowance.of(roster.with(flood, CHECK), start);
        var more = List.of(by("mal", roster, changes("mal", new Claimed(FLOOD))));
        assertThat(full.fitting(roster, id("bob"), more)).as("today's part").isEqualTo(more);
        var spent = full.with(Collections.nCopies(Allowance.A_DAY, more.getFirst()));
        assertThat(spent.fitting(roster, id("bob"), more)).isEmpty();
        var tomorrow = spent.at(start.plus(DAY));
        assertThat(tomorrow.fitting(roster, id("bob"), more)).isEqualTo(more);
    }

    @Test
    void what_owners_state_and_what_they_pass_on_never_waits() {
        var anns = claims("ann", FLOOD);
        var allowance = Allowance.of(roster, start).with(anns);
        var more = List.of(by("ann", roster, changes("mal", new Claimed(7))));
        assertThat(allowance.fitting(roster, id("mal"), more)).isEqualTo(more);
        var mals = claims("mal", FLOOD);
        assertThat(allowance.with(mals).fitting(roster, id("ann"), mals)).isEqualTo(mals);
    }

    @Test
    void an_owner_who_is_none_any_more_is_held_to_it() {
        var then = after(roster, "ann", admits(roster, "eve", Role.OWNER));
        var flood =
                IntStream.range(0, FLOOD)
                        .mapToObj(i -> by("eve", then, changes("eve", new Claimed(i))))
                        .toList();
        var before = Allowance.of(then, start);
        assertThat(before.fitting(then, id("eve"), flood)).isEqualTo(flood);
        var demoted = after(then, "ann", changes("eve", new Placed(Role.MEMBER)));
        assertThat(before.fitting(demoted, id("eve"), flood)).hasSize(Allowance.FREE);
    }

    @Test
    void what_is_stated_in_the_name_of_another_costs_that_one_nothing() {
        var forged =
                IntStream.range(0, FLOOD)
                        .mapToObj(i -> forged("bob", roster, changes("bob", new Claimed(i))))
                        .toList();
        var allowance = Allowance.of(roster, start);
        var fitting = allowance.fitting(roster, id("mal"), forged);
        var taken = roster.with(fitting, CHECK).missing(roster.heads());
        assertThat(taken).isEmpty();
        var bobs = claims("bob", Allowance.FREE / 2);
        assertThat(allowance.with(taken).fitting(roster, id("bob"), bobs)).isEqualTo(bobs);
    }

    /// More heads than a heading, a greeting or a question names.
    @Test
    void a_thousand_heads_of_one_hide_nothing_that_an_owner_states() {
        var flooded = roster.with(claims("mal", 1000), CHECK);
        var stated = after(flooded, "ann", admits(flooded, "cat", Role.OWNER));
        assertThat(stated.heads()).hasSizeGreaterThan(900);
        assertThat(flooded.has(stated.foremost(10))).as("a peer sees what it lacks").isFalse();
        var admission = by("cat", stated, admits(stated, "dan", Role.MEMBER));
        var then = stated.with(List.of(admission), CHECK);
        assertThat(then.isAccepted(admission.id())).as("cat was let in before").isTrue();
        assertThat(flooded.has(then.foremost(10))).isFalse();
        assertThat(flooded.with(then.missing(flooded.haves()), CHECK).heads())
                .isEqualTo(then.heads());
    }

    @Test
    void a_flood_leaves_no_owner_without_a_word() {
        var before = Household.pool("ann");
        for (var who : List.of("cat", "mal")) {
            before = after(before, "ann", admits(before, who, Role.MEMBER));
        }
        var flood = new ArrayList<SignedStatement>();
        for (int i = 0; i < 1000; i++) {
            flood.add(by("mal", before, changes("mal", new Claimed(i))));
        }
        var promoted = after(before, "ann", changes("cat", new Placed(Role.OWNER)));
        var flooded = promoted.with(flood, CHECK);
        var out = by("cat", flooded, revokes(flooded, "mal"));
        assertThat(out.heading().seen()).hasSize(Heading.SEEN_MAX);
        var then = flooded.with(List.of(out), CHECK);
        assertThat(then.isAccepted(out.id())).isTrue();
        assertThat(then.isAdmitted(id("mal"))).isFalse();
    }
}
