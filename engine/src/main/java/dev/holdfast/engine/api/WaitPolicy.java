package dev.holdfast.engine.api;

import java.util.Optional;

/// How many durable copies a command waits for before it returns.
public sealed interface WaitPolicy {

    /// The most copies a volume may ask for.
    int COPIES_MAX = 8;

    /// Durable on this device is enough.
    record Local() implements WaitPolicy {
        @Override
        public String toString() {
            return "local";
        }
    }

    /// So many devices.
    record Copies(int count) implements WaitPolicy {
        public Copies {
            if (count < 1 || count > COPIES_MAX) {
                throw new IllegalArgumentException(count + " copies; 1 to " + COPIES_MAX);
            }
        }

        @Override
        public String toString() {
            return "copies:" + count;
        }
    }

    /// As many as the volume keeps.
    record All() implements WaitPolicy {
        @Override
        public String toString() {
            return "all";
        }
    }

    /// Reads `local`, `copies:N` or `all`; empty when the text is none of them.
    static Optional<WaitPolicy> parse(String text) {
        if (text.equals("local")) {
            return Optional.of(new Local());
        }
        if (text.equals("all")) {
            return Optional.of(new All());
        }
        if (text.matches("copies:[1-" + COPIES_MAX + "]")) {
            return Optional.of(new Copies(text.charAt(text.length() - 1) - '0'));
        }
        return Optional.empty();
    }
}
