package dev.holdfast.engine.pairing;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.wire.DirectoryMessage;
import dev.holdfast.engine.core.wire.JoinMessage;
import dev.holdfast.engine.core.wire.RosterMessage;

import java.util.List;

/// What the two sides say once each knows that the other knows the code. It travels sealed under
/// their key, inside the connection.
public sealed interface Letter {

    /// The guest describes itself.
    ///
    /// @param boxKey what boxes for it are sealed to
    /// @param capacity bytes that it gives the pool
    record Ask(Hash boxKey, String name, long capacity) implements Letter {}

    /// The guest is admitted; its own admission is the last statement of the last page.
    record Page(PoolId pool, List<byte[]> statements, boolean more) implements Letter {
        public Page {
            statements = List.copyOf(statements);
        }
    }

    /// Address records of the other devices. The last letter.
    record Places(List<byte[]> records) implements Letter {
        public Places {
            records = List.copyOf(records);
        }
    }

    default byte[] toBytes() {
        var out = new CanonicalWriter();
        return switch (this) {
            case Ask(var boxKey, var name, var capacity) ->
                    out.u8(1).hash(boxKey).text(name).u64(capacity).toBytes();
            case Page(var pool, var statements, var more) ->
                    out.u8(2)
                            .hash(pool.hash())
                            .flag(more)
                            .list(statements, CanonicalWriter::bytes)
                            .toBytes();
            case Places(var records) -> out.u8(3).list(records, CanonicalWriter::bytes).toBytes();
        };
    }

    static Letter parse(byte[] bytes) throws MalformedException {
        var in = new CanonicalReader(bytes);
        int kind = in.u8();
        var letter =
                switch (kind) {
                    case 1 -> new Ask(in.hash(), in.text(JoinMessage.NAME_BYTES_MAX), in.u64());
                    case 2 -> page(in);
                    case 3 -> new Places(blobs(in, DirectoryMessage.RECORDS_MAX));
                    default -> throw new MalformedException("a letter of kind " + kind);
                };
        in.end();
        return letter;
    }

    private static Page page(CanonicalReader in) throws MalformedException {
        var pool = new PoolId(in.hash());
        boolean more = in.flag();
        return new Page(pool, blobs(in, RosterMessage.STATEMENTS_MAX), more);
    }

    private static List<byte[]> blobs(CanonicalReader in, int max) throws MalformedException {
        return in.list(max, each -> each.bytes(JoinMessage.LETTER_BYTES_MAX));
    }
}
