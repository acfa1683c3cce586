package dev.holdfast.gui.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.gui.work.Work;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the Files screen shows, and what its buttons mean. Knows no control.
public final class FilesViewModel {

    /// The volume that `init` makes, and that is shown first.
    public static final String FIRST_VOLUME = "files";

    /// A directory shows at most so many entries; nobody scrolls through more.
    public static final int ROWS_MAX = 20_000;

    private static final Comparator<Outcome.Row> ORDER =
            Comparator.comparing((Outcome.Row row) -> row.kind() != Outcome.Kind.DIRECTORY)
                    .thenComparing(Outcome.Row::path, String.CASE_INSENSITIVE_ORDER)
                    .thenComparing(Outcome.Row::path);

    private final Node node;
    private final Work work;
    private final Transfers transfers;
    private final Outbox outbox;
    private final ObservableList<Outcome.Row> rows = FXCollections.observableArrayList();
    private final ObservableList<Outcome.Row> shown =
            FXCollections.unmodifiableObservableList(rows);
    private final ReadOnlyObjectWrapper<String> volume = new ReadOnlyObjectWrapper<>(FIRST_VOLUME);
    private final ReadOnlyObjectWrapper<List<String>> volumes =
            new ReadOnlyObjectWrapper<>(List.of(FIRST_VOLUME));
    private final ReadOnlyObjectWrapper<String> directory = new ReadOnlyObjectWrapper<>("/");
    private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper cut = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Whereabouts>> whereabouts =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<Outcome.Row> chosen = Optional.empty();
    private boolean describing;
    private long asked;
    private long selected;

    private record Read(List<Outcome.Row> rows, boolean cut, List<String> volumes) {}

    public FilesViewModel(Node node, Work work, Transfers transfers) {
        this.node = node;
        this.work = work;
        this.transfers = transfers;
        this.outbox = new Outbox(transfers);
    }

    /// Goes to the top of another volume.
    public void choose(String name) {
        volume.set(name);
        open("/");
    }

    private VolumePath path(Outcome.Row row) {
        return new VolumePath(volume.get(), row.path());
    }

    /// Goes to a directory, an absolute path within the volume.
    public void open(String path) {
        directory.set(path);
        rows.clear();
        cut.set(false);
        select(Optional.empty());
        refresh();
    }

    /// Goes to the directory above.
    public void up() {
        var here = directory.get();
        if (!here.equals("/")) {
            int slash = here.lastIndexOf('/');
            open(slash <= 0 ? "/" : here.substring(0, slash));
        }
    }

    /// Reads the directory again. What was read before stays until the answer comes; an answer for
    /// a directory that was left meanwhile is dropped.
    public void refresh() {
        long mine = ++asked;
        loading.set(true);
        var at = new VolumePath(volume.get(), directory.get());
        work.ask(
                () -> read(at),
                read -> {
                    if (mine == asked) {
                        show(read);
                    }
                },
                why -> {
                    if (mine == asked) {
                        loading.set(false);
                        problem.set(Optional.of(why));
                    }
                });
    }

    private Read read(VolumePath at) throws NodeException, InterruptedException {
        var volumes =
                node.run(new Command.ListVolumes(), event -> {}).volumes().stream()
                        .map(Outcome.Volume::name)
                        .toList();
        var all = new ArrayList<Outcome.Row>();
        var after = Optional.<String>empty();
        do {
            var page = node.run(new Command.ListEntries(at, false, after), event -> {});
            all.addAll(page.rows());
            after = page.next();
        } while (after.isPresent() && all.size() < ROWS_MAX);
        all.sort(ORDER);
        boolean more = after.isPresent() || all.size() > ROWS_MAX;
        var some = List.copyOf(all.subList(0, Math.min(all.size(), ROWS_MAX)));
        return new Read(some, more, volumes);
    }

    private void show(Read read) {
        loading.set(false);
        problem.set(Optional.empty());
        cut.set(read.cut());
        volumes.set(read.volumes());
        if (!rows.equals(read.rows())) {
            rows.setAll(read.rows());
        }
    }

    /// Finds out where the copies of a file are.
    public void select(Optional<Outcome.Row> row) {
        selected++;
        chosen = row.filter(each -> each.kind() == Outcome.Kind.FILE);
        describing = false;
        if (chosen.isEmpty()) {
            whereabouts.set(Optional.empty());
        } else {
            describe(chosen.get());
        }
    }

    /// Looks again where the copies of the selected file are. To be called every few seconds while
    /// the screen is shown; of these questions one is under way at most.
    public void tick() {
        if (!describing) {
            chosen.ifPresent(this::describe);
        }
    }

    private void describe(Outcome.Row row) {
        long mine = selected;
        describing = true;
        var at = path(row);
        work.ask(
                () -> Whereabouts.of(node.run(new Command.Describe(at), event -> {})),
                found -> described(mine, Optional.of(found), Optional.empty()),
                why -> described(mine, Optional.empty(), Optional.of(why)));
    }

    private void described(long mine, Optional<Whereabouts> found, Optional<Problem> why) {
        if (mine == selected) {
            describing = false;
            whereabouts.set(found);
            if (why.isPresent()) {
                chosen = Optional.empty();
                problem.set(why);
            }
        }
    }

    /// Stores files and folders of this machine in the directory that is shown.
    public void store(List<String> sources) {
        if (!sources.isEmpty()) {
            var here = directory.get();
            var into = new VolumePath(volume.get(), here.endsWith("/") ? here : here + "/");
            transfers.store(sources, into, this::refresh);
        }
    }

    /// Writes an entry to a directory of this machine.
    public void get(Outcome.Row row, String destination) {
        transfers.get(path(row), destination);
    }

    /// The file that a drag of this entry carries, an absolute path. The first time there is none
    /// yet: the entry is got, and the next drag carries it.
    public Optional<String> drag(Outcome.Row row) {
        return outbox.take(path(row), row.version());
    }

    /// The last part of an entry's path.
    public static String name(Outcome.Row row) {
        return row.path().substring(row.path().lastIndexOf('/') + 1);
    }

    /// The entries of the directory, directories first.
    public ObservableList<Outcome.Row> rows() {
        return shown;
    }

    public Transfers transfers() {
        return transfers;
    }

    /// The volume that is shown.
    public ReadOnlyObjectProperty<String> volumeProperty() {
        return volume.getReadOnlyProperty();
    }

    /// The names of the pool's volumes.
    public ReadOnlyObjectProperty<List<String>> volumesProperty() {
        return volumes.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<String> directoryProperty() {
        return directory.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty loadingProperty() {
        return loading.getReadOnlyProperty();
    }

    /// Whether there are more entries than are shown.
    public ReadOnlyBooleanProperty cutProperty() {
        return cut.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Where the copies of the selected file are, once that is known.
    public ReadOnlyObjectProperty<Optional<Whereabouts>> whereaboutsProperty() {
        return whereabouts.getReadOnlyProperty();
    }
}
