package dev.holdfast.engine.core.membership;

import static dev.holdfast.engine.core.membership.Household.CHECK;
import static dev.holdfast.engine.core.membership.Household.GRANT;
import static dev.holdfast.engine.core.membership.Household.admits;
import static dev.holdfast.engine.core.membership.Household.after;
import static dev.holdfast.engine.core.membership.Household.by;
import static dev.holdfast.engine.core.membership.Household.changes;
import static dev.holdfast.engine.core.membership.Household.fold;
import static dev.holdfast.engine.core.membership.Household.id;
import static dev.holdfast.engine.core.membership.Household.merge;
import static dev.holdfast.engine.core.membership.Household.opaque;
import static dev.holdfast.engine.core.membership.Household.pool;
import static dev.holdfast.engine.core.membership.Household.revokes;
import static dev.holdfast.engine.core.membership.Role.KEEPER;
import static dev.holdfast.engine.core.membership.Role.MEMBER;
import static dev.holdfast.engine.core.membership.Role.OWNER;
import static dev.holdfast.engine.core.membership.Role.READER;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.Device.Standing;
import dev.holdfast.engine.core.membership.Statement.Claimed;
import dev.holdfast.engine.core.membership.Statement.Granted;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.membership.Statement.Named;
import dev.holdfast.engine.core.membership.Statement.Placed;
import dev.holdfast.engine.core.membership.Statement.Revoked;
import dev.holdfast.engine.core.membership.Statement.Settings;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/// Who belongs to a pool after its devices have said this and that.
class RosterTest {

    private final Roster anns = pool("ann");

    @Test
    void a_pool_begins_with_the_device_that_started_it() {
        assertThat(anns.devices()).containsExactly(anns.device(id("ann")).orElseThrow());
        assertThat(anns.isAdmitted(id("ann"))).isTrue();
        assertThat(role(anns, "ann")).isEqualTo(OWNER);
        assertThat(anns.settings()).isEqualTo(Settings.DEFAULT);
    }

    @Test
    void there_is_no_roster_without_the_genesis_of_the_pool() {
        var other = pool("ann", new Settings(1, 10, 2));
        assertThatThrownBy(() -> Roster.fold(other.pool(), anns.statements(), CHECK))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("no genesis");
    }

    @Test
    void an_owner_admits_in_every_role() {
        for (var role : Role.values()) {
            var with = after(anns, "ann", admits(anns, "bob", role));
            assertThat(role(with, "bob")).isEqualTo(role);
        }
    }

    @Test
    void nobody_else_admits() {
        for (var role : List.of(MEMBER, READER, KEEPER)) {
            var with = after(anns, "ann", admits(anns, "bob", role));
            with = after(with, "bob", admits(with, "cat", MEMBER));
            assertThat(with.device(id("cat"))).isEmpty();
        }
    }

    @Test
    void an_admission_that_its_admitter_had_not_yet_the_right_to_is_none() {
        var bobIn = after(anns, "ann", admits(anns, "bob", OWNER));
        var early = by("bob", anns, admits(anns, "cat", MEMBER));
        assertThat(bobIn.with(List.of(early), CHECK).device(id("cat"))).isEmpty();
    }

    @Test
    void a_statement_waits_until_all_that_it_has_seen_is_there() {
        var bobIn = after(anns, "ann", admits(anns, "bob", OWNER));
        var catIn = after(bobIn, "bob", admits(bobIn, "cat", MEMBER));
        var last = catIn.statements().getLast();

        var waiting = anns.with(List.of(last), CHECK);
        assertThat(waiting.device(id("cat"))).isEmpty();
        assertThat(waiting.heads()).isEqualTo(anns.heads());
        assertThat(waiting.with(bobIn.statements(), CHECK).isAdmitted(id("cat"))).isTrue();
    }

    @Test
    void a_statement_of_another_pool_counts_for_nothing() {
        var other = pool("ann", new Settings(1, 10, 2));
        var admission = by("ann", other, admits(other, "bob", OWNER));
        assertThat(anns.with(List.of(admission), CHECK)).isSameAs(anns);
    }

