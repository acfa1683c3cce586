package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/// The file in a home that says when it was itself made there, and is made anew at each start. What
/// copies a home, or puts an older state of it back, makes another file that says the same, or
/// writes the old words into the present one. The image of a whole disk does neither, nor a file
/// system that does not keep when files were made.
record LifeFile(HomeFiles files, InstantSource clock) {

    /// How long a person is told that a home is a copy.
    private static final Duration TOLD = Duration.ofDays(7);

    private static final String NAME = "life";

    private static final Logger LOG = LoggerFactory.getLogger(LifeFile.class);

    /// Begins another life of a home. One that is a copy writes as another actor from now on,
    /// before it writes anything: what the last one wrote since is known to others only.
    ///
    /// @return what a person should know
    Optional<String> begin(OpenHome home) throws NodeException {
        var said = files.read(NAME).map(text -> text.lines().toList()).orElse(List.of());
        var copied = said.stream().skip(1).findFirst().flatMap(LifeFile::time);
        if (isCopy(said)) {
            LOG.warn("This home is a copy, or was set back.");
            draw(home);
            copied = Optional.of(clock.instant());
        }
        var told = copied.filter(at -> at.plus(TOLD).isAfter(clock.instant()));
        write(told);
        return told.map(LifeFile::note);
    }

    /// A home without the file is taken for what it says it is.
    private boolean isCopy(List<String> said) throws NodeException {
        try {
            return !said.isEmpty() && !said.getFirst().equals(made());
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw HomeFiles.failed("read", file(), e);
        }
    }

    private void draw(OpenHome home) throws NodeException {
        try {
            home.drawIncarnation();
        } catch (JournalException e) {
            var problem = Failures.opening(files.directory(), e);
            throw OpenHome.refused(problem, files, e);
        }
    }

    /// Makes the file anew. One that cannot be made is done without: a home that is full must
    /// start.
    ///
    /// @param copied when it was found that the home is a copy
    void write(Optional<Instant> copied) {
        try {
            files.write(NAME, "");
            var text = made() + copied.map(at -> "\n" + at).orElse("") + "\n";
            Files.writeString(file(), text);
            if (!text.startsWith(made())) {
                files.write(
                        NAME, ""); // where no time of birth is kept, that of the content is told
            }
        } catch (IOException e) {
            LOG.warn("That this home lives here could not be written down.", e);
        }
    }

    private String made() throws IOException {
        return Files.readAttributes(file(), BasicFileAttributes.class).creationTime().toString();
    }

    private Path file() {
        return files.directory().resolve(NAME);
    }

    private static Optional<Instant> time(String line) {
        try {
            return Optional.of(Instant.parse(line));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String note(Instant copied) {
        return "Since %s this home is a copy, or an older state that was put back. It writes on as"
                        .formatted(copied.toString().substring(0, 10))
                + " another one, so that nothing is lost; if the other one still runs, stop one of"
                + " the two for good.";
    }
}
