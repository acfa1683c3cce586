package dev.holdfast.engine.net.throttled;

import dev.holdfast.engine.net.LinkConditions;

/// How the path to one peer is now. Safe for many threads.
final class Path {

    private LinkConditions now = LinkConditions.PERFECT;

    synchronized void become(LinkConditions conditions) {
        now = conditions;
        notifyAll();
    }

    synchronized LinkConditions now() {
        return now;
    }

    /// The conditions once something moves; waits for that.
    synchronized LinkConditions moving() throws InterruptedException {
        while (now.bytesPerSecond() == 0) {
            wait();
        }
        return now;
    }
}
