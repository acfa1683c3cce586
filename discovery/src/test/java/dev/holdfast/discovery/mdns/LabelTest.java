package dev.holdfast.discovery.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.discovery.Announcement;
import dev.holdfast.discovery.Announcement.Kind;
import dev.holdfast.discovery.Announcement.Tag;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/// What a service is called, and what strangers may call theirs.
class LabelTest {

    private static final Announcement HERE = new Announcement(Kind.HERE, new Tag(1, -2), 4653);
    private static final Announcement OPEN = new Announcement(Kind.OPEN, new Tag(-1, 0), 65535);

    @Test
    void is_read_as_it_was_written() {
        for (var each : List.of(HERE, OPEN)) {
            assertThat(Label.parse(Label.of(each, 7), each.port())).contains(each);
        }
    }

    @Test
    void has_this_form_and_says_nothing_else() {
        assertThat(Label.of(HERE, 7))
                .isEqualTo("h" + "0000000000000001fffffffffffffffe" + "0000000000000007");
        assertThat(Label.of(OPEN, -1)).startsWith("o").hasSize(49);
    }

    @Test
    void another_name_or_no_port_is_none() {
        var name = Label.of(HERE, 7);
        for (int length = 0; length < name.length(); length++) {
            assertThat(Label.parse(name.substring(0, length), 1)).isEmpty();
        }
        for (var other : List.of(name + "0", "x" + name.substring(1), name.replace('f', 'g'))) {
            assertThat(Label.parse(other, 1)).isEmpty();
        }
        for (int port : new int[] {-1, 0, 65536, Integer.MAX_VALUE}) {
            assertThat(Label.parse(name, port)).isEmpty();
        }
    }

    @Test
    void whatever_comes_is_read_or_passed_over() {
        var random = new Random(12);
        for (int i = 0; i < 100_000; i++) {
            var name = new StringBuilder(Label.of(HERE, random.nextLong()));
            for (int n = random.nextInt(3); n > 0; n--) {
                name.setCharAt(random.nextInt(name.length()), (char) random.nextInt(0x300));
            }
            int port = random.nextInt(-3, 70_000);
            Label.parse(name.toString(), port)
                    .ifPresent(read -> assertThat(read.port()).isEqualTo(port));
        }
    }
}
