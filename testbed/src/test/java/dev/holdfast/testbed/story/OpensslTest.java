package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.holdfast.testbed.cluster.Cluster;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a stranger's TLS gets from a device, by a client that has nothing of ours in it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpensslTest {

    private static final long SILENCE_MAX_SECONDS = 60;

    private Cluster cluster;
    private Path folder;

    @BeforeAll
    void one_device(@TempDir Path temporary) throws Exception {
        folder = temporary;
        if (run("openssl", "version").isEmpty()) {
            assertThat(System.getenv("CI")).as("openssl is needed here").isNotEqualTo("true");
            abort("there is no openssl here");
        }
        cluster = Cluster.of(Files.createDirectory(folder.resolve("pool")), "ann");
    }

    @AfterAll
    void it_still_serves_its_person_and_stops() throws Exception {
        if (cluster != null) {
            assertThat(cluster.member("ann").holdfast("status").exit()).isZero();
            cluster.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-tls1_2 -alpn holdfast/1, alert protocol version",
        "-no_tls1_3 -cipher ALL:@SECLEVEL=0 -alpn holdfast/1, alert protocol version",
        "-tls1_3 -alpn holdfast/1, alert certificate required",
        "-tls1_3 -alpn holdfast-pair/1, alert certificate required",
        "-tls1_3 -alpn holdfast-recover/1, alert certificate required",
        "-tls1_3 -alpn h2, alert certificate required",
    })
    void is_refused(String options, String why) throws Exception {
        var said = probe(options.split(" "));
        assertThat(said).contains(why);
        assertThat(said).as("nothing of ours is told").doesNotContain("ann");
    }

    @Test
    void with_a_good_certificate_that_nobody_knows_it_is_hung_up_on() throws Exception {
        var key = folder.resolve("key.pem").toString();
        var certificate = folder.resolve("cert.pem").toString();
        var make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9";
        var line = new ArrayList<>(List.of(make.split(" ")));
        line.addAll(List.of("-subj", "/CN=eve", "-keyout", key, "-out", certificate));
        var _ = run(line.toArray(String[]::new));
        var said = probe("-tls1_3", "-alpn", "holdfast/1", "-cert", certificate, "-key", key);
        assertThat(said).contains("ALPN protocol: holdfast/1", "New, TLSv1.3");
        assertThat(said).as("no session is given to resume").doesNotContain("Session Ticket");
        assertThat(said).doesNotContain("ann");
    }

    /// Shakes hands, says one line that is nothing, and listens until the device hangs up.
    private String probe(String... options) throws Exception {
        var at = cluster.member("ann").address();
        var line = new ArrayList<>(List.of("openssl", "s_client", "-connect", at, "-ign_eof"));
        line.addAll(List.of(options));
        return run(line.toArray(String[]::new));
    }

    /// All that a program says; nothing when there is no such program.
    private String run(String... line) throws IOException, InterruptedException {
        var said = Files.createTempFile(folder, "said", ".txt");
        var nothing = Files.writeString(folder.resolve("nothing"), "nothing\n");
        try {
            var process =
                    new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectInput(nothing.toFile())
                            .redirectOutput(new File(said.toString()))
                            .start();
            boolean ended = process.waitFor(SILENCE_MAX_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertThat(ended).as("the device hangs up on %s", List.of(line)).isTrue();
            return Files.readString(said);
        } catch (IOException e) {
            return "";
        }
    }
}
