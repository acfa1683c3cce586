package dev.holdfast.engine.exchange;

import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.batch.Chain;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.NamesMessage;
import dev.holdfast.engine.core.wire.NamesMessage.Batches;
import dev.holdfast.engine.core.wire.NamesMessage.BatchesStored;
import dev.holdfast.engine.core.wire.NamesMessage.ChainHead;
import dev.holdfast.engine.core.wire.NamesMessage.VolumeHeads;
import dev.holdfast.engine.core.wire.NamesMessage.WantBatches;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.wal.JournalException;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The words of the exchange, both sides of each conversation.
record PeerTalk(Ledger ledger, Chains chains, BatchInbox inbox) {

    /// How long a peer may take for each answer.
    static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    /// The id of no batch.
    private static final Hash NO_BATCH = new Hash(0, 0, 0, 0);

    /// Bytes of batches in one message.
    private static final int PAGE_BYTES = 4 << 20;

    /// Batches in one message.
    private static final int PAGE_BATCHES = 64;

    /// Chains whose heads one peer may state. Every life of every device in every volume is fewer.
    private static final int CHAINS_MAX = 1 << 20;

    /// Tells a peer how far each chain is held here, and hears the same of it.
    List<ChainHead> compare(Connection peer)
            throws NetException, InterruptedException, JournalException {
        try (var stream = peer.open()) {
            sendHeads(peer.peer().device(), stream);
            return receiveHeads(stream, stream.receive(ANSWER_MAX));
        }
    }

    /// Answers a peer that compares.
    List<ChainHead> answerCompare(DeviceId peer, Message first, Stream stream)
            throws NetException, InterruptedException, JournalException {
        var theirs = receiveHeads(stream, first);
        sendHeads(peer, stream);
        return theirs;
    }

    private void sendHeads(DeviceId peer, Stream stream)
            throws NetException, InterruptedException, JournalException {
        var heads = new ArrayList<ChainHead>();
        for (Map.Entry<Chain, BatchChain> entry : chains.durable().entrySet()) {
            var end = entry.getValue();
            if (end.n() > 0) {
                heads.add(head(peer, entry.getKey(), end));
            }
        }
        int from = 0;
        do {
            int to = Math.min(heads.size(), from + VolumeHeads.HEADS_MAX);
            stream.send(new VolumeHeads(heads.subList(from, to), to < heads.size()));
            from = to;
        } while (from < heads.size());
    }

    /// A writer whose chain was cut here is told of another batch where it was cut: so it learns
    /// that what it writes on that chain counts no more, and begins another.
    private static ChainHead head(DeviceId peer, Chain chain, BatchChain end) {
        boolean isTheirs = chain.actor().device().equals(peer);
        return isTheirs && end.cut() <= end.n()
                ? new ChainHead(chain.volume(), chain.actor(), end.cut(), NO_BATCH)
                : new ChainHead(chain.volume(), chain.actor(), end.n(), end.last());
    }

    private static List<ChainHead> receiveHeads(Stream stream, Message first)
            throws NetException, InterruptedException {
        var heads = new ArrayList<ChainHead>();
        for (var message = first; ; message = stream.receive(ANSWER_MAX)) {
            if (!(message instanceof VolumeHeads(var page, var more))) {
                throw unexpected(message);
            }
            heads.addAll(page);
            if (heads.size() > CHAINS_MAX) {
                throw new NetException(
                        NetException.Kind.WRONG_STATE, "more than " + CHAINS_MAX + " chains");
            }
            if (!more) {
                return heads;
            }
        }
    }

    /// Fetches what a peer has of a chain behind batch `after`.
    ///
    /// @return how far the chain is held here now
    long pull(Connection peer, Chain chain, long after)
            throws NetException, InterruptedException, JournalException, MalformedException {
        try (var stream = peer.open()) {
            stream.send(new WantBatches(chain.volume(), chain.actor(), after));
            while (true) {
                if (!(stream.receive(ANSWER_MAX) instanceof Batches page)) {
                    throw new NetException(
                            NetException.Kind.WRONG_STATE, "no batches where some should be");
                }
                long n = inbox.accept(chain, receive(page, stream));
                if (!page.more() || n < page.first() + page.lengths().size() - 1) {
                    return n;
                }
            }
        }
    }

