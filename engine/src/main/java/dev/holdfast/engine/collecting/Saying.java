package dev.holdfast.engine.collecting;

import dev.holdfast.engine.catalog.SelfView;
import dev.holdfast.engine.collecting.Past.DoubtException;
import dev.holdfast.engine.core.batch.Trim;
import dev.holdfast.engine.core.collect.Mark;
import dev.holdfast.engine.core.collect.Word;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.exchange.BatchWriter;
import dev.holdfast.engine.wal.JournalException;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
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
            if (Survey.isOver(account, volume, now)) {
                trim = leaving(mark, isConfirmed);
            } else if (ending.contains(volume)) {
                var until = Survey.horizon(account, volume, now).orElseThrow();
                trim = trim(mark, until, isAsked, isConfirmed);
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

    /// Nothing when the last trim reaches nearly as far.
    private Optional<Trim> trim(Mark mark, Instant until, boolean isAsked, boolean isConfirmed) {
        boolean isWorth =
                isAsked
                        || mark.heardTrims().stream()
                                .noneMatch(word -> reach(word).isAfter(until.minus(every)));
        return isWorth && until.toEpochMilli() >= 0
                ? Optional.of(new Trim.Replaced(new Hlc(until.toEpochMilli(), 0), isConfirmed))
                : Optional.empty();
    }

    private static Instant reach(Word word) {
        return word.trim().orElse(null) instanceof Trim.Replaced(var until, _)
                ? until.instant()
                : Instant.EPOCH;
    }

    /// The volumes with history that is over and that no trim has ended.
    private static Set<VolumeId> ending(
            Past past, Past.Account account, Instant now, boolean isConfirmed)
            throws DoubtException, InterruptedException {
        var ending = new HashSet<VolumeId>();
        past.read(
                (batch, body) -> {
                    var volume = batch.header().volume();
                    var dot = batch.header().dot();
                    var mark = account.marks().get(volume);
                    var until = Survey.horizon(account, volume, now);
                    if (mark == null || until.isEmpty() || ending.contains(volume)) {
                        return;
                    }
                    boolean isAny =
                            past.counts(volume, dot)
                                    && body.entries().stream()
                                            .map(entry -> new EntryVersion(entry, dot))
                                            .filter(by -> isOver(by, until.get()))
                                            .anyMatch(by -> !isEnded(by, mark, isConfirmed));
                    if (isAny) {
                        ending.add(volume);
                    }
                });
        return ending;
    }

    private static boolean isOver(EntryVersion by, Instant until) {
        var cause = by.entry().cause();
        return !cause.saw().latest().isEmpty() && !cause.stamp().instant().isAfter(until);
    }

    private static boolean isEnded(EntryVersion by, Mark mark, boolean isConfirmed) {
        List<Word> trims = mark.heardTrims();
        return trims.stream()
                .filter(word -> !isConfirmed || word.trim().filter(Trim::isConfirmed).isPresent())
                .filter(word -> word.seen().contains(by.dot()))
                .anyMatch(
                        word ->
                                by.entry()
                                                .cause()
                                                .stamp()
                                                .compareTo(new Hlc(reach(word).toEpochMilli(), 0))
                                        <= 0);
    }
}
