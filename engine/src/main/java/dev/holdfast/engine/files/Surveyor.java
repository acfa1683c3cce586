package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Coverage;
import dev.holdfast.engine.core.sync.IgnoreRules;
import dev.holdfast.engine.core.sync.Item;
import dev.holdfast.engine.core.sync.Observations;
import dev.holdfast.engine.core.sync.Rules;
import dev.holdfast.engine.core.sync.Sight;
import dev.holdfast.engine.core.sync.Trees;
import dev.holdfast.engine.core.sync.Trees.Part;
import dev.holdfast.engine.core.sync.Writing;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.folder.Found;
import dev.holdfast.engine.folder.LinkedFolder;
import dev.holdfast.engine.folder.Standing;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Looks at both sides of a linked folder before anything is decided: at all of them, or at the
/// directories in which something may have changed.
///
/// @param folder open while this is used
/// @param synced what both sides had
record Surveyor(
        LinkPass.Tools tools,
        Linked link,
        EntryPath top,
        LinkedFolder folder,
        Observations synced,
        Linked.Entering entering) {

    /// Directories that are looked at; where something changes in more, all is.
    private static final int DIRECTORIES_MAX = 1_000;

    /// Places that are looked at by themselves.
    private static final int PLACES_MAX = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(Surveyor.class);

    /// What was seen.
    ///
    /// @param part empty when it was all
    record Survey(Trees trees, Rules rules, FolderLook look, Optional<Part> part) {

        /// The same when more was read.
        Survey read() {
            var now = look.folder(trees.folder().root());
            return new Survey(new Trees(now, trees.volume(), trees.synced()), rules, look, part);
        }
    }

    /// What a look at a part begins with.
    ///
    /// @param seen directories in which something was seen to change
    /// @param changing those in which something still changes; empty when they are too many
    /// @param news places of which the volume may show something else
    record Told(
            String root,
            VersionVector applied,
            Rules rules,
            Set<EntryPath> seen,
            Optional<Set<EntryPath>> changing,
            Set<EntryPath> news) {}

    /// Looks at all.
    Survey whole() throws IOException, NodeException, InterruptedException {
        var once = all();
        return isOfOneMoment(once) ? once : all();
    }

    private Survey all() throws IOException, NodeException, InterruptedException {
        var root = folder.root(synced.root());
        var applied = applied();
        var volume = volume(applied, allShown(), synced.all());
        var rules = rules(volume);
        var look = look(rules, FolderLook.Steady.NONE);
        folder.walk(look);
        var trees = new Trees(look.folder(root), volume, synced.all());
        return new Survey(trees, rules, look, Optional.empty());
    }

    /// Whether a file that was met nowhere, or at two places, cannot have got another name while
    /// the look came by. It can where the names of a directory have changed since they were read;
    /// then all is looked at once more, and not again, for some directories never stop changing.
    private boolean isOfOneMoment(Survey survey) throws IOException {
        var look = survey.look;
        boolean isDoubtful =
                look.came().values().stream().anyMatch(from -> look.here(from).isPresent())
                        || survey.trees.synced().agreed().entrySet().stream()
                                .anyMatch(each -> hasGone(each.getKey(), each.getValue(), look));
        if (isDoubtful) {
            for (var directory : look.listed().entrySet()) {
                if (!isAsListed(directory.getKey(), directory.getValue())) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isAsListed(EntryPath directory, long modifiedNanos) throws IOException {
        var now =
                directory.isRoot()
                        ? Optional.of(folder.standing(directory))
                        : folder.look(directory);
        return now.filter(each -> each.modifiedNanos() == modifiedNanos).isPresent();
    }

    private static boolean hasGone(EntryPath path, Agreed agreed, FolderLook look) {
        return agreed.item() instanceof Item.File && look.here(path).isEmpty();
    }

    /// What a look at a part would begin with; empty when only all of it would do.
    Optional<Told> told(Glance glance) throws IOException, NodeException, InterruptedException {
        var root = folder.root(synced.root());
        var applied = applied();
        var news = new News(keeping(), link.volume(), top, synced).since(glance.applied(), applied);
        if (news.isEmpty()
                || link.rules().answer() != Rules.Answer.NONE
                || !root.equals(synced.root())
                || !isRuledAsBefore()
                || folder.foldsCase(synced.top())) {
            return Optional.empty();
        }
        var rules = rules(new Trees.Volume(applied, ignoring()));
        return Optional.of(
                new Told(root, applied, rules, glance.changed(), glance.changing(), news.get()));
    }

    /// The same of which nothing was told.
    Optional<Told> told() throws IOException, NodeException, InterruptedException {
        return told(new Glance(applied(), Set.of(), Optional.of(Set.of()), false));
    }

    /// Looks into one directory, and into those below that are not as they were in step.
    Survey slice(Told told, EntryPath directory)
            throws IOException, NodeException, InterruptedException {
        var part = new Part();
        add(directory, told.rules.covers(), part);
        return part(told, part);
    }

    /// Looks at nothing but the places of which something came; empty when what is beside them
    /// counts as well.
    Optional<Survey> places(Told told) {
        if (!told.seen.isEmpty() || told.news.size() > PLACES_MAX) {
            return Optional.empty();
        }
        try {
            return new Arrivals(this, told).look();
        } catch (IOException e) {
            LOG.debug("{} is looked at by directories.", link.directory(), e);
            return Optional.empty();
        }
    }

    /// Looks at directories; empty when only all would do. Where a file came from another
    /// directory, that is looked at too: seen by itself, what came would be another file than what
    /// went.
    Optional<Survey> part(Told told) throws NodeException, InterruptedException {
        var changed = new TreeSet<>(told.seen);
        told.news.forEach(place -> changed.add(place.parent()));
        told.changing.ifPresent(changed::addAll);
        boolean isLarger = told.changing.isPresent();
        try {
            while (isLarger && changed.size() <= DIRECTORIES_MAX) {
                var survey = part(told, changed);
                isLarger = changed.addAll(left(survey));
                if (!isLarger) {
                    return Optional.of(survey);
                }
            }
        } catch (IOException e) {
            LOG.debug("{} is looked at as a whole.", link.directory(), e);
        }
        return Optional.empty();
    }

    /// Directories that were not looked at, which files have left that came to where they were.
    private Set<EntryPath> left(Survey survey) throws IOException {
        var left = new TreeSet<EntryPath>();
        for (var from : survey.look.came().values()) {
            boolean isSeen =
                    survey.part.orElseThrow().has(from.key()) || left.contains(from.parent());
            if (!isSeen && folder.look(from).isEmpty()) {
                left.add(from.parent());
            }
        }
        return left;
    }

    private Survey part(Told told, Set<EntryPath> changed)
            throws IOException, NodeException, InterruptedException {
        var part = new Part();
        for (var directory : changed) {
            add(directory, told.rules.covers(), part);
        }
        var once = part(told, part);
        return isOfOneMoment(once) ? once : part(told, part);
    }

    private Survey part(Told told, Part part)
            throws IOException, NodeException, InterruptedException {
        var look = look(told.rules, new Bounds(part));
        for (var directory : part.directories()) {
            enter(directory, look);
        }
        var shown = shown(part, look);
        var some = synced.of(part);
        var trees = new Trees(look.folder(told.root), volume(told.applied, shown, some), some);
        return new Survey(trees, told.rules, look, Optional.of(part));
    }

    /// Takes in a directory. Where that is not the one that was in step, its absence or its being
    /// another one is what changed, and is seen from above.
    private void add(EntryPath directory, Coverage covers, Part part) throws IOException {
        var at = directory;
        while (!at.isRoot() && !isSteady(at, covers)) {
            part.addTree(at);
            at = at.parent();
        }
        part.addDirectory(at);
    }

    /// Whether a directory is the one that was in step.
    boolean isSteady(EntryPath directory, Coverage covers) throws IOException {
        var here =
                folder.look(directory)
                        .filter(each -> each.kind() == Found.Kind.DIRECTORY)
                        .map(Standing::sight);
        return covers.covers(directory, true)
                ? Part.isSteady(synced.at(directory), here, shown(directory))
                : here.isPresent() && covers.leadsOn(directory);
    }

    /// What the volume shows at a place of the folder.
    Optional<Shown> shown(EntryPath path) {
        return Projection.find(
                keeping().ledger().views().names().tree(link.volume()), Writing.below(top, path));
    }

    private void enter(EntryPath directory, FolderLook look)
            throws IOException, InterruptedException {
        var standing = folder.standing(directory);
        look.list(directory, standing);
        folder.list(directory, look);
        if (!folder.standing(directory).sight().equals(standing.sight())) {
            throw new IOException(directory + " is another directory now");
        }
    }

    /// Says on the walk where to go on, which grows the part.
    private final class Bounds implements FolderLook.Steady {

        private final Part part;

        Bounds(Part part) {
            this.part = part;
        }

        @Override
        public boolean isSteady(EntryPath directory, Sight sight) {
            if (!part.isTree(directory)
                    && Part.isSteady(synced.at(directory), Optional.of(sight), shown(directory))) {
                return true;
            }
            part.addTree(directory);
            return false;
        }

        @Override
        public void led(EntryPath directory) {
            part.addDirectory(directory);
        }
    }

    /// What the volume shows of the part. Directories that the folder does not have belong to it
    /// with all that was below them; those that it has were judged on the walk.
    private SortedMap<EntryPath, Shown> shown(Part part, FolderLook look) throws NodeException {
        var walk = new TreeWalk(keeping().ledger().views().names());
        var shown = new TreeMap<EntryPath, Shown>();
        for (var directory : part.directories()) {
            walk.in(link.volume(), Writing.below(top, directory), each -> put(each, shown));
        }
        for (var each : shown.values()) {
            addAbsent(each.isDirectory() ? Writing.inFolder(top, each.path()) : null, part, look);
        }
        synced.of(part)
                .agreed()
                .forEach(
                        (path, agreed) ->
                                addAbsent(agreed.item().isDirectory() ? path : null, part, look));
        for (var tree : part.trees()) {
            walk.below(link.volume(), Writing.below(top, tree), each -> put(each, shown));
        }
        return shown;
    }

    private static void addAbsent(@Nullable EntryPath directory, Part part, FolderLook look) {
        if (directory != null && !look.hasDirectory(directory)) {
            part.addTree(directory);
        }
    }

    private SortedMap<EntryPath, Shown> allShown() throws NodeException {
        var shown = new TreeMap<EntryPath, Shown>();
        new TreeWalk(keeping().ledger().views().names())
                .below(link.volume(), top, each -> put(each, shown));
        return shown;
    }

    private void put(Shown each, SortedMap<EntryPath, Shown> shown) {
        shown.put(Writing.inFolder(top, each.path()), each);
    }

    /// The volume, and what went from it while the others did without this device.
    Trees.Volume volume(
            VersionVector applied, SortedMap<EntryPath, Shown> shown, Trees.Synced some) {
        var tree = keeping().ledger().views().names().tree(link.volume());
        var missed = link.returned().map(at -> new Missing(tree, top, at).among(some, shown));
        return new Trees.Volume(applied, cut(), shown, missed.orElse(Set.of()));
    }

    /// What went into the volume. It is read before what the volume shows: what comes meanwhile is
    /// more.
    private VersionVector applied() {
        return keeping().ledger().views().batches().applied(link.volume());
    }

    /// Who was cut off in the volume, and from which batch on.
    Map<Actor, Long> cut() {
        var cut = new HashMap<Actor, Long>();
        var chains = keeping().ledger().views().batches().chains();
        chains.getOrDefault(link.volume(), Map.of())
                .forEach(
                        (actor, chain) -> {
                            if (chain.cut() != BatchChain.UNCUT) {
                                cut.put(actor, chain.cut());
                            }
                        });
        return cut;
    }

    private Rooms.Keeping keeping() {
        return tools.rooms().keeping();
    }

    private Rules rules(Trees.Volume volume)
            throws IOException, NodeException, InterruptedException {
        var alone =
                new IgnoreFile(link, folder, tools.grower().reader())
                        .rules(volume, synced.at(IgnoreRules.FILE));
        return link.rules().in(folder.foldsCase(synced.top()), alone);
    }

    private SortedMap<EntryPath, Shown> ignoring() {
        var shown = new TreeMap<EntryPath, Shown>();
        shown(IgnoreRules.FILE).ifPresent(each -> shown.put(IgnoreRules.FILE, each));
        return shown;
    }

    /// Whether what is left alone is what it was when both sides last had the same rules.
    private boolean isRuledAsBefore() throws IOException {
        var standing = folder.look(IgnoreRules.FILE).map(Standing::sight);
        return IgnoreFile.isInStep(standing, shown(IgnoreRules.FILE), synced.at(IgnoreRules.FILE));
    }

    FolderLook look(Rules rules, FolderLook.Steady steady) throws IOException {
        var modes = new KeptModes(tools.trials(), folder, synced, this::shown);
        var own = tools.own().things();
        var aims = new FolderLook.Aims(top, entering, steady, modes, own);
        return new FolderLook(synced, rules.covers(), aims);
    }
}
