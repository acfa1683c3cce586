package dev.holdfast.gui.folders;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.gui.work.Live;
import dev.holdfast.gui.work.Picture;
import dev.holdfast.gui.work.Work;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What the Folders screen shows, and what its buttons mean. Knows no control.
public final class FoldersViewModel {

    private final Node node;
    private final Work work;
    private final Live live;
    private final ObservableList<FolderCard> folders = FXCollections.observableArrayList();
    private final ObservableList<FolderCard> shown =
            FXCollections.unmodifiableObservableList(folders);
    private final ReadOnlyObjectWrapper<Choosing> choosing =
            new ReadOnlyObjectWrapper<>(new Choosing.None());
    private final ReadOnlyObjectWrapper<Optional<String>> proposed =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<String>> parting =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<LeftAlone>> leftAlone =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<VolumePath> looked = Optional.empty();

    public FoldersViewModel(Node node, Work work, Live live) {
        this.node = node;
        this.work = work;
        this.live = live;
        live.pictureProperty().subscribe(picture -> picture.ifPresent(this::show));
    }

    private void show(Picture picture) {
        var cards = picture.status().links().stream().map(FolderCard::of).toList();
        if (!cards.equals(folders)) {
            folders.setAll(cards);
        }
    }

    /// The person has chosen a directory and is asked where it leads.
    public void propose(String directory) {
        proposed.set(Optional.of(directory));
    }

    /// The directory is not linked after all.
    public void withdraw() {
        proposed.set(Optional.empty());
    }

    /// Links the proposed directory.
    ///
    /// @param place as the person typed it
    public void link(String place, Outcome.Mode mode) {
        var at = VolumePath.parse(place.strip());
        if (at.isEmpty()) {
            problem.set(
                    Optional.of(
                            new Problem(
                                    Problem.Code.USAGE,
                                    say("link.place.wrong"),
                                    say("link.place.wrong.do"))));
            return;
        }
        proposed.get()
                .ifPresent(
                        directory ->
                                ask(
                                        new Command.Link(
                                                directory, at.get(), mode, parts(directory)),
                                        linked -> withdraw()));
    }

    /// The parts that a folder has if it is linked already: only its mode is being changed.
    private List<String> parts(String directory) {
        return folders.stream()
                .filter(card -> card.directory().equals(directory))
                .findFirst()
                .map(FolderCard::only)
                .orElse(List.of());
    }

    public void pause(FolderCard folder) {
        ask(new Command.Pause(folder.directory()), paused -> {});
    }

    public void resume(FolderCard folder) {
        ask(new Command.Resume(folder.directory(), false, false), resumed -> {});
    }

    /// What the folder asks about is meant.
    public void agree(FolderCard folder) {
        ask(new Command.Resume(folder.directory(), true, false), agreed -> {});
    }

    /// What the folder asks about is to be taken back.
    public void undo(FolderCard folder) {
        ask(new Command.Resume(folder.directory(), false, true), undone -> {});
    }

    /// Asks the person whether a folder is to be linked no more.
    public void askToUnlink(FolderCard folder) {
        parting.set(Optional.of(folder.directory()));
    }

    /// It stays linked.
    public void keep() {
        parting.set(Optional.empty());
    }

    /// The person means it.
    public void unlink() {
        parting.get().ifPresent(directory -> ask(new Command.Unlink(directory), gone -> keep()));
    }

    /// Finds what a folder is to leave alone, for the person to see and edit.
    public void showLeftAlone(FolderCard folder) {
        var file = LeftAlone.file(folder.at());
        ask(() -> LeftAlone.read(node, file), found -> leftAlone.set(Optional.of(found)));
    }

    /// Has the folder leave other things alone, on every device that keeps it in step.
    ///
    /// @param text as the person edited it
    public void leaveAlone(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > LeftAlone.BYTES_MAX) {
            problem.set(Optional.of(LeftAlone.tooLong()));
            return;
        }
        leftAlone.get().ifPresent(seen -> ask(seen.written(text), done -> closeLeftAlone()));
    }

    /// Nothing more is edited now.
    public void closeLeftAlone() {
        leftAlone.set(Optional.empty());
    }

    /// Finds what there is to choose between in a folder.
    public void choose(FolderCard folder) {
        looked = Optional.of(folder.at());
        choosing.set(new Choosing.Reading());
        read();
    }

    private void read() {
        ask(
                new Command.ListConflicts(looked),
                found ->
                        choosing.set(
                                found.conflicts().isEmpty()
                                        ? new Choosing.None()
                                        : new Choosing.Open(found.conflicts())));
    }

    /// Keeps one version, and leaves the others to the history.
    public void keep(Outcome.Conflict conflict, Outcome.Rival kept) {
        resolve(conflict, kept.row().path());
    }

    /// Keeps all versions, under names of their own.
    public void keepBoth(Outcome.Conflict conflict) {
        resolve(conflict, Command.Resolve.BOTH);
    }

    private void resolve(Outcome.Conflict conflict, String keep) {
        var seen = conflict.versions().stream().map(rival -> rival.row().version()).toList();
        ask(new Command.Resolve(conflict.place(), List.of(keep), seen), resolved -> read());
    }

    /// Nothing more is chosen now.
    public void chosen() {
        choosing.set(new Choosing.None());
    }

    private <R extends Outcome> void ask(Command<R> command, Consumer<R> done) {
        ask(() -> node.run(command, event -> {}), done);
    }

    private <T> void ask(Work.Call<T> call, Consumer<T> done) {
        problem.set(Optional.empty());
        work.ask(
                call,
                outcome -> {
                    done.accept(outcome);
                    live.hurry();
                },
                failed -> {
                    problem.set(Optional.of(failed));
                    if (choosing.get() instanceof Choosing.Reading) {
                        chosen();
                    }
                });
    }

    /// What went wrong last is put away.
    public void dismiss() {
        problem.set(Optional.empty());
    }

    /// The linked folders of this device.
    public ObservableList<FolderCard> folders() {
        return shown;
    }

    public ReadOnlyObjectProperty<Choosing> choosingProperty() {
        return choosing.getReadOnlyProperty();
    }

    /// What a folder is to leave alone, while the person sees it.
    public ReadOnlyObjectProperty<Optional<LeftAlone>> leftAloneProperty() {
        return leftAlone.getReadOnlyProperty();
    }

    /// The directory that is about to be linked.
    public ReadOnlyObjectProperty<Optional<String>> proposedProperty() {
        return proposed.getReadOnlyProperty();
    }

    /// The directory that is about to be linked no more.
    public ReadOnlyObjectProperty<Optional<String>> partingProperty() {
        return parting.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }
}
