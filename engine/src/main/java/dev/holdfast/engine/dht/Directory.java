package dev.holdfast.engine.dht;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.routing.DirectoryRecord;
import dev.holdfast.engine.core.wire.DirectoryMessage;
import dev.holdfast.engine.core.wire.DirectoryMessage.PutRecords;
import dev.holdfast.engine.core.wire.TransferMessage;
import dev.holdfast.engine.core.wire.TransferMessage.Held;
import dev.holdfast.engine.core.wire.TransferMessage.WhoHolds;
import dev.holdfast.engine.net.NetException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Who holds which chunks. Safe for many threads.
public final class Directory {

    /// How long the slowest device may take to answer.
    public static final Duration ANSWER_MAX = Duration.ofSeconds(5);

    /// Bytes of records that a device is given when it is met.
    private static final long HANDED_BYTES_MAX = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

    private final Supplier<PoolView> view;
    private final Function<Collection<ChunkId>, List<ChunkFacts>> facts;
    private final Records records;
    private final Asker asker;
    private final Supplier<Set<DeviceId>> linked;

    /// @param view the pool as it is seen now
    /// @param facts what the catalog knows of chunks
    /// @param records what devices told of themselves
    /// @param linked the devices that a session stands with: records are given to these, and they
    ///   pass them on to others that are here
    public Directory(
            Supplier<PoolView> view,
            Function<Collection<ChunkId>, List<ChunkFacts>> facts,
            Records records,
            Asker asker,
            Supplier<Set<DeviceId>> linked) {
        this.linked = linked;
        this.view = view;
        this.facts = facts;
        this.records = records;
        this.asker = asker;
    }

    /// The reachable devices that probably hold a chunk, the likeliest first: its owners in the
    /// layout's order, those that confirmed a copy, those that hold it though they are no owners.
    /// Asks nobody, and leaves this device out.
    public List<DeviceId> likely(ChunkId chunk) {
        var pool = view.get();
        var known = facts.apply(List.of(chunk));
        int factor = known.isEmpty() ? 0 : known.getFirst().factor();
        var owners = pool.layout().owners(chunk, Math.max(factor, Layout.FACTOR_DEFAULT));
        var confirmed = known.stream().flatMap(each -> each.holders().stream()).sorted();
        return Stream.concat(
                        Stream.concat(owners.stream(), confirmed),
                        records.strayHolders(chunk).stream())
                .filter(device -> !device.equals(pool.self()) && pool.isOnline(device))
                .distinct()
                .toList();
    }

    /// Asks every reachable device which of these it holds, all at once, and returns as soon as the
    /// last has answered, or after [#ANSWER_MAX]. A chunk that nobody holds has no holders; nothing
    /// waits for devices that cannot be reached.
    public Map<ChunkId, List<DeviceId>> ask(Collection<ChunkId> chunks)
            throws InterruptedException {
        var holders = new LinkedHashMap<ChunkId, List<DeviceId>>();
        var ids = List.copyOf(new LinkedHashSet<>(chunks));
        ids.forEach(id -> holders.put(id, new ArrayList<>()));
        for (int i = 0; i < ids.size(); i += TransferMessage.CHUNKS_MAX) {
            var page = ids.subList(i, Math.min(ids.size(), i + TransferMessage.CHUNKS_MAX));
            askAll(page)
                    .forEach(
                            (device, held) ->
                                    held.forEach(
                                            chunk ->
                                                    holders.computeIfAbsent(
                                                                    chunk, _ -> new ArrayList<>())
                                                            .add(device)));
        }
        return holders;
    }

    /// The records that are kept here.
    Records records() {
        return records;
    }

    /// How many chunks a device holds that belong on others, as far as it told.
    public long strays(DeviceId device) {
        return records.strays(device);
    }

    /// Of the record that is kept under a key: 0 where none is. One of this device's own that
    /// others bring may be later than all that it remembers, if its clock was set back before it
    /// started.
    long revision(Hash key) {
        return records.get(key).map(kept -> kept.stated().revision()).orElse(0L);
    }

