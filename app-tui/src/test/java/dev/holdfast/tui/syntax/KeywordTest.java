package dev.holdfast.tui.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.VolumePath;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

class KeywordTest {

    private static final class Send extends Keyword implements Runnable {

        private final Flag soon = flag("-s", "--soon");
        private final Value<Duration> patience =
                option("--patience", "TIME", "30s", Converters::span);
        private final Value<Optional<Integer>> times = option("--times", "N", Converters::number);
        private final Value<ChronoUnit> unit = choice("--unit", "UNIT", ChronoUnit.DAYS);
        private final Value<Optional<Path>> log = path("--log", "FILE");
        private final Value<VolumePath> to = argument("to", "PLACE", Converters::place);
        private final Value<List<Integer>> numbers = arguments("numbers", "N", Converters::number);

        Send() {
            super("send");
        }

        @Override
        public void run() {}
    }

    private final Send send = new Send();
    private final CommandLine line = send.line();

    private void parse(String words) {
        line.parseArgs(words.split(" "));
    }

    @Test
    void values_are_those_that_were_given() {
        parse("-s --patience 2m --times 3 --unit weeks --log a.txt files:/a 7 8");
        assertThat(send.soon.isSet()).isTrue();
        assertThat(send.patience.get()).isEqualTo(Duration.ofMinutes(2));
        assertThat(send.times.get()).contains(3);
        assertThat(send.unit.get()).isEqualTo(ChronoUnit.WEEKS);
        assertThat(send.log.get()).contains(Path.of("a.txt"));
        assertThat(send.to.get()).isEqualTo(new VolumePath("files", "/a"));
        assertThat(send.numbers.get()).containsExactly(7, 8);
    }

    @Test
    void nothing_is_left_of_what_was_given_before() {
        parse("-s --patience 2m --times 3 --unit weeks --log a.txt files:/a 7 8");
        parse("files:/b 9");
        assertThat(send.soon.isSet()).isFalse();
        assertThat(send.patience.get()).isEqualTo(Duration.ofSeconds(30));
        assertThat(send.times.get()).isEmpty();
        assertThat(send.unit.get()).isEqualTo(ChronoUnit.DAYS);
        assertThat(send.log.get()).isEmpty();
        assertThat(send.to.get()).isEqualTo(new VolumePath("files", "/b"));
        assertThat(send.numbers.get()).containsExactly(9);
    }

    @Test
    void what_must_be_given_is_asked_for_by_its_label() {
        assertThatThrownBy(() -> parse("-s"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContainingAll("PLACE", "N");
        assertThatThrownBy(() -> parse("files:/a"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("N");
    }

    @Test
    void a_word_that_is_no_value_is_answered_with_what_would_be_one() {
        assertThatThrownBy(() -> parse("--unit soon files:/a 1"))
                .hasMessageContainingAll("--unit", "\"soon\"", "weeks");
        assertThatThrownBy(() -> parse("files:/a many"))
                .hasMessageContaining("\"many\" is not a whole number");
        assertThatThrownBy(() -> parse("--patience forever files:/a 1"))
                .hasMessageContaining("30s or 10m");
    }

    @Test
    void options_for_all_below_may_follow_any_word() {
        var top = new Top();
        top.line().addSubcommand(send.line()).parseArgs("send", "files:/a", "1", "--plain");
        assertThat(top.plain.isSet()).isTrue();
    }

    private static final class Top extends Keyword implements Runnable {

        private final Flag plain = flag("--plain");

        Top() {
            super("top", ScopeType.INHERIT);
        }

        @Override
        public void run() {}
    }
}
