package dev.holdfast.engine.core.membership;

import static dev.holdfast.engine.core.membership.Household.admits;
import static dev.holdfast.engine.core.membership.Household.after;
import static dev.holdfast.engine.core.membership.Household.changes;
import static dev.holdfast.engine.core.membership.Household.id;
import static dev.holdfast.engine.core.membership.Household.merge;
import static dev.holdfast.engine.core.membership.Household.pool;
import static dev.holdfast.engine.core.membership.Household.recovers;
import static dev.holdfast.engine.core.membership.Household.revokes;
import static dev.holdfast.engine.core.membership.Role.KEEPER;
import static dev.holdfast.engine.core.membership.Role.MEMBER;
import static dev.holdfast.engine.core.membership.Role.OWNER;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.membership.Device.Standing;
import dev.holdfast.engine.core.membership.Statement.Placed;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Owners that do not hear each other let devices in and put them out. Ann began; then she let in
/// bob, then cat, both as owners, and then dan.
class OwnersTest {

    private Roster pool = pool("ann");

    @BeforeEach
    void three_owners_and_a_member() {
        pool = after(pool, "ann", admits(pool, "bob", OWNER));
        pool = after(pool, "ann", admits(pool, "cat", OWNER));
        pool = after(pool, "ann", admits(pool, "dan", MEMBER));
    }

    private static Standing standing(Roster roster, String who) {
        return roster.device(id(who)).orElseThrow().standing();
    }

    private static Role role(Roster roster, String who) {
        return roster.device(id(who)).orElseThrow().role();
    }

    /// What both say, in whichever order it comes.
    private static Roster both(Roster one, Roster other) {
        var merged = merge(one, other);
        assertThat(merge(other, one).devices()).isEqualTo(merged.devices());
        return merged;
    }

    @Test
    void whom_two_owners_let_in_at_once_are_both_in() {
        var all =
                both(
                        after(pool, "ann", admits(pool, "eve", MEMBER)),
                        after(pool, "bob", admits(pool, "fay", KEEPER)));
        assertThat(all.isAdmitted(id("eve"))).isTrue();
        assertThat(role(all, "fay")).isEqualTo(KEEPER);
    }

    @Test
    void one_guest_that_two_owners_let_in_in_different_roles_has_one_of_them_everywhere() {
        var all =
                both(
                        after(pool, "ann", admits(pool, "eve", MEMBER)),
                        after(pool, "bob", admits(pool, "eve", KEEPER)));
        assertThat(all.isAdmitted(id("eve"))).isTrue();
        assertThat(role(all, "eve")).isIn(MEMBER, KEEPER);
    }

    @Test
    void one_that_one_owner_puts_out_while_another_gives_it_a_role_is_out() {
        var all =
                both(
                        after(pool, "bob", revokes(pool, "dan")),
                        after(pool, "ann", changes("dan", new Placed(OWNER))));
        assertThat(standing(all, "dan")).isEqualTo(Standing.REVOKED);
    }

    @Test
    void of_owners_that_put_out_the_next_in_a_row_at_once_the_eldest_has_its_way_first() {
        var all =
                both(
                        after(pool, "ann", revokes(pool, "bob")),
                        after(pool, "bob", revokes(pool, "cat")));
        assertThat(standing(all, "bob")).isEqualTo(Standing.REVOKED);
        assertThat(all.isAdmitted(id("cat"))).as("bob's word had ended").isTrue();
        var further = both(all, after(pool, "cat", revokes(pool, "dan")));
        assertThat(standing(further, "dan")).as("cat's had not").isEqualTo(Standing.REVOKED);
    }

    @Test
    void whom_an_owner_let_in_while_it_was_put_out_waits_until_another_owner_takes_it_in() {
        var all =
                both(
                        after(pool, "ann", revokes(pool, "bob")),
                        after(pool, "bob", admits(pool, "eve", MEMBER)));
        assertThat(standing(all, "eve")).isEqualTo(Standing.QUARANTINED);
        assertThat(all.isAdmitted(id("eve"))).isFalse();
        var adopted = after(all, "cat", admits(all, "eve", MEMBER));
        assertThat(standing(adopted, "eve")).isEqualTo(Standing.ADMITTED);
    }

    @Test
    void the_last_owner_neither_leaves_nor_gives_up_being_one() {
        var alone = after(pool, "ann", revokes(pool, "bob"));
        alone = after(alone, "ann", revokes(alone, "cat"));
        var tried = after(alone, "ann", revokes(alone, "ann"));
        tried = after(tried, "ann", changes("ann", new Placed(MEMBER)));
        tried = after(tried, "dan", revokes(tried, "ann"));
        assertThat(tried.isAdmitted(id("ann"))).isTrue();
        assertThat(role(tried, "ann")).isEqualTo(OWNER);
    }

    @Test
    void when_all_owners_are_lost_nobody_governs_until_the_words_bring_one() {
        var lost = after(pool, "root", recovers(pool, "eve", "ann", "bob", "cat"));
        assertThat(lost.admitted()).filteredOn(d -> d.role().mayGovern()).hasSize(1);
        assertThat(role(lost, "eve")).isEqualTo(OWNER);
        var tried = after(lost, "dan", admits(lost, "gus", OWNER));
        assertThat(tried.device(id("gus"))).isEmpty();
        var good = after(tried, "eve", admits(tried, "gus", OWNER));
        assertThat(good.isAdmitted(id("gus"))).isTrue();
    }
}
