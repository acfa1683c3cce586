package dev.holdfast.engine.collecting;

import dev.holdfast.engine.catalog.SelfView;
import dev.holdfast.engine.collecting.Past.DoubtException;
import dev.holdfast.engine.core.batch.Trim;
import dev.holdfast.engine.core.collect.Mark;
import dev.holdfast.engine.core.collect.Word;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.exchange.BatchWriter;
import dev.holdfast.engine.wal.JournalException;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Says of each volume what others wait for: that this device has seen what was trimmed, that
/// claims of it are over, that history is over, or that a removed volume is left.
///
/// @param every trims that reach little further are not worth a batch
public record Saying(Archive home, BatchWriter writer, Duration every) {

    /// @param isAsked whether a person wants it now, however little it is
    /// @param isConfirmed whether a person agrees to much of it
    /// @return the other devices that are waited for
    public Set<DeviceId> say(Instant now, boolean isAsked, boolean isConfirmed)
            throws DoubtException,
                    InterruptedException,
                    JournalException,
                    BatchWriter.NoEpochException {
        var self = home.ledger().views().self();
        var actor = self.actor();
        var past = Past.now(home);
        var account = past.account(Optional.empty());
        var awaited = new TreeSet<DeviceId>();
        account.marks().values().forEach(mark -> awaited.addAll(mark.awaited()));
        awaited.remove(home.self());
        if (actor.isEmpty() || !mayWrite()) {
            return awaited;
        }
        var ending = ending(past, account, now, isConfirmed);
        for (var each : account.marks().entrySet()) {
            var volume = each.getKey();
            var mark = each.getValue();
            var trim = Optional.<Trim>empty();
            if (account.isOver(volume, now)) {
                trim = leaving(mark, isConfirmed);
            } else if (ending.contains(volume)) {
                var due = account.due(volume, now, isConfirmed).orElseThrow();
                trim = isAsked || isWorth(mark, due) ? Optional.of(due) : Optional.empty();
            }
            if (trim.isPresent() || owes(self, actor.get(), volume, mark)) {
                var _ = writer.say(volume, trim);
            }
        }
        return awaited;
    }

    private boolean mayWrite() {
        return home.roster()
                .get()
                .device(home.self())
                .filter(device -> device.isAdmitted() && device.role().mayWrite())
                .isPresent();
    }

    private boolean owes(SelfView self, Actor actor, VolumeId volume, Mark mark) {
        long open = BatchWriter.openClaim(self, volume, actor);
        return mark.owesWord(actor, home.ledger().views().batches().applied(volume), open);
    }

    private Optional<Trim> leaving(Mark mark, boolean isConfirmed) {
        boolean isSaid = mark.isLeftBy(home.self());
        return isSaid && !(isConfirmed && !mark.isLeftByPerson())
                ? Optional.empty()
                : Optional.of(new Trim.Everything(isConfirmed));
    }

    /// Not when the last trim reaches nearly as far.
    private boolean isWorth(Mark mark, Trim.Replaced due) {
        var before = due.until().instant().minus(every);
        return mark.heardTrims().stream()
                .flatMap(word -> replaced(word).stream())
                .noneMatch(last -> last.until().instant().isAfter(before));
    }

    private static Optional<Trim.Replaced> replaced(Word word) {
        return word.trim().orElse(null) instanceof Trim.Replaced trim
                ? Optional.of(trim)
                : Optional.empty();
    }

    /// The volumes in which something was replaced of which no trim says all that is due. Whether
    /// it was the last of its day is not looked at: then the trim ends nothing.
    private static Set<VolumeId> ending(
            Past past, Past.Account account, Instant now, boolean isConfirmed)
            throws DoubtException, InterruptedException {
        var ending = new HashSet<VolumeId>();
        past.read(
                (batch, body) -> {
                    var volume = batch.header().volume();
                    var dot = batch.header().dot();
                    var mark = account.marks().get(volume);
                    var due = account.due(volume, now, isConfirmed);
                    if (mark == null || due.isEmpty() || ending.contains(volume)) {
                        return;
                    }
                    boolean isAny =
                            past.counts(volume, dot)
                                    && body.entries().stream()
                                            .map(entry -> new EntryVersion(entry, dot))
                                            .filter(by -> isReached(by, due.get()))
                                            .anyMatch(by -> !isSaid(by, due.get(), mark));
                    if (isAny) {
                        ending.add(volume);
                    }
                });
        return ending;
    }

    private static boolean isReached(EntryVersion by, Trim.Replaced due) {
        var cause = by.entry().cause();
        return !cause.saw().latest().isEmpty() && cause.stamp().compareTo(due.until()) <= 0;
    }

    private static boolean isSaid(EntryVersion by, Trim.Replaced due, Mark mark) {
        var stamp = by.entry().cause().stamp();
        boolean isOfDays = stamp.compareTo(due.daily()) > 0;
        return mark.heardTrims().stream()
                .filter(word -> word.seen().contains(by.dot()))
                .flatMap(word -> replaced(word).stream())
                .filter(trim -> due.covers(trim) && (trim.isConfirmed() || !due.isConfirmed()))
                .anyMatch(trim -> stamp.compareTo(isOfDays ? trim.until() : trim.daily()) <= 0);
    }
}
