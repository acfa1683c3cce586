package dev.holdfast.gui.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.recovery.WordCheck;
import dev.holdfast.gui.memory.Desk;
import dev.holdfast.gui.memory.MemoryDevice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

class SetupViewModelTest {

    private final Desk desk = new Desk();
    private final MemoryDevice device = new MemoryDevice();
    private final AtomicInteger made = new AtomicInteger();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final SetupViewModel model =
            new SetupViewModel(device, this::print, desk.work(), made::incrementAndGet);

    private void print(String file, String name, List<String> words) throws NodeException {
        if (pages.putIfAbsent(file, name + " " + String.join(" ", words)) != null) {
            throw new NodeException(Problem.Code.FAILED, "It is there.", "Choose another.");
        }
    }

    @BeforeEach
    void the_name_is_suggested() throws InterruptedException {
        desk.settle();
        assertThat(model.nameProperty().get()).isEqualTo("desk");
    }

    private void words() throws InterruptedException {
        model.chooseStart();
        model.start();
        desk.until(() -> model.stepProperty().get() == Step.WORDS);
    }

    private List<String> right() {
        return model.askedProperty().get().stream()
                .map(place -> model.wordsProperty().get().get(place))
                .toList();
    }

    @Test
    void nothing_is_made_before_the_words_were_checked() throws InterruptedException {
        words();
        assertThat(model.wordsProperty().get()).hasSize(24);
        model.wroteDown();
        model.confirm(List.of("no", "not", "these"));
        assertThat(model.problemProperty().get()).isPresent();
        assertThat(device.exists()).isFalse();
        model.confirm(right());
        desk.settle();
        assertThat(device.exists()).isTrue();
        assertThat(made).hasValue(1);
        assertThat(model.wordsProperty().get()).isEmpty();
    }

    @Test
    void words_that_were_not_written_down_are_taken_back() throws InterruptedException {
        words();
        model.back();
        desk.settle();
        assertThat(device.exists()).isFalse();
        assertThat(model.stepProperty().get()).isEqualTo(Step.START);
        assertThat(model.problemProperty().get()).isEmpty();
    }

    @Test
    void a_page_to_print_has_the_words_that_are_shown_and_they_are_asked_for_all_the_same()
            throws InterruptedException {
        model.nameProperty().set(" lake ");
        words();
        model.print("/desk/page");
        desk.until(() -> !model.pageProperty().get().isEmpty());
        assertThat(model.pageProperty().get()).isEqualTo("/desk/page");
        assertThat(pages.get("/desk/page")).startsWith("lake word1 word2 ").endsWith(" word24");
        assertThat(model.stepProperty().get()).isEqualTo(Step.WORDS);
        model.wroteDown();
        model.confirm(right());
        desk.settle();
        assertThat(device.exists()).isTrue();
        assertThat(model.pageProperty().get()).as("nothing is known of it afterwards").isEmpty();
    }

    @Test
    void a_page_that_cannot_be_made_says_so_and_the_words_stay_on_the_screen()
            throws InterruptedException {
        pages.put("/desk/page", "mine");
        words();
        model.print("/desk/page");
        desk.until(() -> model.problemProperty().get().isPresent());
        assertThat(model.wordsProperty().get()).hasSize(24);
        assertThat(model.pageProperty().get()).isEmpty();
        assertThat(pages).containsEntry("/desk/page", "mine");
        model.print("/desk/another");
        desk.until(() -> !model.pageProperty().get().isEmpty());
        assertThat(model.problemProperty().get()).isEmpty();
    }

    @Test
    void one_word_of_each_third_is_asked_for() {
        var asked = WordCheck.of(MemoryDevice.words()).places();
        assertThat(asked).hasSize(3).isSorted();
        assertThat(asked.stream().map(place -> place / 8)).containsExactly(0, 1, 2);
    }

    @Test
    void a_room_that_is_no_number_is_refused_before_anything_is_asked() {
        model.chooseStart();
        model.gibibytesProperty().set("much");
        model.start();
        assertThat(model.stepProperty().get()).isEqualTo(Step.START);
        assertThat(model.problemProperty().get()).isPresent();
    }

    @Test
    void a_code_may_be_typed_with_spaces() throws InterruptedException {
        model.chooseJoin();
        model.codeProperty().set("  lake tree  stone-moon ");
        model.addressProperty().set("10.0.0.2:4711");
        model.gibibytesProperty().set("50");
        model.join();
        desk.settle();
        assertThat(device.joinedWith()).isEqualTo("lake-tree-stone-moon at 10.0.0.2:4711");
        assertThat(device.begun().orElseThrow().capacity()).isEqualTo(OptionalLong.of(50L << 30));
        assertThat(made).hasValue(1);
    }

    @Test
    void the_words_that_both_screens_show_are_compared_before_it_goes_on()
            throws InterruptedException {
        device.shares("lamp river onion");
        model.chooseJoin();
        model.codeProperty().set("lake tree stone moon");
        model.join();
        desk.settle();
        assertThat(model.stepProperty().get()).isEqualTo(Step.JOINED);
        assertThat(model.sharedProperty().get()).isEqualTo("lamp river onion");
        assertThat(made).hasValue(0);
        model.compared();
        assertThat(made).hasValue(1);
    }

    @Test
    void a_refused_code_stays_to_be_mended() throws InterruptedException {
        var refused = new Problem(Problem.Code.REFUSED, "The code was used.", "Ask for another.");
        device.failing(refused);
        model.chooseJoin();
        model.codeProperty().set("lake");
        model.join();
        desk.settle();
        assertThat(model.stepProperty().get()).isEqualTo(Step.JOIN);
        assertThat(model.problemProperty().get()).contains(refused);
        assertThat(model.codeProperty().get()).isEqualTo("lake");
    }

    @Test
    void no_code_and_no_name_are_told_apart() {
        model.chooseJoin();
        model.join();
        assertThat(model.problemProperty().get().orElseThrow().what()).contains("no code");
        model.codeProperty().set("lake");
        model.nameProperty().set(" ");
        model.join();
        assertThat(model.problemProperty().get().orElseThrow().what()).contains("no name");
    }
}
