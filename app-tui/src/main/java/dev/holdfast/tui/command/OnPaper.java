package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.recovery.WordCheck;
import dev.holdfast.tui.words.Words;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Hands the recovery words to the person: to a file, to a page to print, or to the screen. Whoever
/// sits there copies three of them back from the paper, or puts that off, before the pool is made.
final class OnPaper {

    /// Words in one row of the screen.
    private static final int COLUMNS = 2;

    private final Holdfast main;
    private final Optional<Path> file;
    private final Optional<Path> page;
    private List<String> unread = List.of();

    /// @param file gets the words, for whoever takes them from there
    /// @param page gets them as a page to print
    OnPaper(Holdfast main, Optional<Path> file, Optional<Path> page) {
        this.main = main;
        this.file = file.map(Path::toAbsolutePath);
        this.page = page.map(Path::toAbsolutePath);
    }

    /// A file that cannot be written.
    static final class UnwrittenException extends RuntimeException {

        private static final long serialVersionUID = 1;
        private final transient Path file;

        UnwrittenException(Path file, IOException why) {
            super(why);
            this.file = file;
        }

        Path file() {
            return file;
        }
    }

    /// Whether the words would be lost.
    boolean isNowhere() {
        return file.isEmpty() && page.isEmpty() && !isWatched();
    }

    private boolean isWatched() {
        return !main.json() && main.terminal().interactive();
    }

    /// Returns when the person has them.
    ///
    /// @throws UnwrittenException when a file is there already, or cannot be made
    void take(String device, List<String> words) {
        var paper = main.device().paper();
        file.ifPresent(to -> write(to, () -> paper.write(to, words)));
        page.ifPresent(to -> write(to, () -> paper.print(to, device, words)));
        if (file.isEmpty() && isWatched() && !isReadBack(words)) {
            unread = words;
        }
    }

    /// When the pool is made: notes what was put off.
    void end() throws NodeException {
        if (!unread.isEmpty()) {
            main.device().paper().putOff(unread);
            main.warn(Words.say("init.later"));
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void write(Path to, Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UnwrittenException(to, e);
        }
    }

    /// Shows the words until three of them come back as they are.
    ///
    /// @return false when the person would rather do that later
    private boolean isReadBack(List<String> words) {
        var check = WordCheck.of(words);
        while (true) {
            show(words);
            main.terminal().out().println(Words.say("init.check"));
            var answers = new ArrayList<String>();
            for (var place : check.places()) {
                var answer = main.question(Words.say("init.word", place + 1) + " ");
                if (answer.isEmpty()) {
                    return false;
                }
                answers.add(answer);
            }
            if (check.accepts(answers)) {
                return true;
            }
            main.terminal().out().println(Words.say("init.wrong"));
        }
    }

    private void show(List<String> words) {
        if (page.isPresent()) {
            main.question(Words.say("init.print", page.get()) + " ");
            return;
        }
        var out = main.terminal().out();
        out.println(Words.say("init.phrase"));
        out.println();
        for (int row = 0; row < words.size(); row += COLUMNS) {
            for (int i = row; i < Math.min(row + COLUMNS, words.size()); i++) {
                out.printf("  %2d %-12s", i + 1, words.get(i));
            }
            out.println();
        }
        out.println();
        main.question(Words.say("init.written") + " ");
        hide(2 + (words.size() + COLUMNS - 1) / COLUMNS);
    }

    /// Takes the last rows from the screen, so that they are read from the paper.
    private void hide(int rows) {
        if (main.terminal().movable()) {
            main.terminal().out().print("\u001b[" + rows + "A\u001b[J");
        }
    }
}
