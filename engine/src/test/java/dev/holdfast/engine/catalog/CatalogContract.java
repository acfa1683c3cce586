package dev.holdfast.engine.catalog;

import static dev.holdfast.engine.catalog.Scribe.VOLUME;
import static dev.holdfast.engine.catalog.Scribe.chunk;
import static dev.holdfast.engine.catalog.Scribe.file;
import static dev.holdfast.engine.catalog.Scribe.hash;
import static dev.holdfast.engine.catalog.Scribe.ref;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.catalog.Scribe.Log;
import dev.holdfast.engine.catalog.Scribe.Opener;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.BatchesConfirmed;
import dev.holdfast.engine.core.record.JournalRecord.ChunksDropped;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.ClaimClosed;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOpened;
import dev.holdfast.engine.core.record.JournalRecord.ContentKnown;
import dev.holdfast.engine.core.record.JournalRecord.CopiesConfirmed;
import dev.holdfast.engine.core.record.JournalRecord.CopiesLost;
import dev.holdfast.engine.core.record.JournalRecord.HolderLost;
import dev.holdfast.engine.core.record.JournalRecord.IncarnationDrawn;
import dev.holdfast.engine.core.record.JournalRecord.Known;
import dev.holdfast.engine.core.record.JournalRecord.PledgeMoved;
import dev.holdfast.engine.core.record.JournalRecord.StatementAccepted;
import dev.holdfast.engine.core.record.JournalRecord.WriterCut;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.core.tree.Tree;
import dev.holdfast.engine.core.tree.TreeRow;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What every `Catalog` promises. A catalog's own test extends this and says how to make one.
public abstract class CatalogContract {

    private static final Tree NOTHING = _ -> TreeRow.EMPTY;

    /// An empty catalog; the subclass closes it after the test.
    protected abstract Catalog emptyCatalog(BodyOpener opener);

    protected final Opener opener = new Opener(Scribe.EPOCH);
    protected final Log log = new Log();
    protected final Scribe ann = new Scribe("ann");
    protected final Scribe bob = new Scribe("bob");
    protected Catalog catalog;

    @BeforeEach
    void anEmptyCatalog() {
        catalog = emptyCatalog(opener);
    }

    protected void apply(JournalRecord... records) {
        catalog.apply(log.add(records));
    }

    private List<String> names() {
        return catalog.views().names().list(VOLUME, EntryPath.ROOT, "", 1000).shown().stream()
                .map(shown -> shown.path().text())
                .toList();
    }

    private Tree tree() {
        return catalog.views().names().tree(VOLUME);
    }

    @Test
    void is_empty_at_first() {
        assertThat(catalog.appliedLsn()).isZero();
        assertThat(names()).isEmpty();
        assertThat(catalog.views().self().statements()).isEmpty();
        assertThat(catalog.views().self().actor()).isEmpty();
        assertThat(catalog.views().batches().chains()).isEmpty();
        assertThat(catalog.views().chunks().page(Optional.empty(), ChunkId.LAST, 10)).isEmpty();
        assertThat(catalog.views().chunks().held()).isZero();
    }

    @Test
    void shows_what_a_batch_says() {
        apply(ann.put(tree(), "d/a.txt", "one"));
        apply(ann.put(tree(), "b.txt", "two"));
        assertThat(names()).containsExactly("b.txt", "d");
        assertThat(Projection.find(tree(), new EntryPath("d/a.txt")).flatMap(Shown::version))
                .hasValueSatisfying(v -> assertThat(v.entry().kind()).isEqualTo(file("one")));
        assertThat(catalog.views().names().node(VOLUME, hash("nodeone"))).hasSize(1);
        assertThat(catalog.appliedLsn()).isEqualTo(2);
    }

    @Test
    void keeps_what_two_wrote_at_once() {
        apply(ann.put(NOTHING, "a", "one"), bob.put(NOTHING, "a", "two"));
        assertThat(names()).hasSize(2).contains("a");
    }

    @Test
    void forgets_a_node_that_is_gone() {
        apply(ann.put(tree(), "a", "one"));
        var shown = Projection.find(tree(), new EntryPath("a")).orElseThrow();
        apply(ann.batch(false, ann.edits(tree(), e -> e.move(shown, new EntryPath("x/b")))));
        assertThat(catalog.views().names().node(VOLUME, hash("nodeone")))
                .singleElement()
                .satisfies(v -> assertThat(v.entry().path().text()).isEqualTo("x/b"));
        assertThat(names()).containsExactly("x");
    }

