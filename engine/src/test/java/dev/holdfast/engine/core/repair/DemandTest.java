package dev.holdfast.engine.core.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class DemandTest {

    private static final VolumeId FILES = new VolumeId(new Hash(1, 0, 0, 0));
    private static final VolumeId FILMS = new VolumeId(new Hash(2, 0, 0, 0));

    private static Stamp stamp(VolumeId volume) {
        return new Stamp(volume, new Actor(new DeviceId(new Hash(7, 7, 7, 7)), 1), 1);
    }

    private static Demand demand(int copies, boolean wasChanged) {
        return new Demand(
                Map.of(
                        FILES,
                        new Demand.Wish(copies, wasChanged),
                        FILMS,
                        new Demand.Wish(2, false)));
    }

    @Test
    void a_volume_that_asks_for_more_gets_it() {
        assertThat(demand(5, true).copies(3, List.of(stamp(FILES)))).isEqualTo(5);
        assertThat(demand(5, false).copies(3, List.of(stamp(FILES)))).isEqualTo(5);
    }

    @Test
    void a_volume_that_asks_for_fewer_gets_them_unless_another_wants_more() {
        assertThat(demand(1, true).copies(3, List.of(stamp(FILES)))).isEqualTo(1);
        assertThat(demand(1, true).copies(3, List.of(stamp(FILES), stamp(FILMS)))).isEqualTo(2);
    }

    @Test
    void a_list_of_chunks_keeps_its_copies_in_a_volume_that_never_changed() {
        assertThat(demand(3, false).copies(3, List.of(stamp(FILMS)))).isEqualTo(3);
    }

    @Test
    void what_is_on_record_counts_while_a_volume_is_not_known() {
        var other = stamp(new VolumeId(new Hash(3, 0, 0, 0)));
        assertThat(Demand.UNKNOWN.copies(3, List.of(stamp(FILES)))).isEqualTo(3);
        assertThat(demand(1, true).copies(4, List.of(stamp(FILES), other))).isEqualTo(4);
        assertThat(demand(5, true).copies(4, List.of(stamp(FILES), other))).isEqualTo(5);
        assertThat(demand(5, true).copies(4, List.of())).isEqualTo(4);
    }
}
