package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Status;

import org.junit.jupiter.api.Test;

class StatusReportTest {

    @Test
    void it_says_what_would_be_out_of_reach_if_this_device_closed_now() {
        assertThat(StatusReport.closing(0, 0, 3, 3)).isEqualTo(safe("Nothing is held here."));
        assertThat(StatusReport.closing(9, 2, 3, 2))
                .isEqualTo(safe("Every chunk here has another live copy."));
        assertThat(StatusReport.closing(1, 1, 1, 1))
                .isEqualTo(unsafe("The one chunk here has no other copy."));
        assertThat(StatusReport.closing(9, 1, 3, 1))
                .isEqualTo(
                        unsafe(
                                "All 9 chunks here have no other copy within reach: no other device"
                                        + " is here."));
        assertThat(StatusReport.closing(9, 1, 3, 2))
                .isEqualTo(unsafe("Some of the 9 chunks here have no other live copy."));
    }

    private static Status.Closing safe(String what) {
        return new Status.Closing(true, what);
    }

    private static Status.Closing unsafe(String what) {
        return new Status.Closing(false, what);
    }
}
