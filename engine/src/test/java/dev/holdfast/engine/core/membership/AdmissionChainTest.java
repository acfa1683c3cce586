package dev.holdfast.engine.core.membership;

import static dev.holdfast.engine.core.membership.Household.CHECK;
import static dev.holdfast.engine.core.membership.Household.admits;
import static dev.holdfast.engine.core.membership.Household.after;
import static dev.holdfast.engine.core.membership.Household.by;
import static dev.holdfast.engine.core.membership.Household.changes;
import static dev.holdfast.engine.core.membership.Household.forged;
import static dev.holdfast.engine.core.membership.Household.id;
import static dev.holdfast.engine.core.membership.Household.opaque;
import static dev.holdfast.engine.core.membership.Household.pool;
import static dev.holdfast.engine.core.membership.Household.revokes;
import static dev.holdfast.engine.core.membership.Role.MEMBER;
import static dev.holdfast.engine.core.membership.Role.OWNER;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.membership.Statement.Named;
import dev.holdfast.engine.core.membership.Statement.Placed;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;

/// A device shows itself to one that has not heard of it.
class AdmissionChainTest {

    private final Roster anns = pool("ann");
    private final Roster bobIn = after(anns, "ann", admits(anns, "bob", OWNER));

    @Test
    void a_device_admitted_elsewhere_is_let_in_by_its_chain() {
        var chatter = after(bobIn, "ann", changes("ann", new Named(opaque("anna"))));
        var catIn = after(chatter, "ann", admits(chatter, "cat", MEMBER));
        var chain = catIn.chain(id("cat"));
        assertThat(judge(bobIn, "cat", chain)).isTrue();
        assertThat(chain).hasSize(2).doesNotContain(chatter.statements().getLast());
    }

    @Test
    void a_chain_may_run_over_several_unknown_owners() {
        var catIn = after(bobIn, "bob", admits(bobIn, "cat", MEMBER));
        var catOwns = after(catIn, "ann", changes("cat", new Placed(OWNER)));
        var danIn = after(catOwns, "cat", admits(catOwns, "dan", MEMBER));
        var chain = danIn.chain(id("dan"));
        assertThat(judge(anns, "dan", chain)).isTrue();
        assertThat(judge(anns, "dan", chain.subList(0, chain.size() - 1))).isFalse();
        assertThat(judge(anns, "dan", List.of(chain.getLast()))).isFalse();
    }

    @Test
    void a_chain_says_what_held_when_each_link_was_made() {
        var catIn = after(bobIn, "bob", admits(bobIn, "cat", MEMBER));
        var demoted = after(catIn, "ann", changes("bob", new Placed(MEMBER)));
        assertThat(judge(anns, "cat", demoted.chain(id("cat")))).isTrue();
    }

    @Test
    void somebody_elses_chain_lets_nobody_in() {
        var catIn = after(bobIn, "ann", admits(bobIn, "cat", MEMBER));
        assertThat(judge(bobIn, "eve", catIn.chain(id("cat")))).isFalse();
        assertThat(judge(bobIn, "eve", List.of())).isFalse();
    }

    @Test
    void a_stranger_cannot_admit_itself() {
        var own = by("eve", bobIn, admits(bobIn, "eve", OWNER));
        assertThat(judge(bobIn, "eve", List.of(own))).isFalse();
    }

    @Test
    void nobody_vouches_in_the_name_of_another() {
        for (var claimed : List.of("ann", "root")) {
            var forged = forged(claimed, bobIn, admits(bobIn, "eve", OWNER));
            assertThat(judge(bobIn, "eve", List.of(forged))).isFalse();
        }
    }

    @Test
    void a_member_cannot_vouch() {
        var catIn = after(bobIn, "bob", admits(bobIn, "cat", MEMBER));
        var forged = by("cat", catIn, admits(catIn, "eve", MEMBER));
        assertThat(judge(catIn, "eve", List.of(forged))).isFalse();
    }

    @Test
    void the_verifiers_own_revocations_apply() {
        var catIn = after(bobIn, "bob", admits(bobIn, "cat", MEMBER));
        var chain = catIn.chain(id("cat"));
        var bobOut = after(bobIn, "ann", revokes(bobIn, "bob"));
        assertThat(judge(bobOut, "cat", chain)).isFalse();

        var catOut = after(catIn, "ann", revokes(catIn, "cat"));
        assertThat(judge(catOut, "cat", chain)).isFalse();
    }

    @Test
    void a_revoked_device_vouches_for_nobody_even_when_it_is_admitted_again() {
        var again = after(bobIn, "ann", admits(bobIn, "bob", OWNER));
        var catIn = after(again, "bob", admits(again, "cat", MEMBER));
        var chain = List.of(again.statements().getLast(), catIn.statements().getLast());
        assertThat(judge(bobIn, "cat", chain)).isTrue();
        assertThat(judge(after(bobIn, "ann", revokes(bobIn, "bob")), "cat", chain)).isFalse();
    }

    @Test
    void the_chain_of_another_pool_lets_nobody_in() {
        var other = pool("ann", new Statement.Settings(1, 9, 2));
        var catIn = after(other, "ann", admits(other, "cat", MEMBER));
        assertThat(judge(anns, "cat", catIn.chain(id("cat")))).isFalse();
    }

    @Test
    void more_than_may_be_presented_is_not_looked_at() {
        var link = by("ann", anns, admits(anns, "cat", MEMBER));
        int enough = Roster.CHAIN_BYTES_MAX / link.length() + 1;
        assertThat(judge(anns, "cat", List.of(link))).isTrue();
        assertThat(judge(anns, "cat", Collections.nCopies(enough, link))).isFalse();
    }

    private static boolean judge(Roster verifier, String who, List<SignedStatement> chain) {
        return verifier.judge(id(who), chain, CHECK).isPresent();
    }
}
