package dev.holdfast.engine.dht;

import dev.holdfast.engine.cluster.Dispatcher;
import dev.holdfast.engine.core.routing.DirectoryRecord;
import dev.holdfast.engine.core.wire.Bitmap;
import dev.holdfast.engine.core.wire.DirectoryMessage;
import dev.holdfast.engine.core.wire.DirectoryMessage.Entry;
import dev.holdfast.engine.core.wire.DirectoryMessage.GetRecords;
import dev.holdfast.engine.core.wire.DirectoryMessage.PutRecords;
import dev.holdfast.engine.core.wire.DirectoryMessage.RecordsKept;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.TransferMessage.Held;
import dev.holdfast.engine.core.wire.TransferMessage.WhoHolds;
import dev.holdfast.engine.store.ChunkIndex;

import java.util.ArrayList;
import java.util.List;

/// Answers what peers ask of the directory.
public record DirectoryTalk(ChunkIndex index, Directory directory) {

    /// Registers with the links. Each question is one message on a stream of its own.
    public void register(Dispatcher dispatcher) {
        registerReading(dispatcher);
        dispatcher.on(
                PutRecords.class,
                (from, first, stream) -> {
                    var news = new ArrayList<DirectoryRecord>();
                    stream.send(kept((PutRecords) first, news));
                    directory.pass(news, from.peer().device());
                });
        dispatcher.on(
                GetRecords.class,
                (_, first, stream) -> {
                    for (var answer : found((GetRecords) first)) {
                        stream.send(answer);
                    }
                });
    }

    /// Answers whoever only asks what is held here.
    public void registerReading(Dispatcher dispatcher) {
        dispatcher.on(WhoHolds.class, (_, first, stream) -> stream.send(held((WhoHolds) first)));
    }

    Message held(WhoHolds question) {
        var ids = question.ids();
        return new Held(Bitmap.of(ids.size(), i -> index.contains(ids.get(i))));
    }

    /// @param news takes what was not known here
    Message kept(PutRecords given, List<DirectoryRecord> news) {
        var entries = given.entries();
        return new RecordsKept(
                Bitmap.of(entries.size(), i -> directory.records().take(entries.get(i), news)));
    }

    /// As many messages as the records take, the last of which says that it is.
    List<Message> found(GetRecords question) {
        var answers = new ArrayList<Message>();
        var page = new ArrayList<Entry>();
        int bytes = 0;
        for (var key : question.keys()) {
            var entry =
                    directory
                            .records()
                            .get(key)
                            .map(Records::entry)
                            .filter(found -> found.kind() == question.kind());
            int length = entry.map(found -> found.record().length).orElse(0);
            if (bytes + length > DirectoryMessage.RECORDS_BYTES_MAX) {
                answers.add(new DirectoryMessage.Records(page, true));
                page.clear();
                bytes = 0;
            }
            entry.ifPresent(page::add);
            bytes += length;
        }
        answers.add(new DirectoryMessage.Records(page, false));
        return answers;
    }
}
