package dev.holdfast.engine.core.wire;

import dev.holdfast.engine.core.hash.Hash;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// The signed statements that say who belongs to the pool.
public sealed interface RosterMessage extends Message {

    /// Heads of the statements' graph that one message may name.
    int HEADS_MAX = 256;

    /// Statements in one message, and their bytes in all.
    int STATEMENTS_MAX = 4096;

    int STATEMENTS_BYTES_MAX = 768 << 10;

    sealed interface Request extends RosterMessage {}

    sealed interface Reply extends RosterMessage {}

    /// These are the heads of what I know; sent when they change.
    record RosterHeads(List<Hash> heads) implements Request, Reply {
        public RosterHeads {
            heads = Limit.list(heads, HEADS_MAX, "roster heads");
        }
    }

    /// Send me what leads to `want` and is not under `have`; all you have when `want` is empty.
    record WantStatements(List<Hash> have, List<Hash> want) implements Request {
        public WantStatements {
            have = Limit.list(have, HEADS_MAX, "heads held");
            want = Limit.list(want, HEADS_MAX, "heads wanted");
        }
    }

    /// Signed statements in their canonical form, parents first; `more` when others follow in
    /// another such message.
    record Statements(List<byte[]> statements, boolean more) implements Request, Reply {
        public Statements {
            statements =
                    Limit.blobs(statements, STATEMENTS_MAX, STATEMENTS_BYTES_MAX, "statements");
        }
    }

    /// Statements in as few messages as hold them; one at least. `message` is told which of them
    /// are its own, and whether others follow.
    static <T> List<T> pages(
            List<byte[]> statements, BiFunction<List<byte[]>, Boolean, T> message) {
        var pages = new ArrayList<T>();
        var page = new ArrayList<byte[]>();
        int length = 0;
        for (var statement : statements) {
            if (page.size() == STATEMENTS_MAX || length + statement.length > STATEMENTS_BYTES_MAX) {
                pages.add(message.apply(page, true));
                page = new ArrayList<>();
                length = 0;
            }
            page.add(statement);
            length += statement.length;
        }
        pages.add(message.apply(page, false));
        return pages;
    }
}
