package dev.holdfast.testbed.sim;

import dev.holdfast.engine.catalog.PledgesView;
import dev.holdfast.engine.core.batch.Chain;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.engine.core.tree.Shown;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a device shows of the volume, and how far it has heard.
final class Sight {

    private static final int SHOWN_MAX = 1000;
    private static final Comparator<Chain> BY_WRITER =
            Comparator.comparing(Chain::volume).thenComparing(Chain::actor);

    private Sight() {}

    static List<Shown> shown(Life life) {
        return life.ledger()
                .views()
                .names()
                .list(Pool.FILES, EntryPath.ROOT, "", SHOWN_MAX)
                .shown();
    }

    static Optional<ChunkId> chunk(Shown shown) {
        return shown.version().flatMap(Sight::chunk);
    }

    static Optional<ChunkId> chunk(EntryVersion version) {
        return Optional.of(version.entry().kind())
                .filter(kind -> kind instanceof Entry.File)
                .map(kind -> ((Entry.File) kind).content())
                .filter(content -> content instanceof Content.One)
                .map(content -> ((Content.One) content).ref().id());
    }

    /// The chunks of all that is shown, and of versions that stand without being shown: of a file
    /// that was moved while another edited it where it was, what the move has carried.
    static Set<ChunkId> standing(Life life) {
        var tree = life.ledger().views().names().tree(Pool.FILES);
        var hidden =
                Plan.PATHS.stream()
                        .flatMap(path -> tree.row(new EntryPath(path)).siblings().stream())
                        .flatMap(version -> chunk(version).stream());
        return Stream.concat(shown(life).stream().flatMap(each -> chunk(each).stream()), hidden)
                .collect(Collectors.toSet());
    }

    static Map<String, String> names(Life life) {
        var names = new TreeMap<String, String>();
        shown(life)
                .forEach(
                        each ->
                                names.put(
                                        each.path().text(),
                                        chunk(each).map(Object::toString).orElse("")));
        return names;
    }

    /// How far each writer's batches count.
    static Map<Chain, Long> chains(Life life) {
        var counting = new TreeMap<Chain, Long>(BY_WRITER);
        life.names()
                .chains()
                .all()
                .forEach(
                        (chain, end) -> {
                            if (Math.min(end.n(), end.cut() - 1) > 0) {
                                counting.put(chain, Math.min(end.n(), end.cut() - 1));
                            }
                        });
        return counting;
    }

    static boolean isReplaced(Life life, EntryPath path, Dot dot) {
        var views = life.ledger().views();
        return views.batches().applied(Pool.FILES).contains(dot)
                && views.names().tree(Pool.FILES).row(path).siblings().stream()
                        .noneMatch(version -> version.dot().equals(dot));
    }

    /// Whether a device has written down that it keeps a chunk for somebody.
    static boolean hasPledged(Life life, DeviceId asker, ChunkId chunk, Hash round) {
        return life.ledger().views().pledges().of(chunk).stream()
                .filter(standing -> standing.state() == Pledge.State.GIVEN)
                .map(PledgesView.Standing::pledge)
                .anyMatch(
                        pledge ->
                                pledge.asker().equals(asker)
                                        && pledge.pledger().equals(life.id())
                                        && pledge.round().equals(round));
    }

    /// Whether a device keeps a chunk for what one of these has put.
    static boolean isPutBy(Life life, ChunkId chunk, Set<DeviceId> writers) {
        return life.ledger().views().chunks().facts(List.of(chunk)).stream()
                .flatMap(facts -> facts.stamps().stream())
                .anyMatch(stamp -> writers.contains(stamp.actor().device()));
    }
}
