package dev.holdfast.engine.core.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.batch.Trim;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.history.Moment;
import dev.holdfast.engine.core.history.Part;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeSpec;
import dev.holdfast.engine.core.tree.Siblings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// What is left of a file's past when only the last version of each day is kept.
class DaysTest {

    private static final EntryPath DIARY = new EntryPath("diary");
    private static final Hlc NEVER = Hlc.ZERO;

    private final List<EntryVersion> past = new ArrayList<>();

    private static Actor actor(int number) {
        return new Actor(new DeviceId(new Hash(number + 1, 0, 0, 0)), 1);
    }

    private static Hlc at(String time) {
        return new Hlc(Instant.parse(time).toEpochMilli(), 0);
    }

    private EntryVersion write(String time) {
        return add(at(time), 0, new Entry.Directory(0), VersionVector.EMPTY.with(last()));
    }

    private EntryVersion remove(String time) {
        var kind = new Entry.Tombstone(Optional.empty());
        return add(at(time), 0, kind, VersionVector.EMPTY.with(last()));
    }

    private Dot last() {
        return new Dot(actor(0), Math.max(1, past.size()));
    }

    private EntryVersion add(Hlc stamp, int writer, Entry.Kind kind, VersionVector saw) {
        long n = 1 + past.stream().filter(v -> v.dot().actor().equals(actor(writer))).count();
        var seen = past.isEmpty() ? VersionVector.EMPTY : saw;
        var entry = new Entry(DIARY, new Hash(1, 1, 1, 1), kind, Entry.Cause.edit(stamp, seen));
        var version = new EntryVersion(entry, new Dot(actor(writer), n));
        past.add(version);
        return version;
    }

    /// By one who has seen everything.
    private static Word trim(Hlc until, Hlc daily) {
        var all = VersionVector.EMPTY;
        for (int writer = 0; writer < 3; writer++) {
            all = all.with(new Dot(actor(writer), 1_000));
        }
        var trim = Optional.<Trim>of(new Trim.Replaced(until, daily, false));
        return new Word(new Dot(actor(9), 1 + until.millis()), 1, all, trim);
    }

    private List<EntryVersion> left(Word... trims) {
        var retention = new Retention(List.of(trims));
        past.forEach(retention::replacing);
        return past.stream().filter(version -> retention.end(version).isEmpty()).toList();
    }

    @Test
    void of_the_versions_of_a_day_the_last_stays() {
        write("2026-03-01T08:00:00Z");
        var monday = write("2026-03-01T23:59:59.999Z");
        write("2026-03-02T00:00:00Z");
        var tuesday = write("2026-03-02T09:00:00Z");
        var later = write("2026-03-20T09:00:00Z");
        var now = write("2026-03-20T10:00:00Z");
        assertThat(left(trim(at("2026-03-20T09:30:00Z"), NEVER)))
                .containsExactly(monday, tuesday, later, now);
    }

    @Test
    void a_file_that_came_and_went_on_one_day_leaves_nothing_and_an_older_one_does() {
        var old = write("2026-03-01T08:00:00Z");
        var gone = remove("2026-03-02T09:00:00Z");
        write("2026-03-03T08:00:00Z");
        var again = remove("2026-03-03T09:00:00Z");
        assertThat(left(trim(at("2026-04-01T00:00:00Z"), NEVER))).containsExactly(old, gone, again);
    }

    @Test
    void days_end_too() {
        write("2025-03-01T08:00:00Z");
        var kept = write("2025-03-02T08:00:00Z");
        var now = write("2025-03-03T08:00:00Z");
        assertThat(left(trim(at("2026-03-01T00:00:00Z"), at("2025-03-02T08:00:00Z"))))
                .containsExactly(kept, now);
    }

