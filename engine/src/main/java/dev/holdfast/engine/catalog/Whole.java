package dev.holdfast.engine.catalog;

import dev.holdfast.engine.catalog.Catalog.Applied;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.ChunkState;
import dev.holdfast.engine.core.record.JournalRecord.Known;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.engine.core.repair.Stamp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that a catalog shows, out of it and into it again, as the fewest records that lead an empty
/// catalog there. Memory does not grow with how much that is.
public interface Whole {

    /// Tells what is shown at one moment. Writers go on meanwhile.
    ///
    /// Statements and batches come first, each in the order of the journal and with the lsn they
    /// had, then what else there is, with the lsn of that moment. The same state is told in the
    /// same words.
    ///
    /// @return the lsn of the moment
    <X extends Exception> long tell(Listener<X> each) throws X;

    /// Forgets everything and takes in what another catalog told of the moment `lsn`: all of it, or
    /// nothing when it is interrupted.
    <X extends Exception> void restore(long lsn, Source<X> told) throws X;

    /// Hears records.
    @FunctionalInterface
    interface Listener<X extends Exception> {
        void hear(Applied applied) throws X;
    }

    /// Tells a listener what was told before.
    @FunctionalInterface
    interface Source<X extends Exception> {
        void tellTo(Listener<RuntimeException> each) throws X;
    }

    /// Puts facts into records, many into one: what every catalog shares in telling. Whoever tells
    /// calls [#finish] after each kind of fact.
    final class Telling<X extends Exception> {

        /// Chunks or contents in one record.
        private static final int CHUNKS_MAX = 4096;

        private record Talk(DeviceId asker, DeviceId pledger, Hash round, Pledge.State state) {}

        private final long lsn;
        private final Listener<X> each;
        private final List<Known> contents = new ArrayList<>();
        private final List<ChunkState> chunks = new ArrayList<>();
        private final Map<Talk, List<ChunkId>> pledges = new LinkedHashMap<>();
        private int parts;
        private int standings;

        public Telling(long lsn, Listener<X> each) {
            this.lsn = lsn;
            this.each = each;
        }

        public void tell(long at, JournalRecord record) throws X {
            each.hear(new Applied(at, record));
        }

        private void tell(JournalRecord record) throws X {
            tell(lsn, record);
        }

        public void actor(Actor actor) throws X {
            tell(new JournalRecord.IncarnationDrawn(actor));
        }

        /// A chain whose batches were told.
        public void chain(VolumeId volume, Actor actor, BatchChain chain) throws X {
            if (chain.cut() != BatchChain.UNCUT) {
                tell(new JournalRecord.WriterCut(volume, new Dot(actor, chain.cut())));
            }
        }

        public void openClaim(Stamp claim) throws X {
            tell(new JournalRecord.ClaimOpened(claim));
        }

        /// An open claim of which nothing was offered.
        public void withheldClaim(Stamp claim) throws X {
            tell(new JournalRecord.ClaimWithheld(claim));
        }

        /// The last claim of a writer in a volume, which is not open.
        public void closedClaim(Stamp claim) throws X {
            tell(new JournalRecord.ClaimOpened(claim));
            tell(new JournalRecord.ClaimClosed(claim));
        }

        public void content(Known content) throws X {
            contents.add(content);
            if (contents.size() == CHUNKS_MAX) {
                finish();
            }
        }

        public void chunk(ChunkFacts facts) throws X {
            if (facts.copies() == 0) {
                return; // nobody has it, and nobody asks for it
            }
            int more = facts.holders().size() + facts.stamps().size();
            if (chunks.size() == CHUNKS_MAX || parts + more > JournalRecord.PARTS_MAX) {
                finish();
            }
            parts += more;
            chunks.add(
                    new ChunkState(
                            facts.id(),
                            facts.factor(),
                            facts.held(),
                            facts.holders().stream().sorted().toList(),
                            facts.stamps().stream().sorted(Stamp.ORDER).toList()));
        }

        public void confirmed(DeviceId holder, VolumeId volume, Dot upTo) throws X {
            tell(new JournalRecord.BatchesConfirmed(holder, volume, upTo));
        }

        public void pledge(PledgesView.Standing standing) throws X {
            var pledge = standing.pledge();
            var talk = new Talk(pledge.asker(), pledge.pledger(), pledge.round(), standing.state());
            pledges.computeIfAbsent(talk, _ -> new ArrayList<>()).add(pledge.chunk());
            if (++standings == CHUNKS_MAX) {
                finish();
            }
        }

        /// Tells what waits for more of its kind.
        public void finish() throws X {
            if (!contents.isEmpty()) {
                tell(new JournalRecord.ContentKnown(contents));
                contents.clear();
            }
            if (!chunks.isEmpty()) {
                tell(new JournalRecord.ChunksTold(chunks));
                chunks.clear();
                parts = 0;
            }
            for (var group : pledges.entrySet()) {
                var talk = group.getKey();
                tell(
                        new JournalRecord.PledgeMoved(
                                talk.asker,
                                talk.pledger,
                                talk.round,
                                talk.state,
                                group.getValue()));
            }
            pledges.clear();
            standings = 0;
        }
    }
}