    @Test
    void lists_page_by_page_in_the_order_of_the_keys() {
        var names = List.of("a", "a b", "b", "c", "é", "\uff5e", "\ud83d\ude00");
        for (var name : names.reversed()) {
            apply(ann.put(tree(), name, name), ann.put(tree(), "below/" + name, name));
        }
        var found = new ArrayList<String>();
        var next = Optional.of("");
        var view = catalog.views().names();
        while (next.isPresent()) {
            var page = view.list(VOLUME, new EntryPath("below"), next.get(), 3);
            assertThat(page.shown()).hasSizeLessThanOrEqualTo(3);
            page.shown().forEach(shown -> found.add(shown.path().name()));
            next = page.next();
        }
        assertThat(found).containsExactlyElementsOf(names);
    }

    @Test
    void applies_a_change_of_several_batches_when_the_last_has_come() {
        apply(ann.batch(true, ann.edits(NOTHING, e -> e.write(path("a"), file("1"), hash("n1")))));
        apply(ann.batch(true, ann.edits(NOTHING, e -> e.write(path("b"), file("2"), hash("n2")))));
        assertThat(names()).isEmpty();
        assertThat(applied()).isZero();
        apply(ann.batch(false, ann.edits(NOTHING, e -> e.write(path("c"), file("3"), hash("n3")))));
        assertThat(names()).containsExactly("a", "b", "c");
    }

    private long applied() {
        return catalog.views().batches().applied(VOLUME).of(ann.actor());
    }

    private static EntryPath path(String text) {
        return new EntryPath(text);
    }

    @Test
    void keeps_what_it_cannot_open_and_opens_it_later() {
        var later = hash("a later epoch");
        apply(ann.put(tree(), "a", "one"));
        apply(ann.under(later).put(tree(), "b", "two"));
        apply(
                ann.batch(true, ann.edits(NOTHING, e -> e.write(path("c"), file("3"), hash("3")))),
                ann.batch(
                        false, ann.edits(NOTHING, e -> e.write(path("d"), file("4"), hash("4")))));
        assertThat(names()).containsExactly("a");
        assertThat(applied()).isEqualTo(1);
        opener.learn(later);
        catalog.apply(List.of());
        assertThat(names()).containsExactly("a", "b", "c", "d");
        assertThat(applied()).isEqualTo(4);
    }

    @Test
    void goes_on_behind_a_batch_that_says_nothing() {
        apply(ann.batch(new byte[] {1, 2, 3}), ann.put(tree(), "a", "one"));
        assertThat(names()).containsExactly("a");
        assertThat(applied()).isZero();
    }

    @Test
    void gives_batches_back_as_they_came() {
        var first = ann.put(NOTHING, "a", "one");
        var second = bob.put(NOTHING, "b", "two");
        var third = ann.put(NOTHING, "c", "three");
        apply(first, second, third);
        var batches = catalog.views().batches();
        assertThat(batches.chains())
                .isEqualTo(
                        Map.of(VOLUME, Map.of(ann.actor(), ann.chain(), bob.actor(), bob.chain())));
        assertThat(batches.batch(VOLUME, new Dot(ann.actor(), 2)))
                .hasValueSatisfying(
                        held -> {
                            assertThat(held.lsn()).isEqualTo(3);
                            assertThat(held.batch().bytes()).isEqualTo(third.batch());
                        });
        assertThat(batches.batch(VOLUME, new Dot(ann.actor(), 3))).isEmpty();
        assertThat(batches.after(1, 10)).extracting(held -> held.lsn()).containsExactly(2L, 3L);
        assertThat(batches.after(0, 2)).extracting(held -> held.lsn()).containsExactly(1L, 2L);
    }

    @Test
    void takes_no_batch_out_of_its_place() {
        var first = ann.put(NOTHING, "a", "one");
        var fork = new Scribe("ann").put(NOTHING, "a", "other");
        var second = ann.put(NOTHING, "b", "two");
        apply(first, fork, first, second);
        assertThat(names()).containsExactly("a", "b");
        assertThat(catalog.views().batches().after(0, 10)).hasSize(2);
    }

    @Test
    void takes_back_what_a_writer_wrote_who_is_cut_off() {
        apply(ann.put(tree(), "a", "one"), bob.put(tree(), "b", "two"));
        apply(ann.put(tree(), "a", "three"), ann.put(tree(), "c", "four"));
        var held = ann.chain();
        var late = ann.put(tree(), "d", "five");
        apply(new WriterCut(VOLUME, new Dot(ann.actor(), 2)), late);
        assertThat(names()).containsExactly("a", "b");
        assertThat(Projection.find(tree(), new EntryPath("a")).flatMap(Shown::version))
                .hasValueSatisfying(v -> assertThat(v.entry().kind()).isEqualTo(file("one")));
        assertThat(catalog.views().batches().chains().get(VOLUME))
                .containsEntry(ann.actor(), held.cutAt(2));
        apply(bob.put(tree(), "e", "six"));
        assertThat(names()).containsExactly("a", "b", "e");
    }

