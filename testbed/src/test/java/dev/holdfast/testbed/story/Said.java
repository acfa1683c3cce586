package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;

import dev.holdfast.testbed.cluster.Member;
import dev.holdfast.tui.process.Finished;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What commands say to a person.
final class Said {

    private Said() {}

    /// A refusal is two lines on standard error, what happened and what to do, and nothing else.
    static void refused(Finished finished, int exit, String what, String remedy) {
        assertThat(finished.err().lines()).containsExactly(what, remedy);
        assertThat(finished.exit()).as(what).isEqualTo(exit);
        assertThat(finished.out()).isEmpty();
    }

    /// The lines of what happened, of the problems that `status` tells.
    static List<String> problems(Member member) throws IOException, InterruptedException {
        var whats = new ArrayList<String>();
        for (var problem : status(member).getAsJsonArray("problems")) {
            whats.add(problem.getAsJsonObject().get("what").getAsString());
        }
        return whats;
    }

    static JsonObject status(Member member) throws IOException, InterruptedException {
        return member.json(0, "status").getAsJsonObject();
    }

    static int online(Member member) throws IOException, InterruptedException {
        return status(member).getAsJsonObject("pool").get("online").getAsInt();
    }

    /// The names in the answer of `devices`.
    static List<String> devices(Member member) throws IOException, InterruptedException {
        var names = new ArrayList<String>();
        for (var device : member.json(0, "devices").getAsJsonArray()) {
            names.add(device.getAsJsonObject().get("name").getAsString());
        }
        return names;
    }
}
