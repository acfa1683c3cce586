package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Status;
import dev.holdfast.engine.core.repair.RepairProgress;

import org.junit.jupiter.api.Test;

class StatusReportTest {

    @Test
    void it_says_what_would_be_out_of_reach_if_this_device_closed_now() {
        assertThat(closing(0, 0, 3, 3)).isEqualTo(safe("Nothing is held here."));
        assertThat(closing(9, 0, 3, 2)).isEqualTo(safe("Every chunk here has another live copy."));
        assertThat(closing(1, 1, 1, 1))
                .isEqualTo(unsafe(1, "The one chunk here has no other copy."));
        assertThat(closing(9, 9, 3, 1))
                .isEqualTo(
                        unsafe(
                                9,
                                "All 9 chunks here have no other copy within reach: no other device"
                                        + " is here."));
        assertThat(closing(9, 1, 3, 2))
                .isEqualTo(unsafe(1, "1 of the 9 chunks here has no other live copy."));
        assertThat(closing(2000, 12, 3, 2))
                .isEqualTo(unsafe(12, "12 of the 2,000 chunks here have no other live copy."));
        assertThat(StatusReport.closing(9, new RepairProgress(0, 0, 0, 0, false), 3, 2))
                .isEqualTo(unsafe(0, "What is held here is still being looked at."));
    }

    @Test
    void copies_that_are_lacking_are_told_with_what_to_do_and_with_what_holds_them_back() {
        assertThat(StatusReport.lacking(0, true, true)).isEmpty();
        assertThat(lacking(1, true, false))
                .contains("One chunk on this device has fewer copies")
                .contains("Bring the missing devices online; copies are then made by themselves.");
        assertThat(lacking(2000, false, false))
                .contains("2,000 chunks on this device have fewer copies")
                .contains("Wait while copies are made, or add a device");
        for (boolean isAnyAway : new boolean[] {true, false}) {
            assertThat(lacking(7, isAnyAway, true))
                    .contains("This line is metered, so no copy is made by itself")
                    .contains("run `holdfast repair`")
                    .doesNotContain("Wait while");
        }
    }

    private static String lacking(long chunks, boolean isAnyAway, boolean isMetered) {
        return StatusReport.lacking(chunks, isAnyAway, isMetered).orElseThrow().toString();
    }

    private static Status.Closing closing(long chunks, long lone, int devices, int online) {
        var progress = new RepairProgress(0, 0, lone, lone > 0 ? 1 : 2, true);
        return StatusReport.closing(chunks, progress, devices, online);
    }

    private static Status.Closing safe(String what) {
        return new Status.Closing(true, 0, what);
    }

    private static Status.Closing unsafe(long chunks, String what) {
        return new Status.Closing(false, chunks, what);
    }
}
