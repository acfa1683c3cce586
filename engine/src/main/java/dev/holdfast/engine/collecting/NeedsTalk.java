package dev.holdfast.engine.collecting;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.cluster.Dispatcher;
import dev.holdfast.engine.collecting.Past.DoubtException;
import dev.holdfast.engine.core.collect.Marks;
import dev.holdfast.engine.core.collect.NeededChunks;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.wire.Bitmap;
import dev.holdfast.engine.core.wire.NamesMessage.AskNeeded;
import dev.holdfast.engine.core.wire.NamesMessage.ChainHead;
import dev.holdfast.engine.core.wire.NamesMessage.Unneeded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Tells keepers, which read no names, which chunks no name needs. One look through all names
/// answers for a while, together with what came to be known since; whatever is in doubt is needed.
/// Safe for many threads.
public final class NeedsTalk {

    /// How long a look answers, and so how seldom whoever asks can cause another.
    private static final Duration LOOK = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(NeedsTalk.class);

    private final Archive home;
    private final Optional<Survey.Judge> reader;
    private final Discarding.Notes marks;
    private final Duration age;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Boolean, Look> looks = new HashMap<>();

    /// @param survey none while nothing has been known for long
    private record Look(Instant at, Optional<Survey> survey) {}

    /// @param reader how this device judges; empty on a keeper, which reads no names
    /// @param marks how far this device was at some times before
    /// @param age for how long it must be known that nobody needs a chunk
    public NeedsTalk(
            Archive home,
            Optional<Survey.Judge> reader,
            Discarding.Notes marks,
            Duration age,
            InstantSource clock) {
        this.home = home;
        this.reader = reader;
        this.marks = marks;
        this.age = age;
        this.clock = clock;
    }

    /// Answers from now on.
    public void register(Dispatcher dispatcher) {
        dispatcher.on(
                AskNeeded.class, (_, first, stream) -> stream.send(answer((AskNeeded) first)));
    }

    public Unneeded answer(AskNeeded question) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return answered(question);
        } catch (DoubtException e) {
            LOG.info("A keeper is told that all is needed: {}", e.getMessage());
            return allNeeded(question);
        } finally {
            lock.unlock();
        }
    }

    private static Unneeded allNeeded(AskNeeded question) {
        return new Unneeded(Bitmap.of(question.ids().size(), _ -> false), false);
    }

    private Unneeded answered(AskNeeded question) throws DoubtException, InterruptedException {
        if (!hasHeard(question.heads())) {
            return allNeeded(question);
        }
        var survey = survey(question.isRipe());
        var late = survey.isPresent() ? survey.get().later() : Optional.<NeededChunks>empty();
        if (survey.isEmpty() || late.isEmpty()) {
            looks.remove(question.isRipe());
            return allNeeded(question);
        }
        var ids = question.ids();
        var known =
                home.ledger().views().chunks().facts(ids).stream()
                        .collect(Collectors.toMap(ChunkFacts::id, Function.identity()));
        return new Unneeded(
                Bitmap.of(
                        ids.size(),
                        i ->
                                !late.get().contains(ids.get(i))
                                        && survey.get()
                                                .isUnneeded(ids.get(i), at(known, ids.get(i)))),
                survey.get().isConfirmed());
    }

    /// Whether all that the keeper holds is held here too, and counts here: of a fork each may hold
    /// another branch.
    private boolean hasHeard(List<ChainHead> heads) {
        var batches = home.ledger().views().batches();
        var heard = Past.heard(batches);
        return heads.stream()
                .allMatch(
                        head -> {
                            var dot = new Dot(head.actor(), head.n());
                            return heard.getOrDefault(head.volume(), VersionVector.EMPTY)
                                            .contains(dot)
                                    && batches.batch(head.volume(), dot)
                                            .filter(held -> held.batch().id().equals(head.hash()))
                                            .isPresent();
                        });
    }

    private static Optional<ChunkFacts> at(Map<ChunkId, ChunkFacts> known, ChunkId id) {
        return Optional.ofNullable(known.get(id));
    }

    private Optional<Survey> survey(boolean isRipe) throws DoubtException, InterruptedException {
        var now = clock.instant();
        var look = looks.get(isRipe);
        if (look == null || !isFresh(look, now)) {
            looks.remove(isRipe);
            look = new Look(now, looked(isRipe, now));
            looks.put(isRipe, look);
        }
        return look.survey;
    }

    /// What was not known for long when it was looked may be so soon after.
    private boolean isFresh(Look look, Instant now) {
        var span = age.compareTo(LOOK) < 0 ? age : LOOK;
        return !look.at.isAfter(now) && now.isBefore(look.at.plus(span));
    }

    private Optional<Survey> looked(boolean isRipe, Instant now)
            throws DoubtException, InterruptedException {
        var known = marks.read().ripe(now, age).map(Marks.Note::held);
        boolean isHeldBack = !home.roster().get().unreleased().isEmpty();
        if (reader.isEmpty() || isHeldBack || (isRipe && known.isEmpty())) {
            return Optional.empty();
        }
        var upTo = known.filter(_ -> isRipe);
        return Optional.of(reader.get().verdict(upTo, now));
    }
}
