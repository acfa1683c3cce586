package dev.holdfast.discovery.memory;

import dev.holdfast.discovery.Announcement;
import dev.holdfast.discovery.Discovery;
import dev.holdfast.discovery.Lan;
import dev.holdfast.discovery.Sighting;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/// A network of those who entered it. Each has an address of its own.
public final class MemoryLan implements Lan {

    private final Set<Member> members = new CopyOnWriteArraySet<>();
    private int entered;

    /// A network on which nobody is.
    public MemoryLan() {}

    @Override
    public synchronized Discovery enter(Consumer<Sighting> heard) {
        var member = new Member("10.0.0." + ++entered, heard);
        members.add(member);
        member.ask();
        return member;
    }

    private final class Member implements Discovery {

        private final String host;
        private final Consumer<Sighting> heard;
        private volatile List<Announcement> told = List.of();

        Member(String host, Consumer<Sighting> heard) {
            this.host = host;
            this.heard = heard;
        }

        @Override
        public void announce(List<Announcement> told) {
            if (told.size() > ANNOUNCEMENTS_MAX) {
                throw new IllegalArgumentException(told.size() + " announcements");
            }
            this.told = List.copyOf(told);
            members.stream().filter(m -> m != this).forEach(this::tell);
        }

        private void tell(Member other) {
            if (members.contains(this)) {
                told.forEach(what -> other.heard.accept(new Sighting(what, host)));
            }
        }

        @Override
        public void ask() {
            members.stream().filter(m -> m != this).forEach(other -> other.tell(this));
        }

        @Override
        public void close() {
            members.remove(this);
        }
    }
}
