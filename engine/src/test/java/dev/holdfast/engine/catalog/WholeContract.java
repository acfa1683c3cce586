package dev.holdfast.engine.catalog;

import static dev.holdfast.engine.catalog.Scribe.VOLUME;
import static dev.holdfast.engine.catalog.Scribe.chunk;
import static dev.holdfast.engine.catalog.Scribe.hash;
import static dev.holdfast.engine.catalog.Scribe.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.catalog.Catalog.Applied;
import dev.holdfast.engine.catalog.Scribe.Log;
import dev.holdfast.engine.catalog.Scribe.Opener;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.BatchesConfirmed;
import dev.holdfast.engine.core.record.JournalRecord.ChunksDropped;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.ClaimClosed;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOpened;
import dev.holdfast.engine.core.record.JournalRecord.ClaimWithheld;
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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// What every `Catalog` promises of all that it shows, told and taken in again.
public abstract class WholeContract {

    private static final Hash LATER = hash("a later epoch");

    /// An empty catalog beside others; the subclass closes it after the test.
    protected abstract Catalog another(BodyOpener opener);

    private final Opener opener = new Opener(Scribe.EPOCH);
    private final Log log = new Log();
    private final List<Scribe> scribes =
            List.of(new Scribe("ann"), new Scribe("bob"), new Scribe("cat"));

    private static List<Applied> told(Catalog catalog) {
        var told = new ArrayList<Applied>();
        long lsn = catalog.tell(told::add);
        assertThat(lsn).isEqualTo(catalog.appliedLsn());
        return told;
    }

    private static List<String> words(List<Applied> told) {
        return told.stream()
                .map(
                        each ->
                                "%d %s %s"
                                        .formatted(
                                                each.lsn(),
                                                each.record().getClass().getSimpleName(),
                                                HexFormat.of().formatHex(each.record().toBytes())))
                .toList();
    }

    /// Everything a catalog shows, as text; chunks that nobody has are nothing.
    private List<Object> shown(Catalog catalog) {
        var views = catalog.views();
        var shown = new ArrayList<Object>();
        shown.add(catalog.appliedLsn());
        views.self().statements().forEach(bytes -> shown.add(HexFormat.of().formatHex(bytes)));
        shown.add(views.self().actor());
        shown.add(Set.copyOf(views.self().openClaims()));
        shown.add(Set.copyOf(views.self().withheldClaims()));
        shown.add(views.batches().chains());
        shown.add(views.batches().applied(VOLUME));
        views.batches()
                .after(0, 1000)
                .forEach(held -> shown.add(held.lsn() + " " + held.batch().id()));
        shown.add(views.names().list(VOLUME, EntryPath.ROOT, "", 1000));
        shown.add(views.chunks().held());
        for (var facts : views.chunks().page(Optional.empty(), ChunkId.LAST, 1000)) {
            if (facts.copies() > 0) {
                shown.add(facts.id() + " " + facts.factor() + " " + facts.held());
                shown.add(facts.holders());
                shown.add(Set.copyOf(facts.stamps()));
            }
        }
        for (var scribe : scribes) {
            shown.add(views.self().lastClaim(VOLUME, scribe.actor()));
            for (int n = 1; n < 9; n++) {
                shown.add(views.batches().holders(VOLUME, new Dot(scribe.actor(), n)));
                shown.add(views.chunks().known(hash("mac" + n)));
            }
            shown.add(views.pledges().with(scribe.device(), Optional.empty(), 1000));
        }
        return shown;
    }

    private JournalRecord drawn(Random chance, Catalog catalog) {
        var scribe = scribes.get(chance.nextInt(scribes.size()));
        var claim = new Stamp(VOLUME, scribe.actor(), 1 + chance.nextInt(5));
        var device = new DeviceId(hash("device" + chance.nextInt(4)));
        var ids =
                chance.ints(1 + chance.nextInt(4), 0, 12)
                        .distinct()
                        .mapToObj(n -> chunk("c" + n))
                        .toList();
        return switch (chance.nextInt(18)) {
            case 0 -> new StatementAccepted(new byte[] {(byte) chance.nextInt()});
            case 1, 2, 3 -> write(chance, catalog, scribe);
            case 4 -> new WriterCut(VOLUME, new Dot(scribe.actor(), 6 + chance.nextInt(9)));
            case 5 -> new IncarnationDrawn(scribe.actor());
            case 6 -> new ClaimOpened(claim);
            case 7 -> chance.nextBoolean() ? new ClaimClosed(claim) : new ClaimWithheld(claim);
            case 8 -> new ContentKnown(List.of(new Known(hash("mac" + claim.claim()), ref("x"))));
            case 9, 10 -> new ChunksStamped(claim, 1 + chance.nextInt(4), ids);
            case 11 -> new ChunksDropped(ids);
            case 12, 13 -> new CopiesConfirmed(device, ids);
            case 14 -> new CopiesLost(device, ids);
            case 15 ->
                    chance.nextInt(3) == 0
                            ? new HolderLost(device)
                            : new HolderLost(new DeviceId(hash("nobody")));
            case 16 ->
                    new BatchesConfirmed(
                            device, VOLUME, new Dot(scribe.actor(), 1 + chance.nextInt(8)));
            default -> {
                var states = Pledge.State.values();
                var state = states[chance.nextInt(states.length)];
                yield new PledgeMoved(
                        scribe.device(), device, hash("r" + chance.nextInt(2)), state, ids);
            }
        };
    }