    /// Gives records to every device that a session stands with, and keeps them here.
    public void publish(List<DirectoryRecord> news) throws InterruptedException {
        news.forEach(records::take);
        give(news, view.get().self());
    }

    /// Gives what is news here, and came from one device, to the others that it may not have a
    /// session with.
    void pass(List<DirectoryRecord> news, DeviceId from) throws InterruptedException {
        var pool = view.get();
        boolean areAllLinked =
                linked.get()
                        .containsAll(
                                pool.others().keySet().stream().filter(pool::isOnline).toList());
        if (!news.isEmpty() && !areAllLinked) {
            give(news, from);
        }
    }

    private void give(List<DirectoryRecord> news, DeviceId from) throws InterruptedException {
        var to = linked.get().stream().filter(device -> !device.equals(from)).toList();
        for (var message : messages(news)) {
            forAll(to, device -> asker.ask(device, message, ANSWER_MAX));
        }
    }

    /// Gives a device the records that were taken here last, whosever they are.
    public void handOver(DeviceId device) throws InterruptedException {
        try {
            for (var message : messages(records.latest(HANDED_BYTES_MAX))) {
                asker.ask(device, message, ANSWER_MAX);
            }
        } catch (NetException e) {
            LOG.debug("{} was not given all records: {}", device, e.getMessage());
        }
    }

    private static List<PutRecords> messages(List<DirectoryRecord> all) {
        var messages = new ArrayList<PutRecords>();
        var page = new ArrayList<DirectoryMessage.Entry>();
        long bytes = 0;
        for (var record : all) {
            boolean isFull =
                    page.size() >= DirectoryMessage.RECORDS_MAX
                            || bytes + record.length() > DirectoryMessage.RECORDS_BYTES_MAX;
            if (isFull) {
                messages.add(new PutRecords(page));
                page.clear();
                bytes = 0;
            }
            page.add(Records.entry(record));
            bytes += record.length();
        }
        if (!page.isEmpty()) {
            messages.add(new PutRecords(page));
        }
        return messages;
    }

    private Map<DeviceId, List<ChunkId>> askAll(List<ChunkId> page) throws InterruptedException {
        var question = new WhoHolds(page);
        var pool = view.get();
        return forAll(
                pool.others().keySet().stream().filter(pool::isOnline).toList(),
                device -> {
                    if (asker.ask(device, question, ANSWER_MAX) instanceof Held(var held)
                            && held.size() == page.size()) {
                        return held.yes().mapToObj(page::get).toList();
                    }
                    throw new NetException(
                            NetException.Kind.WRONG_STATE, "no answer to the question");
                });
    }

    /// Asks one device something.
    private interface Question<T> {
        T ask(DeviceId device) throws NetException, InterruptedException;
    }

    /// The answers of the devices that gave one in time.
    private <T> Map<DeviceId, T> forAll(List<DeviceId> devices, Question<T> question)
            throws InterruptedException {
        var answers = new LinkedHashMap<DeviceId, T>();
        if (devices.isEmpty()) {
            return answers;
        }
        var named = Thread.ofVirtual().name("directory-", 0).factory();
        try (var scope = Executors.newThreadPerTaskExecutor(named)) {
            var tasks = devices.stream().<Callable<T>>map(d -> () -> question.ask(d)).toList();
            var ended = scope.invokeAll(tasks, ANSWER_MAX.toMillis(), MILLISECONDS);
            for (int i = 0; i < ended.size(); i++) {
                collect(devices.get(i), ended.get(i), answers);
            }
        }
        return answers;
    }

    private static <T> void collect(DeviceId device, Future<T> ended, Map<DeviceId, T> answers)
            throws InterruptedException {
        try {
            answers.put(device, ended.get());
        } catch (ExecutionException | CancellationException e) {
            LOG.debug("{} did not answer", device, e);
        }
    }
}