    @Test
    void a_trim_that_leaves_days_does_not_stand_for_one_that_leaves_none_nor_the_other_way() {
        write("2026-03-01T08:00:00Z");
        write("2026-03-02T08:00:00Z");
        write("2026-03-05T08:00:00Z");
        var last = write("2026-03-05T09:00:00Z");
        var days = trim(at("2026-04-01T00:00:00Z"), NEVER);
        var all = trim(at("2026-03-02T08:00:00Z"), at("2026-03-02T08:00:00Z"));
        assertThat(left(days, all)).containsExactly(past.get(1), last);
        assertThat(left(all, days)).containsExactly(past.get(1), last);
    }

    @Test
    void what_is_due_follows_from_how_the_volume_is_kept() {
        var now = Instant.parse("2026-03-20T10:00:00Z");
        var month = Duration.ofDays(28);
        assertThat(due(now, month, Duration.ofDays(365)))
                .isEqualTo(replaced("2026-02-20T10:00:00Z", "2025-03-20T10:00:00Z"));
        assertThat(due(now, month, Duration.ZERO))
                .isEqualTo(replaced("2026-02-20T10:00:00Z", "2026-02-20T10:00:00Z"));
        assertThat(due(now, month, Duration.ofDays(7))).isEqualTo(due(now, month, Duration.ZERO));
        assertThat(due(now, VolumeSpec.KEEP_MAX, VolumeSpec.KEEP_MAX))
                .isEqualTo(new Trim.Replaced(NEVER, NEVER, false));
    }

    private static Trim.Replaced due(Instant now, Duration keep, Duration daily) {
        return Trim.Replaced.due(new VolumeSpec(3, 0, 2, keep, daily), now, false);
    }

    private static Trim.Replaced replaced(String until, String daily) {
        return new Trim.Replaced(at(until), at(daily), false);
    }

    /// Three devices that hear of each other or not write and remove at any time of ten days.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void what_stood_when_a_day_ended_is_there_and_of_each_day_no_more_than_its_writers_left(
            long seed) {
        var random = new Random(seed);
        long millis = 0;
        for (int i = 0; i < 60; i++) {
            millis += random.nextInt((int) Duration.ofHours(8).toMillis());
            boolean isRemoved = random.nextInt(4) == 0;
            var heard = past.stream().filter(_ -> random.nextInt(5) > 0).toList();
            add(
                    new Hlc(millis, 0),
                    random.nextInt(3),
                    isRemoved ? new Entry.Tombstone(Optional.empty()) : new Entry.Directory(0),
                    seen(heard));
        }
        var daily = new Hlc(Duration.ofDays(3).toMillis(), 0);
        var until = new Hlc(Duration.ofDays(7).toMillis(), 0);
        var left = left(trim(until, daily));
        for (int day = 3; day < 7; day++) {
            assertThat(left).containsAll(stoodAtTheEndOf(day));
        }
        assertThat(left).hasSizeLessThan(past.size());
        for (var version : left) {
            assertThat(replacedOnItsDay(version, until)).isFalse();
        }
    }

    private static VersionVector seen(List<EntryVersion> heard) {
        List<EntryVersion> row = List.of();
        for (var version : heard) {
            row = Siblings.add(row, version);
        }
        return Siblings.seen(row);
    }

    private List<EntryVersion> stoodAtTheEndOf(int day) {
        var part = new Part(EntryPath.ROOT);
        past.forEach(version -> part.look(version.entry()));
        var moment = new Moment(part, Instant.EPOCH.plus(Duration.ofDays(day + 1)).minusMillis(1));
        past.forEach(moment::hear);
        return moment.row(DIARY).siblings();
    }

    private boolean replacedOnItsDay(EntryVersion version, Hlc until) {
        return past.stream()
                .filter(by -> by.replaces(version))
                .map(by -> by.entry().cause().stamp())
                .filter(stamp -> stamp.compareTo(until) <= 0)
                .anyMatch(stamp -> stamp.day() == version.entry().cause().stamp().day());
    }
}