    /// Answers a peer that pulls.
    void answerPull(WantBatches want, Stream stream) throws NetException, InterruptedException {
        send(new Chain(want.volume(), want.actor()), want.after(), stream);
    }

    /// Gives a peer a chain from behind batch `after` on.
    ///
    /// @return how far the peer holds the chain durably now
    long push(Connection peer, Chain chain, long after) throws NetException, InterruptedException {
        try (var stream = peer.open()) {
            send(chain, after, stream);
            if (stream.receive(ANSWER_MAX) instanceof BatchesStored(var volume, var actor, var n)
                    && new Chain(volume, actor).equals(chain)) {
                return n;
            }
            throw new NetException(NetException.Kind.WRONG_STATE, "no answer to a push of batches");
        }
    }

    /// Answers a peer that pushes.
    ///
    /// @return how far the peer holds the chain at least
    long answerPush(Batches first, Stream stream)
            throws NetException, InterruptedException, JournalException, MalformedException {
        var chain = new Chain(first.volume(), first.actor());
        var page = first;
        long n = inbox.accept(chain, receive(page, stream));
        while (page.more()) {
            if (!(stream.receive(ANSWER_MAX) instanceof Batches next)) {
                throw new NetException(NetException.Kind.WRONG_STATE, "a push that breaks off");
            }
            page = next;
            n = inbox.accept(chain, receive(page, stream));
        }
        stream.send(new BatchesStored(chain.volume(), chain.actor(), n));
        return page.first() + page.lengths().size() - 1;
    }

    /// Tells a peer how far a chain is durable here.
    void tell(Connection peer, Chain chain)
            throws NetException, InterruptedException, JournalException {
        long n = chains.durable(chain);
        try (var stream = peer.open()) {
            stream.send(new BatchesStored(chain.volume(), chain.actor(), n));
        }
    }

    private void send(Chain chain, long after, Stream stream)
            throws NetException, InterruptedException {
        long end = chains.end(chain).n();
        long next = after + 1;
        do {
            var page = page(chain, next, end);
            long then = next + page.size();
            boolean more = !page.isEmpty() && then <= end;
            var lengths = page.stream().map(batch -> batch.bytes().length).toList();
            stream.send(new Batches(chain.volume(), chain.actor(), next, lengths, more));
            for (var batch : page) {
                stream.sendBytes(ByteBuffer.wrap(batch.bytes()));
            }
            next = more ? then : end + 1;
        } while (next <= end);
    }

    private List<Batch> page(Chain chain, long from, long end) {
        var page = new ArrayList<Batch>();
        int bytes = 0;
        for (long n = from; n <= end && page.size() < PAGE_BATCHES && bytes < PAGE_BYTES; n++) {
            var held = ledger.views().batches().batch(chain.volume(), new Dot(chain.actor(), n));
            if (held.isEmpty()) {
                break; // appended a moment ago and not durable yet
            }
            page.add(held.get().batch());
            bytes += held.get().batch().bytes().length;
        }
        return page;
    }

    private static List<byte[]> receive(Batches page, Stream stream)
            throws NetException, InterruptedException {
        long bytes = page.lengths().stream().mapToLong(length -> length).sum();
        if (bytes > PAGE_BYTES + NamesMessage.BATCH_MAX) {
            throw new NetException(
                    NetException.Kind.WRONG_STATE, bytes + " bytes of batches at once");
        }
        var batches = new ArrayList<byte[]>();
        for (int length : page.lengths()) {
            var batch = new byte[length];
            stream.receiveBytes(ByteBuffer.wrap(batch), ANSWER_MAX);
            batches.add(batch);
        }
        return batches;
    }

    static NetException unexpected(Message message) {
        return new NetException(
                NetException.Kind.WRONG_STATE,
                "a " + message.getClass().getSimpleName() + " in an exchange of batches");
    }
}
