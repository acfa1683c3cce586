package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testbed.cluster.Cluster;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;

/// Who has no place in the pool gets nothing from it, whatever he says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangerTest {

    private static final String PEER = "holdfast/1";
    private static final String TLS_1_3 = "TLSv1.3";

    /// More than an unknown peer may have us keep for it.
    private static final int FLOOD = 4 << 20;

    private Cluster cluster;
    private String address = "";

    @BeforeAll
    void one_device(@TempDir Path temporary) throws Exception {
        cluster = Cluster.of(temporary, "ann");
        address = cluster.member("ann").address();
    }

    @AfterAll
    void it_still_serves_its_person_and_stops() throws Exception {
        assertThat(cluster.member("ann").holdfast("status").exit()).isZero();
        cluster.close();
    }

    @Test
    @DisplayName("TLS 1.2 is refused")
    void an_old_handshake_is_refused() throws Exception {
        var stranger = Stranger.withCertificate();
        assertThatThrownBy(() -> stranger.say(address, PEER, "TLSv1.2", new byte[0]))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void a_stranger_without_a_certificate_is_refused() {
        var stranger = Stranger.withoutCertificate();
        assertThatThrownBy(() -> stranger.say(address, PEER, TLS_1_3, new byte[10]))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void a_stranger_who_says_nonsense_is_hung_up_on() throws Exception {
        var nonsense = new byte[1000];
        nonsense[0] = (byte) 0x7f;
        assertThat(answer(Stranger.withCertificate(), nonsense)).isLessThan(1 << 16);
    }

    @Test
    void a_stranger_who_floods_is_hung_up_on() throws Exception {
        assertThat(answer(Stranger.withCertificate(), new byte[FLOOD])).isLessThan(1 << 16);
    }

    /// A device may hang up between two words or in the midst of one.
    private int answer(Stranger stranger, byte[] words) throws Exception {
        try {
            return stranger.say(address, PEER, TLS_1_3, words);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the device neither answers nor hangs up", e);
        } catch (IOException brokenOff) {
            return 0;
        }
    }
}
