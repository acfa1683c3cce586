package dev.holdfast.tui.render;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;

/// The streams a command speaks through, and what the person's side of them can show.
///
/// @param interactive whether a person watches standard output and can type
/// @param movable whether the cursor can be sent back to redraw a line
/// @param colour whether colours are welcome
/// @param columns width in characters
public record Terminal(
        Streams streams, boolean interactive, boolean movable, boolean colour, int columns) {

    private static final int COLUMNS_USUAL = 80;
    private static final int COLUMNS_MAX = 500;

    /// Bytes of an answer.
    private static final int LINE_MAX = 4096;

    /// Standard input, output and error.
    ///
    /// @param bytes standard output for content: fails where the text stream would go on unheard
    public record Streams(InputStream in, PrintStream out, OutputStream bytes, PrintStream err) {}

    /// What `environment` says of a terminal. `NO_COLOR` with any value but the empty one turns
    /// colours off; `TERM=dumb` also keeps the cursor still.
    public static Terminal of(
            Streams streams, boolean interactive, Map<String, String> environment) {
        boolean able = interactive && !"dumb".equals(environment.get("TERM"));
        boolean colour = able && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                streams,
                interactive,
                able,
                colour,
                columns(environment.getOrDefault("COLUMNS", "")));
    }

    /// The same terminal with a cursor that stays, so that nothing is redrawn.
    public Terminal still() {
        return new Terminal(streams, interactive, false, colour, columns);
    }

    public PrintStream out() {
        return streams.out();
    }

    public PrintStream err() {
        return streams.err();
    }

    /// The next line of standard input, without blanks around it; empty at the end or when it
    /// cannot be read. What stands behind the line is left for who reads next.
    public String line() {
        var line = new ByteArrayOutputStream();
        try {
            for (int b = streams.in().read(); b >= 0 && b != '\n'; b = streams.in().read()) {
                if (line.size() >= LINE_MAX) {
                    return "";
                }
                line.write(b);
            }
        } catch (IOException e) {
            return "";
        }
        return line.toString(out().charset()).strip();
    }

    /// The next line, which is not shown while it is typed where that can be helped.
    public String secret() {
        var console = interactive ? System.console() : null;
        if (console == null || !console.isTerminal()) {
            return line();
        }
        var typed = console.readPassword();
        return typed == null ? "" : new String(typed).strip();
    }

    public Paint paint() {
        return new Paint(colour);
    }

    /// Whether standard output can carry this character.
    public boolean shows(char character) {
        return out().charset().newEncoder().canEncode(character);
    }

    private static int columns(String text) {
        return text.matches("[1-9][0-9]{0,2}")
                ? Math.min(Integer.parseInt(text), COLUMNS_MAX)
                : COLUMNS_USUAL;
    }
}
