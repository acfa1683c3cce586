package dev.holdfast.engine.core.liveness;

import java.time.Duration;

/// How far this device trusts its own ears: the local health multiplier of Lifeguard. Whoever is
/// slow itself finds others silent, so it gives them more time.
final class Composure {

    /// The most trouble that counts.
    static final int TROUBLE_MAX = 8;

    private int trouble;

    void worse(int by) {
        trouble = Math.min(TROUBLE_MAX, trouble + by);
    }

    void better() {
        trouble = Math.max(0, trouble - 1);
    }

    int trouble() {
        return trouble;
    }

    /// The time to wait before a device that is silent counts as gone, when that is `usual` while
    /// all is well. It grows less than the time for an answer: others have ears too.
    Duration patience(Duration usual) {
        return usual.plus(usual.multipliedBy(trouble).dividedBy(4));
    }

    /// The time to give for what takes `usual` when all is well.
    Duration scaled(Duration usual) {
        return usual.multipliedBy(1L + trouble);
    }
}
