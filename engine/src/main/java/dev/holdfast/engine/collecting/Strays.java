package dev.holdfast.engine.collecting;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Removes chunks that are in the store and in no book, since a process ended between the two: a
/// chunk is out of the books before it is out of the store. Whoever stores one has it pinned until
/// it is in the books.
public record Strays(Archive home, Pins pins) {

    /// Chunks looked at together.
    private static final int PAGE_CHUNKS = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);

    /// @param aside how many chunks the books have whose records are put aside
    public void remove(long aside) throws StoreException {
        var index = home.store().index();
        if (index.size() + aside <= home.ledger().views().chunks().held()) {
            return;
        }
        try (var ids = index.ids()) {
            var page = new ArrayList<ChunkId>();
            for (var each = ids.iterator(); each.hasNext(); ) {
                page.add(each.next());
                if (page.size() == PAGE_CHUNKS || !each.hasNext()) {
                    remove(page);
                    page.clear();
                }
            }
            home.store().sync();
        }
    }

    private void remove(List<ChunkId> page) throws StoreException {
        try (var going = pins.going(page)) {
            var strays = new HashSet<>(page);
            strays.removeIf(id -> !going.contains(id));
            home.ledger().views().chunks().facts(page).stream()
                    .filter(ChunkFacts::held)
                    .forEach(facts -> strays.remove(facts.id()));
            if (!strays.isEmpty()) {
                LOG.info("Removed {} chunks that are in no book.", strays.size());
                home.store().remove(strays);
            }
        }
    }
}