    @Test
    void refuses_a_writer_who_is_cut_off_before_the_first_batch() {
        apply(new WriterCut(VOLUME, new Dot(ann.actor(), 1)), ann.put(NOTHING, "a", "one"));
        assertThat(names()).isEmpty();
        assertThat(catalog.views().batches().chains().get(VOLUME))
                .containsEntry(ann.actor(), BatchChain.EMPTY.cutAt(1));
    }

    @Test
    void knows_who_confirmed_batches() {
        var dot = new Dot(ann.actor(), 3);
        apply(new BatchesConfirmed(bob.device(), VOLUME, dot));
        apply(new BatchesConfirmed(bob.device(), VOLUME, new Dot(ann.actor(), 2)));
        var batches = catalog.views().batches();
        assertThat(batches.holders(VOLUME, dot)).containsExactly(bob.device());
        assertThat(batches.holders(VOLUME, new Dot(ann.actor(), 4))).isEmpty();
        apply(new HolderLost(bob.device()));
        assertThat(batches.holders(VOLUME, dot)).isEmpty();
    }

    @Test
    void knows_the_pool_and_itself() {
        apply(new StatementAccepted(new byte[] {1}), new StatementAccepted(new byte[] {2}));
        apply(new IncarnationDrawn(bob.actor()), new IncarnationDrawn(ann.actor()));
        var self = catalog.views().self();
        assertThat(self.statements()).containsExactly(new byte[] {1}, new byte[] {2});
        assertThat(self.actor()).hasValue(ann.actor());
    }

    private Stamp claim(long n) {
        return claim(ann.actor(), n);
    }

    private static Stamp claim(Actor actor, long n) {
        return new Stamp(VOLUME, actor, n);
    }

    @Test
    void knows_as_what_content_was_sealed() {
        apply(new ContentKnown(List.of(new Known(hash("m1"), ref("a")))));
        assertThat(catalog.views().chunks().known(hash("m1"))).hasValue(ref("a"));
        assertThat(catalog.views().chunks().known(hash("m2"))).isEmpty();
    }

    @Test
    void keeps_of_each_writer_the_first_and_the_latest_stamp_and_the_greatest_factor() {
        var ids = List.of(chunk("a"), chunk("b"));
        apply(new ChunksStamped(claim(5), 3, ids), new ChunksStamped(claim(4), 2, ids));
        apply(new ChunksStamped(claim(bob.actor(), 1), 1, List.of(chunk("a"))));
        var facts = catalog.views().chunks().facts(List.of(chunk("b"), chunk("?"), chunk("a")));
        assertThat(facts).extracting(ChunkFacts::id).containsExactly(chunk("b"), chunk("a"));
        assertThat(facts).extracting(ChunkFacts::factor).containsExactly(3, 3);
        assertThat(facts.getFirst().stamps()).containsExactlyInAnyOrder(claim(4), claim(5));
        assertThat(facts.getLast().stamps())
                .containsExactlyInAnyOrder(claim(4), claim(5), claim(bob.actor(), 1));
        assertThat(catalog.views().chunks().held()).isEqualTo(2);
    }

    @Test
    void knows_who_holds_a_chunk() {
        var cat = new DeviceId(hash("cat"));
        apply(new ChunksStamped(claim(1), 3, List.of(chunk("a"))));
        apply(new CopiesConfirmed(bob.device(), List.of(chunk("a"), chunk("b"))));
        apply(new CopiesConfirmed(cat, List.of(chunk("a"))));
        assertThat(facts("a").holders()).isEqualTo(Set.of(bob.device(), cat));
        assertThat(facts("a").copies()).isEqualTo(3);
        assertThat(facts("b").held()).isFalse();
        apply(new CopiesLost(cat, List.of(chunk("a"))));
        assertThat(facts("a").holders()).containsExactly(bob.device());
        apply(new ChunksDropped(List.of(chunk("a"))));
        assertThat(facts("a").held()).isFalse();
        assertThat(facts("a").stamps()).isEmpty();
        assertThat(catalog.views().chunks().held()).isZero();
    }

    private ChunkFacts facts(String chunk) {
        return catalog.views().chunks().facts(List.of(chunk(chunk))).getFirst();
    }

