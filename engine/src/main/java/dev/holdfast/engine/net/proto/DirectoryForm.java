package dev.holdfast.engine.net.proto;

import static dev.holdfast.engine.net.proto.Fields.bytes;
import static dev.holdfast.engine.net.proto.Fields.hash;
import static dev.holdfast.engine.net.proto.Fields.joined;
import static dev.holdfast.engine.net.proto.Fields.split;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.wire.DirectoryMessage;
import dev.holdfast.engine.core.wire.DirectoryMessage.Entry;
import dev.holdfast.engine.core.wire.DirectoryMessage.GetRecords;
import dev.holdfast.engine.core.wire.DirectoryMessage.Kind;
import dev.holdfast.engine.core.wire.DirectoryMessage.PutRecords;
import dev.holdfast.engine.core.wire.DirectoryMessage.Records;
import dev.holdfast.engine.core.wire.DirectoryMessage.RecordsKept;
import dev.holdfast.engine.net.proto.generated.Wire.Directory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// [DirectoryMessage] in the schema.
final class DirectoryForm {

    private DirectoryForm() {}

    static Directory write(DirectoryMessage message) {
        var form = Directory.newBuilder();
        switch (message) {
            case PutRecords(var entries) -> form.setPut(write(entries, false));
            case RecordsKept(var kept) -> form.setKept(Fields.bits(kept));
            case GetRecords(var kind, var keys) ->
                    form.setGet(
                            Directory.Keys.newBuilder()
                                    .setKind(kind.number())
                                    .setKeys(joined(keys, Function.identity())));
            case Records(var entries, var more) -> form.setRecords(write(entries, more));
        }
        return form.build();
    }

    static DirectoryMessage read(Directory form) throws MalformedException {
        return switch (form.getMessageCase()) {
            case PUT -> new PutRecords(read(form.getPut()));
            case KEPT -> new RecordsKept(Fields.bitmap(form.getKept()));
            case GET ->
                    new GetRecords(
                            kind(form.getGet().getKind()),
                            split(form.getGet().getKeys(), Function.identity()));
            case RECORDS -> new Records(read(form.getRecords()), form.getRecords().getMore());
            case MESSAGE_NOT_SET -> throw Fields.unknown("directory message");
        };
    }

    private static Directory.Records write(List<Entry> entries, boolean more) {
        var form = Directory.Records.newBuilder().setMore(more);
        for (var entry : entries) {
            form.addRecords(
                    Directory.Record.newBuilder()
                            .setKind(entry.kind().number())
                            .setKey(bytes(entry.key()))
                            .setRecord(Fields.wrap(entry.record())));
        }
        return form.build();
    }

    private static List<Entry> read(Directory.Records form) throws MalformedException {
        var entries = new ArrayList<Entry>(form.getRecordsCount());
        for (var record : form.getRecordsList()) {
            entries.add(
                    new Entry(
                            kind(record.getKind()),
                            hash(record.getKey()),
                            record.getRecord().toByteArray()));
        }
        return entries;
    }

    private static Kind kind(int number) throws MalformedException {
        return Fields.constant(Kind.values(), Kind::number, number);
    }
}
