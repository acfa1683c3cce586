package dev.holdfast.engine.node;

import java.text.MessageFormat;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Gives what the platform's logging is told to the log of a device.
final class LogHandler extends Handler {

    private final LogBook book;

    private LogHandler(LogBook book) {
        this.book = book;
    }

    /// From now on all that is logged goes there, from the level on that the book asks for.
    ///
    /// @param alone whether it goes nowhere else
    static void attach(LogBook book, boolean alone) {
        var root = Logger.getLogger("");
        root.setLevel(least(book.least()));
        if (alone) {
            for (var other : root.getHandlers()) {
                root.removeHandler(other);
            }
        }
        root.addHandler(new LogHandler(book));
    }

    private static Level least(LogBook.Level level) {
        return switch (level) {
            case ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
            case TRACE -> Level.FINEST;
        };
    }

    @Override
    public void publish(LogRecord record) {
        book.add(
                new LogBook.Entry(
                        record.getInstant(),
                        level(record.getLevel()),
                        Optional.ofNullable(record.getLoggerName()).orElse(""),
                        message(record),
                        Optional.ofNullable(record.getThrown())));
    }

    private static LogBook.Level level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return LogBook.Level.ERROR;
        }
        if (value >= Level.WARNING.intValue()) {
            return LogBook.Level.WARN;
        }
        if (value >= Level.INFO.intValue()) {
            return LogBook.Level.INFO;
        }
        return value >= Level.FINE.intValue() ? LogBook.Level.DEBUG : LogBook.Level.TRACE;
    }

    /// What libraries of the platform log has places for values.
    private static String message(LogRecord record) {
        var text = Optional.ofNullable(record.getMessage()).orElse("");
        var values = record.getParameters();
        if (values == null || values.length == 0) {
            return text;
        }
        try {
            return MessageFormat.format(text, values);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    @Override
    public void flush() {
        // each line is written at once
    }

    @Override
    public void close() {
        book.close();
    }
}
