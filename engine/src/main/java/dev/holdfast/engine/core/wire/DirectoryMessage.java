package dev.holdfast.engine.core.wire;

import dev.holdfast.engine.core.hash.Hash;

import java.util.List;

/// Records of the directory that the pool's devices keep for one another.
public sealed interface DirectoryMessage extends Message {

    /// Records, or keys, in one message.
    int RECORDS_MAX = 1024;

    /// One record in its canonical, signed form, and all of one message. Bytes.
    int RECORD_BYTES_MAX = 64 << 10;

    int RECORDS_BYTES_MAX = 768 << 10;

    sealed interface Request extends DirectoryMessage {}

    sealed interface Reply extends DirectoryMessage {}

    /// What a record is about. The number is its form on the wire and never changes.
    enum Kind {
        /// The newest batch of a chain.
        HEAD(1),
        /// Where a device can be dialled.
        ADDRESS(2),
        /// A holder of a chunk that the layout does not name.
        EXCEPTION(3);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /// A record with its place on the ring.
    record Entry(Kind kind, Hash key, byte[] record) {
        public Entry {
            Limit.bytes(record, RECORD_BYTES_MAX, "record");
        }
    }

    /// Keep these.
    record PutRecords(List<Entry> entries) implements Request {
        public PutRecords {
            entries = bounded(entries);
        }
    }

    /// Yes for each record that was taken, or was known; no for a forged, older or expired one.
    record RecordsKept(Bitmap kept) implements Reply {
        public RecordsKept {
            Limit.range(kept.size(), 0, RECORDS_MAX, "the records of the request");
        }
    }

    /// What do you know under these keys?
    record GetRecords(Kind kind, List<Hash> keys) implements Request {
        public GetRecords {
            keys = Limit.some(keys, RECORDS_MAX, "keys");
        }
    }

    /// What is known under the keys; `more` when others follow in another such message.
    record Records(List<Entry> entries, boolean more) implements Reply {
        public Records {
            entries = bounded(entries);
        }
    }

    private static List<Entry> bounded(List<Entry> entries) {
        var records = entries.stream().map(Entry::record).toList();
        Limit.blobs(records, RECORDS_MAX, RECORDS_BYTES_MAX, "records");
        return List.copyOf(entries);
    }
}
