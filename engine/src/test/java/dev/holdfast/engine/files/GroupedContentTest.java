package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.buffers.Shelf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// Contents that are each read in one go, one after the other.
@Timeout(60)
class GroupedContentTest {

    private static final int BYTES = 1 << 20;

    private final Den den = new Den();
    private final AtomicInteger groups = new AtomicInteger();
    private final Random random = new Random(7);

    GroupedContentTest() throws Exception {}

    @Test
    void they_are_made_durable_and_given_while_more_come() throws Exception {
        den.whenDurable = groups::incrementAndGet;
        var buffers = new BufferPool(64 << 20, new Shelf());
        var writer = new ContentWriter(buffers);
        var volume = Place.of(new VolumePath("files", "/"), den.rooms).volume();
        try (var put = new PutSession(den.rooms, volume, buffers, _ -> {})) {
            for (int i = 0; i < 31; i++) {
                write(writer, put);
            }
            assertThat(groups).hasValue(0);

            for (int i = 0; i < 33; i++) {
                write(writer, put);
            }

            assertThat(groups.get()).isPositive();
            assertThat(put.keeper().isFarAhead()).isFalse();
        }
    }

    private void write(ContentWriter writer, PutSession put) throws Exception {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        try (var source = Channels.newChannel(new ByteArrayInputStream(bytes))) {
            writer.write(source, put.chunker(), put.keeper());
        }
    }
}
