package dev.holdfast.engine.node;

import static dev.holdfast.engine.node.Household.at;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.LinkState;
import dev.holdfast.engine.api.Role;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Ann and Bob, each with a directory that is linked to the same place.
final class LinkedPair implements AutoCloseable {

    final Household pool;
    private final Path place;

    LinkedPair(Path place) throws Exception {
        this.place = place;
        pool = new Household(place.resolve("homes"), Map.of());
        pool.found("ann");
        pool.admit("ann", "bob", Role.MEMBER);
        pool.meet();
        Files.createDirectories(folder("ann"));
        Files.createDirectories(folder("bob"));
    }

    Path folder(String name) {
        return place.resolve("folders").resolve(name);
    }

    void link(String name, String... only) throws Exception {
        link(name, Outcome.Mode.BOTH, only);
    }

    void link(String name, Outcome.Mode mode, String... only) throws Exception {
        pool.run(name, new Command.Link(folder(name).toString(), at("/docs"), mode, List.of(only)));
    }

    /// Links both folders, and waits until both have all that is in either.
    ///
    /// @param count of files in both together
    void linkBoth(int count) throws Exception {
        link("ann");
        link("bob");
        awaitBoth(files -> files.size() == count);
    }

    void write(String name, String file, String text) throws IOException {
        var path = folder(name).resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /// What stands in a folder; nothing while it is being changed.
    Map<String, String> files(String name) throws IOException {
        var files = new TreeMap<String, String>();
        try (var walk = Files.walk(folder(name))) {
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                files.put(folder(name).relativize(file).toString(), Files.readString(file));
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            return Map.of();
        }
        return files;
    }

    /// Waits until a folder has what is meant.
    Map<String, String> await(String name, Predicate<Map<String, String>> isMeant)
            throws Exception {
        return Household.await(() -> files(name), isMeant);
    }

    /// Waits until both folders have the same, which is what is meant.
    Map<String, String> awaitBoth(Predicate<Map<String, String>> isMeant) throws Exception {
        return Household.await(
                        () -> List.of(files("ann"), files("bob")),
                        both ->
                                both.getFirst().equals(both.getLast())
                                        && isMeant.test(both.getFirst()))
                .getFirst();
    }

    Outcome.Link links(String name) throws Exception {
        return pool.run(name, new Command.ListLinks()).links().getFirst();
    }

    /// Asks a device to look at all of its folder, and waits until it has nothing to do there.
    void awaitInStep(String name) throws Exception {
        pool.run(name, new Command.Resume(folder(name).toString(), false, false));
        var _ = Household.await(() -> links(name), link -> link.state() == LinkState.IN_STEP);
    }

    @Override
    public void close() {
        pool.close();
    }
}
