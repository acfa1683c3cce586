package dev.holdfast.engine.core.liveness;

import dev.holdfast.engine.core.membership.DeviceId;

/// What one device says of another's life.
///
/// @param about the device that is spoken of
/// @param life the number of its life that is meant: who is suspected answers with a higher one
/// @param by who says so
public record Rumour(DeviceId about, long life, Word word, DeviceId by) {

    /// Rumours in one message.
    public static final int TOLD_MAX = 8;

    /// Far above what any device comes to by itself.
    public static final long LIFE_MAX = 1L << 62;

    public Rumour {
        if (life < 0 || life > LIFE_MAX) {
            throw new IllegalArgumentException("life " + life);
        }
    }

    /// What is said. The number is its form on the wire and never changes.
    public enum Word {
        /// It lives. Only the device itself says so.
        ALIVE(1),
        /// It answers neither me nor those I asked.
        SUSPECT(2),
        /// It was suspected for long enough and did not answer.
        DEAD(3);

        private final int number;

        Word(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }
}
