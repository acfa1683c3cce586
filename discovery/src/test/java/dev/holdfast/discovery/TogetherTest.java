package dev.holdfast.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.discovery.Announcement.Kind;
import dev.holdfast.discovery.Announcement.Tag;
import dev.holdfast.discovery.contract.DiscoveryContract;
import dev.holdfast.discovery.memory.MemoryLan;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Two networks at once are one, and one of them is enough.
class TogetherTest extends DiscoveryContract {

    private static final Announcement BOB = new Announcement(Kind.HERE, new Tag(1, 2), 4653);

    private static final Lan BROKEN =
            heard -> {
                throw new IOException("no network");
            };

    @Override
    protected Lan emptyLan() {
        return new Together(List.of(new MemoryLan(), new MemoryLan()));
    }

    @Test
    void who_is_on_one_of_them_alone_is_heard() throws IOException {
        var first = new MemoryLan();
        var second = new MemoryLan();
        var heard = new ArrayList<Announcement>();
        try (var _ = new Together(List.of(first, second)).enter(seen -> heard.add(seen.what()))) {
            second.enter(seen -> {}).announce(List.of(BOB));
        }
        assertThat(heard).containsExactly(BOB);
    }

    @Test
    void a_way_that_cannot_be_entered_is_left_out_while_there_is_another() throws IOException {
        var lan = new MemoryLan();
        var heard = new ArrayList<Announcement>();
        try (var _ = new Together(List.of(BROKEN, lan)).enter(seen -> heard.add(seen.what()))) {
            lan.enter(seen -> {}).announce(List.of(BOB));
        }
        assertThat(heard).containsExactly(BOB);
        assertThatThrownBy(() -> new Together(List.of(BROKEN, BROKEN)).enter(seen -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("no network");
    }
}