    @Test
    void a_device_names_itself_and_states_its_capacity_up_to_its_grant() {
        var view = after(anns, "ann", admits(anns, "bob", MEMBER));
        view = after(view, "bob", changes("bob", new Named(opaque("robert"))));
        view = after(view, "bob", changes("bob", new Claimed(GRANT / 2)));
        assertThat(card(view, "bob").sealedName()).isEqualTo(opaque("robert"));
        assertThat(capacity(view, "bob")).isEqualTo(GRANT / 2);

        view = after(view, "bob", changes("bob", new Claimed(GRANT * 4)));
        assertThat(capacity(view, "bob")).isEqualTo(GRANT);
        view = after(view, "bob", changes("bob", new Granted(GRANT * 4)));
        assertThat(capacity(view, "bob")).as("who is granted does not grant").isEqualTo(GRANT);
        view = after(view, "ann", changes("bob", new Granted(GRANT * 4)));
        assertThat(capacity(view, "bob")).isEqualTo(GRANT * 4);
    }

    @Test
    void a_member_changes_nothing_of_others() {
        var view = after(anns, "ann", admits(anns, "bob", MEMBER));
        var before = view.devices();
        view = after(view, "bob", changes("ann", new Named(opaque("mine"))));
        view = after(view, "bob", changes("ann", new Claimed(0)));
        view = after(view, "bob", changes("bob", new Placed(OWNER)));
        assertThat(view.devices()).isEqualTo(before);
    }

    @Test
    void of_changes_that_have_not_seen_each_other_every_device_takes_the_same() {
        var view = after(anns, "ann", admits(anns, "bob", MEMBER));
        var one = after(view, "ann", changes("bob", new Named(opaque("bobby"))));
        var other = after(view, "bob", changes("bob", new Named(opaque("robert"))));
        assertThat(merge(one, other).devices()).isEqualTo(merge(other, one).devices());
        var settled = after(merge(one, other), "bob", changes("bob", new Named(opaque("rob"))));
        assertThat(card(settled, "bob").sealedName()).isEqualTo(opaque("rob"));
    }

    @Test
    void a_role_is_changed_by_a_senior_owner_only() {
        var view = after(anns, "ann", admits(anns, "bob", OWNER));
        view = after(view, "bob", changes("ann", new Placed(KEEPER)));
        assertThat(role(view, "ann")).isEqualTo(OWNER);
        view = after(view, "ann", changes("bob", new Placed(READER)));
        assertThat(role(view, "bob")).isEqualTo(READER);
        view = after(view, "bob", admits(view, "cat", MEMBER));
        assertThat(view.device(id("cat"))).isEmpty();
    }

    @Test
    void a_revoked_device_is_out_for_good() {
        var view = after(anns, "ann", admits(anns, "bob", MEMBER));
        view = after(view, "ann", revokes(view, "bob"));
        assertThat(standing(view, "bob")).isEqualTo(Standing.REVOKED);
        assertThat(capacity(view, "bob")).isZero();
        view = after(view, "ann", admits(view, "bob", MEMBER));
        assertThat(standing(view, "bob")).isEqualTo(Standing.REVOKED);
    }

    @Test
    void a_revocation_says_where_the_batches_of_the_device_end() {
        var last = new LastBatch(new Hash(1, 2, 3, 4), -7, 12, new Hash(5, 6, 7, 8));
        var view = after(anns, "ann", admits(anns, "bob", MEMBER));
        view = after(view, "ann", new Revoked(id("bob"), Optional.empty(), List.of(last)));
        var revocation = view.revocation(id("bob")).orElseThrow();
        assertThat(revocation.says().batches()).containsExactly(last);
        assertThat(revocation.by()).isEqualTo(view.statements().getLast());
    }

    @Test
    void a_member_revokes_nobody() {
        var view = after(anns, "ann", admits(anns, "bob", MEMBER));
        view = after(view, "ann", admits(view, "cat", MEMBER));
        view = after(view, "bob", revokes(view, "cat"));
        assertThat(view.isAdmitted(id("cat"))).isTrue();
    }