    private JournalRecord write(Random chance, Catalog catalog, Scribe scribe) {
        if (chance.nextInt(12) == 0) {
            scribe.under(LATER);
        }
        var tree = catalog.views().names().tree(VOLUME);
        int number = chance.nextInt(9);
        return switch (chance.nextInt(6)) {
            case 0 -> scribe.batch(new byte[] {9});
            case 1 ->
                    scribe.batch(
                            true,
                            scribe.edits(
                                    tree,
                                    e ->
                                            e.write(
                                                    new EntryPath("d/" + number),
                                                    Scribe.file("f"),
                                                    hash("n" + number))));
            default -> scribe.put(tree, "p" + number, "content" + chance.nextInt());
        };
    }

    private Catalog lived(long seed) {
        var chance = new Random(seed);
        var catalog = another(opener);
        for (int n = 0; n < 150; n++) {
            catalog.apply(log.add(drawn(chance, catalog)));
        }
        return catalog;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void what_was_told_leads_an_empty_catalog_to_the_same(long seed) {
        var catalog = lived(seed);
        var told = told(catalog);
        var again = another(opener);
        again.restore(catalog.appliedLsn(), each -> told.forEach(each::hear));
        assertThat(shown(again)).isEqualTo(shown(catalog));
        assertThat(words(told(again))).isEqualTo(words(told));
        opener.learn(LATER);
        catalog.apply(List.of());
        again.apply(List.of());
        assertThat(shown(again)).isEqualTo(shown(catalog));
        var more = log.add(drawn(new Random(seed), catalog));
        Stream.of(catalog, again).forEach(each -> each.apply(more));
        assertThat(shown(again)).isEqualTo(shown(catalog));
    }

    @Test
    void an_empty_catalog_tells_nothing() {
        assertThat(told(another(opener))).isEmpty();
    }

    @Test
    void statements_and_batches_are_told_first_and_where_they_were() {
        var told = told(lived(1));
        long last = 0;
        int at = 0;
        while (told.get(at).record() instanceof StatementAccepted) {
            assertThat(told.get(at).lsn()).isGreaterThan(last);
            last = told.get(at++).lsn();
        }
        last = 0;
        while (told.get(at).record() instanceof JournalRecord.BatchAccepted) {
            assertThat(told.get(at).lsn()).isGreaterThan(last);
            last = told.get(at++).lsn();
        }
        assertThat(told.subList(at, told.size()))
                .isNotEmpty()
                .allMatch(each -> each.lsn() == log.all().size())
                .noneMatch(each -> each.record() instanceof StatementAccepted);
    }

    @Test
    void what_was_there_before_is_forgotten() {
        var catalog = lived(2);
        var other = another(opener);
        other.apply(List.of(new Applied(1, new StatementAccepted(new byte[] {42}))));
        var told = told(other);
        catalog.restore(1, each -> told.forEach(each::hear));
        assertThat(words(told(catalog))).isEqualTo(words(told));
        assertThat(catalog.appliedLsn()).isEqualTo(1);
        assertThat(catalog.views().chunks().held()).isZero();
    }

    @Test
    void what_is_told_in_part_is_not_taken_in() {
        var told = told(lived(3));
        var catalog = another(opener);
        assertThatThrownBy(
                        () ->
                                catalog.<IOException>restore(
                                        log.all().size(),
                                        each -> {
                                            told.subList(0, told.size() / 2).forEach(each::hear);
                                            throw new IOException("no more");
                                        }))
                .isInstanceOf(IOException.class);
        assertThat(told(catalog)).isEmpty();
        assertThat(catalog.appliedLsn()).isZero();
        catalog.restore(log.all().size(), each -> told.forEach(each::hear));
        assertThat(words(told(catalog))).isEqualTo(words(told));
    }

    @Test
    void many_chunks_are_told_in_many_records() {
        var catalog = another(opener);
        var ids = new ArrayList<ChunkId>();
        for (int n = 0; n < 10_000; n++) {
            ids.add(chunk("chunk " + n));
        }
        var claim = new Stamp(VOLUME, scribes.getFirst().actor(), 1);
        catalog.apply(log.add(new ChunksStamped(claim, 3, ids)));
        var told = told(catalog);
        assertThat(told).hasSize(3);
        assertThat(told.getFirst().record().toBytes()).hasSizeLessThan(4096 * 56);
    }
}
