package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.routing.DirectoryRecord;
import dev.holdfast.engine.core.routing.RecordBook;
import dev.holdfast.engine.dht.Asker;
import dev.holdfast.engine.dht.Directory;
import dev.holdfast.engine.dht.Herald;
import dev.holdfast.engine.dht.Records;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Where chunks can be found: the shell around [Directory], [Herald] and [Records].
final class Directions {

    private static final Duration TICK = Duration.ofSeconds(30);
    private static final long HANDED_BYTES_MAX = 4 << 20;
    private static final Asker NOBODY =
            (device, _, _) -> {
                throw new IllegalStateException(device + " is asked by messages only");
            };

    private final Life life;
    private final Records records;
    private final Directory directory;
    private final Herald herald;

    Directions(Life life) {
        this.life = life;
        var book = new RecordBook(life.pool().id(), Toy.SIGNATURES::verify);
        records =
                new Records(
                        book,
                        id ->
                                life.roster()
                                        .device(id)
                                        .filter(Device::isAdmitted)
                                        .map(device -> device.card().keys().signing()),
                        life::wallClock);
        var chunks = life.ledger().views().chunks();
        directory = new Directory(life::view, chunks::facts, records, NOBODY, Set::of);
        var speaker =
                new Herald.Speaker(
                        life.pool().id(), life.id(), life.machine().keys()::sign, life::wallClock);
        herald = new Herald(speaker, life.ledger(), life::view, directory);
    }

    void start() {
        life.later(TICK, "looks what to tell", this::tick);
    }

    void stir() {
        herald.stir();
    }

    private void tick() {
        var news = herald.news();
        take(news);
        life.society().kept().forEach(session -> tell(session, news));
        start();
    }

    /// A device that is met is given what is known here.
    void met(Session session) {
        tell(session, records.latest(HANDED_BYTES_MAX));
    }

    private void tell(Session session, List<DirectoryRecord> news) {
        if (!news.isEmpty()) {
            session.send(life, "directs", other -> other.directions().take(news));
        }
    }

    private void take(List<DirectoryRecord> news) {
        news.forEach(records::take);
    }

    List<DeviceId> likely(ChunkId chunk) {
        return directory.likely(chunk);
    }
}
