package dev.holdfast.discovery.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.discovery.Announcement;
import dev.holdfast.discovery.Announcement.Kind;
import dev.holdfast.discovery.Announcement.Tag;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/// What travels, and what anybody may send instead.
class DatagramTest {

    private static final Datagram HERE =
            new Datagram.Told(new Announcement(Kind.HERE, new Tag(1, -2), 4653));
    private static final Datagram OPEN =
            new Datagram.Told(new Announcement(Kind.OPEN, new Tag(0, 0), 65535));

    @Test
    void is_read_as_it_was_written() {
        for (var each : List.of(HERE, OPEN, new Datagram.Ask())) {
            assertThat(Datagram.parse(each.toBytes())).contains(each);
        }
    }

    @Test
    void has_this_form() {
        assertThat(HexFormat.of().formatHex(HERE.toBytes().array()))
                .isEqualTo("48466231" + "01" + "00" + "122d" + "0000000000000001fffffffffffffffe");
    }

    @Test
    void what_is_cut_too_long_or_of_another_kind_is_none() {
        var bytes = HERE.toBytes().array();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(Datagram.parse(ByteBuffer.wrap(bytes, 0, length))).isEmpty();
        }
        assertThat(Datagram.parse(ByteBuffer.allocate(25).put(bytes).rewind())).isEmpty();
        for (int at : new int[] {0, 3, 5}) {
            var changed = bytes.clone();
            changed[at] ^= 1;
            assertThat(Datagram.parse(ByteBuffer.wrap(changed))).isEmpty();
        }
        for (int kind : new int[] {-1, 0, 3, 127}) {
            var changed = bytes.clone();
            changed[4] = (byte) kind;
            assertThat(Datagram.parse(ByteBuffer.wrap(changed))).isEmpty();
        }
        var noPort = bytes.clone();
        noPort[6] = 0;
        noPort[7] = 0;
        assertThat(Datagram.parse(ByteBuffer.wrap(noPort))).isEmpty();
    }

    @Test
    void whatever_comes_is_read_or_passed_over() {
        var random = new Random(12);
        for (int i = 0; i < 100_000; i++) {
            var bytes = new byte[random.nextInt(30)];
            random.nextBytes(bytes);
            if (bytes.length > 5 && random.nextBoolean()) {
                ByteBuffer.wrap(bytes).putInt(Datagram.MAGIC).put((byte) random.nextInt(4));
            }
            assertThat(Datagram.parse(ByteBuffer.wrap(bytes)).map(Datagram::toBytes))
                    .satisfies(
                            read ->
                                    read.ifPresent(
                                            form -> assertThat(form.remaining()).isEqualTo(24)));
        }
    }
}
