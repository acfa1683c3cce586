package dev.holdfast.engine.net.mux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiveWindowTest {

    private final ReceiveWindow window = new ReceiveWindow(1000, 4000);

    @Test
    void a_sender_may_send_what_was_granted_and_no_more() {
        assertThat(window.received(1000)).isTrue();
        assertThat(window.received(1)).isFalse();
    }

    @Test
    void the_last_message_may_overdraw() {
        assertThat(window.receivedLast(999)).isTrue();
        assertThat(window.receivedLast(5000)).isTrue();
        assertThat(window.receivedLast(1)).isFalse();
    }

    @Test
    void room_is_granted_again_in_steps_of_a_quarter() {
        window.received(1000);
        assertThat(window.consumed(249)).isZero();
        assertThat(window.consumed(1)).isEqualTo(250);
        assertThat(window.received(250)).isTrue();
        assertThat(window.received(1)).isFalse();
    }

    @Test
    void it_widens_for_a_blocked_sender_whose_reader_keeps_up() {
        window.received(1000);
        window.consumed(1000);
        assertThat(window.wanting()).isEqualTo(1000);
        assertThat(window.widen(1000)).isEqualTo(1000);
        assertThat(window.received(2000)).isTrue();
        assertThat(window.received(1)).isFalse();
    }

    @Test
    void it_does_not_widen_while_its_reader_is_behind() {
        window.received(1000);
        assertThat(window.wanting()).isZero();
    }

    @Test
    void it_widens_to_its_limit_only() {
        window.widen(window.wanting());
        window.widen(window.wanting());
        assertThat(window.wanting()).isZero();
    }
}
