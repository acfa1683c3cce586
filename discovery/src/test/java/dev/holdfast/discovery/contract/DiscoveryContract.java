package dev.holdfast.discovery.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.discovery.Announcement;
import dev.holdfast.discovery.Announcement.Kind;
import dev.holdfast.discovery.Announcement.Tag;
import dev.holdfast.discovery.Discovery;
import dev.holdfast.discovery.Lan;
import dev.holdfast.discovery.Sighting;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What every `Lan` promises. A network's own test extends this and says how to make one.
@Timeout(120)
public abstract class DiscoveryContract {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final Announcement BOB = new Announcement(Kind.HERE, new Tag(1, 2), 4653);
    private static final Announcement OPEN = new Announcement(Kind.OPEN, new Tag(3, 4), 65535);
    private static final Announcement LAST = new Announcement(Kind.HERE, new Tag(-1, -2), 1);

    private Lan lan;
    private Party ann;
    private Party bob;

    /// A network on which nobody is.
    protected abstract Lan emptyLan() throws IOException;

    /// Somebody on it, who remembers what was heard.
    private static final class Party {
        final BlockingQueue<Sighting> heard = new LinkedBlockingQueue<>();
        final Discovery discovery;

        Party(Lan lan) throws IOException {
            discovery = lan.enter(heard::add);
        }

        /// What is heard up to this, however often.
        List<Announcement> untilHeard(Announcement wanted) throws InterruptedException {
            var all = new ArrayList<Announcement>();
            while (!all.contains(wanted)) {
                var next = heard.poll(SOON.toSeconds(), TimeUnit.SECONDS);
                assertThat(next).as("%s, after %s", wanted, all).isNotNull();
                all.add(next.what());
            }
            return all;
        }
    }

    @BeforeEach
    void enter() throws IOException {
        lan = emptyLan();
        ann = new Party(lan);
        bob = new Party(lan);
    }

    @AfterEach
    void leave() {
        ann.discovery.close();
        bob.discovery.close();
    }

    @Test
    void what_one_tells_others_hear_with_its_address() throws Exception {
        bob.discovery.announce(List.of(BOB, OPEN));
        ann.untilHeard(BOB);
        ann.untilHeard(OPEN);
        bob.discovery.announce(List.of(LAST));
        Sighting sighting;
        do {
            sighting = ann.heard.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(sighting).isNotNull();
            assertThat(sighting.host()).isNotEmpty();
        } while (!sighting.what().equals(LAST));
    }

    @Test
    void nobody_hears_himself() throws Exception {
        bob.discovery.announce(List.of(BOB));
        ann.untilHeard(BOB);
        ann.discovery.announce(List.of(LAST));
        assertThat(bob.untilHeard(LAST)).doesNotContain(BOB);
    }

    @Test
    void who_comes_later_hears_what_was_told_before() throws Exception {
        bob.discovery.announce(List.of(OPEN));
        ann.untilHeard(OPEN);
        var cat = new Party(lan);
        try {
            cat.untilHeard(OPEN);
        } finally {
            cat.discovery.close();
        }
    }

    @Test
    void who_asks_is_told_again() throws Exception {
        bob.discovery.announce(List.of(BOB));
        ann.untilHeard(BOB);
        for (int i = 0; i < 3; i++) {
            ann.discovery.ask();
            ann.untilHeard(BOB);
        }
    }

    @Test
    void who_left_tells_nothing_and_leaves_twice_without_harm() throws Exception {
        bob.discovery.announce(List.of(BOB));
        ann.untilHeard(BOB);
        bob.discovery.close();
        bob.discovery.close();
        var cat = new Party(lan);
        try {
            ann.discovery.announce(List.of(LAST));
            assertThat(cat.untilHeard(LAST)).doesNotContain(BOB);
        } finally {
            cat.discovery.close();
        }
    }

    @Test
    void nobody_tells_too_much() {
        assertThatThrownBy(() -> bob.discovery.announce(List.of(BOB, BOB, BOB, BOB, BOB)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
