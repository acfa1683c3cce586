package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.tui.process.Finished;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The drill with one keeper left: the machine of the only member is lost, and nobody knows where
/// the keeper is.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LastKeeperTest {

    private Path folder;
    private Path photo;
    private Machines machines;

    @BeforeAll
    void ann_and_all_of_her_home_are_lost(@TempDir Path temporary) throws Exception {
        folder = temporary;
        machines = new Machines(folder);
        for (var name : new String[] {"ann", "kim", "eve"}) {
            machines.add(name);
        }
        machines.found("ann");
        machines.joins("kim", "ann", "keeper");
        photo = Samples.random(folder.resolve("photo"), 5 << 20, 1);
        machines.run("ann", "put", photo.toString(), "files:/", "--wait", "copies:2").expect(0);
        machines.lose("ann");
    }

    @AfterAll
    void all_stop() {
        if (machines != null) {
            machines.close();
        }
    }

    @Test
    @DisplayName(
            "J5 the words alone find the one keeper that is left, and it gives everything back")
    void the_words_bring_all_back_from_the_keeper() throws Exception {
        var rehearsed = recover("--rehearse").expect(0).out();
        assertThat(rehearsed).contains("1 file", "ann", "owner", "keeper");
        assertThat(machines.home("eve")).doesNotExist();
        recover("--revoke", "ann").expect(0);
        assertThat(machines.run("eve", "ls", "files:").expect(0).out()).contains("photo");
        machines.daemon("eve");
        machines.await("the keeper is here", "eve", Machines::isOnline, 2);
        var again = folder.resolve("photo-again");
        machines.reads("eve", "files:/photo", again);
        assertThat(again).hasSameBinaryContentAs(photo);
    }

    private Finished recover(String... more) throws Exception {
        var words = Files.writeString(folder.resolve("words"), machines.words()).toString();
        var all = new ArrayList<>(List.of("recover", "--phrase-file", words, "--name", "eve"));
        all.addAll(List.of("--capacity", "1G"));
        all.addAll(List.of(more));
        return machines.run("eve", all.toArray(String[]::new));
    }
}