    @Test
    void a_holder_that_is_lost_holds_nothing_until_it_says_so_again() {
        apply(new ChunksStamped(claim(1), 3, List.of(chunk("a"))));
        apply(new CopiesConfirmed(bob.device(), List.of(chunk("a"), chunk("b"))));
        apply(new HolderLost(bob.device()));
        assertThat(facts("a").holders()).isEmpty();
        assertThat(catalog.views().chunks().facts(List.of(chunk("b"))))
                .allMatch(facts -> facts.copies() == 0);
        apply(new CopiesConfirmed(bob.device(), List.of(chunk("b"))));
        assertThat(facts("a").holders()).isEmpty();
        assertThat(facts("b").holders()).containsExactly(bob.device());
    }

    @Test
    void shows_chunks_page_by_page_in_ring_order() {
        var ids = new ArrayList<ChunkId>();
        for (int i = 0; i < 100; i++) {
            ids.add(chunk("chunk " + i));
        }
        apply(new ChunksStamped(claim(1), 3, ids));
        ids.sort(null);
        var found = new ArrayList<ChunkId>();
        var chunks = catalog.views().chunks();
        var page = chunks.page(Optional.empty(), ChunkId.LAST, 7);
        while (!page.isEmpty()) {
            page.forEach(facts -> found.add(facts.id()));
            page = chunks.page(Optional.of(found.getLast()), ChunkId.LAST, 7);
        }
        assertThat(found).isEqualTo(ids);
        assertThat(chunks.page(Optional.of(ids.get(9)), ids.get(12), 50)).hasSize(3);
        assertThat(chunks.page(Optional.of(ids.get(9)), ids.get(9), 50)).isEmpty();
    }

    @Test
    void shows_all_chunks_once_in_ring_order() {
        var ids = new ArrayList<ChunkId>();
        for (int i = 0; i < 2 * ChunksView.WALK_PAGE + 1; i++) {
            ids.add(chunk("chunk " + i));
        }
        apply(new ChunksStamped(claim(1), 3, ids));
        ids.sort(null);
        assertThat(catalog.views().chunks().all().map(ChunkFacts::id))
                .containsExactlyElementsOf(ids);
    }

    @Test
    void keeps_pledges_until_they_are_released() {
        var pledger = bob.device();
        apply(pledge(Pledge.State.ASKED, "a", "b"), pledge(Pledge.State.GIVEN, "a"));
        var pledges = catalog.views().pledges();
        assertThat(pledges.of(chunk("a")))
                .containsExactly(
                        new PledgesView.Standing(
                                new Pledge(chunk("a"), ann.device(), pledger, hash("round")),
                                Pledge.State.GIVEN));
        assertThat(pledges.with(pledger, Optional.empty(), 10)).hasSize(2);
        var first = pledges.with(pledger, Optional.empty(), 1);
        assertThat(pledges.with(pledger, Optional.of(first.getFirst().pledge().chunk()), 10))
                .hasSize(1);
        apply(pledge(Pledge.State.RELEASED, hash("an earlier round"), "a"));
        assertThat(pledges.of(chunk("a"))).hasSize(1);
        apply(pledge(Pledge.State.RELEASED, "a"));
        assertThat(pledges.of(chunk("a"))).isEmpty();
        apply(new HolderLost(ann.device()));
        assertThat(pledges.with(pledger, Optional.empty(), 10)).isEmpty();
    }

    private PledgeMoved pledge(Pledge.State state, String... chunks) {
        return pledge(state, hash("round"), chunks);
    }

    private PledgeMoved pledge(Pledge.State state, Hash round, String... chunks) {
        var ids = List.of(chunks).stream().map(Scribe::chunk).toList();
        return new PledgeMoved(ann.device(), bob.device(), round, state, ids);
    }

    @Test
    void applying_the_whole_journal_again_changes_nothing() {
        apply(ann.put(tree(), "a", "one"), bob.put(NOTHING, "a", "two"));
        apply(new ChunksStamped(claim(1), 3, List.of(chunk("a"))), new ClaimOpened(claim(1)));
        apply(new CopiesConfirmed(bob.device(), List.of(chunk("a"))), new HolderLost(bob.device()));
        apply(new StatementAccepted(new byte[] {1}), new ClaimClosed(claim(1)));
        var names = names();
        catalog.apply(log.all());
        catalog.apply(log.all().subList(0, 3));
        assertThat(names()).isEqualTo(names);
        assertThat(facts("a").holders()).isEmpty();
        assertThat(catalog.views().self().statements()).hasSize(1);
        assertThat(catalog.views().self().openClaims()).isEmpty();
        assertThat(catalog.appliedLsn()).isEqualTo(log.all().size());
    }
}
