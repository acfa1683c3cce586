package dev.holdfast.discovery;

import java.util.List;

/// One device's part in what is told on its network. Safe for many threads.
public interface Discovery extends AutoCloseable {

    /// Most things that one device tells.
    int ANNOUNCEMENTS_MAX = 4;

    /// From now on this is told, at once and again and again, in place of what was told before.
    void announce(List<Announcement> told);

    /// Asks all others to tell now what they have to tell.
    void ask();

    /// Falls silent. Closing twice is harmless.
    @Override
    void close();
}