    @Test
    void a_junior_cannot_revoke_a_senior_even_when_it_speaks_first() {
        var view = after(anns, "ann", admits(anns, "bob", OWNER));
        var bobs = after(view, "bob", revokes(view, "ann"));
        var both = merge(after(view, "ann", revokes(view, "bob")), bobs);
        assertThat(bobs.isAdmitted(id("ann"))).isTrue();
        assertThat(both.isAdmitted(id("ann"))).isTrue();
        assertThat(standing(both, "bob")).isEqualTo(Standing.REVOKED);
    }

    @Test
    void the_root_revokes_even_the_first_device() {
        var view = after(anns, "ann", admits(anns, "bob", OWNER));
        view = after(view, "root", revokes(view, "ann"));
        assertThat(standing(view, "ann")).isEqualTo(Standing.REVOKED);
        assertThat(view.isAdmitted(id("bob"))).as("admitted before the word of ann ended").isTrue();
    }

    @Test
    void what_a_device_stated_after_its_last_accepted_statement_is_quarantined() {
        var view = after(anns, "ann", admits(anns, "bob", OWNER));
        view = after(view, "bob", admits(view, "cat", OWNER));
        var revoked = after(view, "ann", revokes(view, "bob"));

        var thiefs = after(view, "bob", admits(view, "dan", OWNER));
        thiefs = after(thiefs, "dan", admits(thiefs, "eve", OWNER));
        thiefs = after(thiefs, "dan", revokes(thiefs, "cat"));
        var all = merge(revoked, thiefs);

        assertThat(all.isAdmitted(id("cat"))).isTrue();
        assertThat(standing(all, "dan")).isEqualTo(Standing.QUARANTINED);
        assertThat(standing(all, "eve")).isEqualTo(Standing.QUARANTINED);

        var adopted = after(all, "ann", admits(all, "dan", MEMBER));
        assertThat(role(adopted, "dan")).isEqualTo(MEMBER);
        assertThat(adopted.isAdmitted(id("dan"))).isTrue();
        assertThat(standing(adopted, "eve")).isEqualTo(Standing.QUARANTINED);
    }

    @Test
    void of_two_revocations_of_one_device_the_word_of_the_senior_stands() {
        var view = after(anns, "ann", admits(anns, "bob", OWNER));
        view = after(view, "bob", admits(view, "cat", OWNER));
        var short1 = after(view, "bob", new Revoked(id("cat"), Optional.empty(), List.of()));
        var catsWord = after(view, "cat", admits(view, "dan", MEMBER));
        var long1 = after(catsWord, "ann", revokes(catsWord, "cat"));
        var both = merge(short1, long1);
        assertThat(standing(both, "cat")).isEqualTo(Standing.REVOKED);
        assertThat(both.isAdmitted(id("dan"))).isTrue();
    }

    @Test
    void a_quarantined_device_can_still_be_put_out() {
        var view = after(anns, "ann", admits(anns, "bob", OWNER));
        var catIn = after(view, "bob", admits(view, "cat", OWNER));
        var all = merge(after(view, "ann", revokes(view, "bob")), catIn);
        assertThat(standing(all, "cat")).isEqualTo(Standing.QUARANTINED);
        all = after(all, "ann", revokes(all, "cat"));
        assertThat(standing(all, "cat")).isEqualTo(Standing.REVOKED);
    }

    @Test
    void statements_come_back_as_they_went() {
        var view = after(anns, "ann", admits(anns, "bob", KEEPER));
        assertThat(fold(view.pool(), view.statements()).devices()).isEqualTo(view.devices());
    }

    private static DeviceCard card(Roster roster, String who) {
        return roster.device(id(who)).orElseThrow().card();
    }

    private static long capacity(Roster roster, String who) {
        return roster.device(id(who)).orElseThrow().capacity();
    }

    private static Role role(Roster roster, String who) {
        return roster.device(id(who)).orElseThrow().role();
    }

    private static Standing standing(Roster roster, String who) {
        return roster.device(id(who)).orElseThrow().standing();
    }
}
