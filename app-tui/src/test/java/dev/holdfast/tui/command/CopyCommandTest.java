package dev.holdfast.tui.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;

import org.junit.jupiter.api.Test;

import java.util.List;

class CopyCommandTest {

    private final FakeDevice device = new FakeDevice();
    private final Shell shell = new Shell(device);

    @Test
    void the_last_place_is_where_the_others_go_to() {
        device.answers(new Outcome.Changed(2));
        assertThat(shell.run("cp", "files:/a", "files:/b", "films:/c/")).isZero();
        assertThat(shell.run("cp", "-r", "files:/d", "films:")).isZero();
        assertThat(device.asked)
                .containsExactly(
                        new Command.Copy(
                                List.of(at("files", "/a"), at("files", "/b")),
                                at("films", "/c/"),
                                false),
                        new Command.Copy(List.of(at("files", "/d")), at("films", "/"), true));
        assertThat(shell.out()).isEmpty();
        shell.run("cp", "files:/a", "films:/", "--json");
        assertThat(shell.json().getAsJsonObject().get("entries").getAsLong()).isEqualTo(2);
    }

    @Test
    void what_is_no_place_in_the_pool_is_wrong_usage() {
        assertThat(shell.run("cp", "files:/a")).isEqualTo(2);
        assertThat(shell.run("cp", "/local/file", "files:/a")).isEqualTo(2);
        assertThat(shell.err()).contains("\"/local/file\" is not a place such as");
        assertThat(device.asked).isEmpty();
    }

    @Test
    void a_refusal_says_what_to_do() {
        device.fails(Problem.Code.EXISTS);
        assertThat(shell.run("cp", "files:/a", "files:/b")).isEqualTo(1);
        assertThat(shell.err().lines()).containsExactly("It went wrong.", "Do it otherwise.");
    }

    private static VolumePath at(String volume, String path) {
        return new VolumePath(volume, path);
    }
}
