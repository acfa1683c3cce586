package dev.holdfast.engine.recovery;

import dev.holdfast.engine.admission.Governor;
import dev.holdfast.engine.admission.Rulings;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignatureCheck;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.membership.Statement.Recovered;
import dev.holdfast.engine.core.membership.Statement.Revoked;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.crypto.Phrase;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is stated in a recovery. Waits for nothing.
///
/// @param tools those of the device that is let in
public record Ruling(KeyRing.Tools tools, Phrase.Keys words, SignatureCheck check) {

    /// The roster with this device as an owner, `lost` put out, and an epoch that none of those
    /// knows.
    public Roster recovered(Roster before, Governor.Newcomer self, List<Revoked> lost) {
        var ring = KeyRing.recovered(before, tools, words);
        var name = ring.sealName(self.keys().id(), Rulings.free(self, before, ring));
        var card = new DeviceCard(self.keys(), name, tools.chance().bits64(), self.capacity());
        var first = fitting(lost);
        var recovered = new Recovered(card, ring.leaves(), ring.boxFor(self.keys()), first);
        var now = stated(before, recovered);
        for (var more : lost.subList(first.size(), lost.size())) {
            now = stated(now, more);
        }
        var rotated = KeyRing.of(now, tools).rotated(Optional.empty());
        var heading = now.heading(Optional.of(tools.keys().id()));
        return with(now, SignedStatement.sign(heading, rotated, tools.keys()::sign));
    }

    /// As many as one statement holds; each of the others gets one of its own.
    private static List<Revoked> fitting(List<Revoked> lost) {
        var first = new ArrayList<Revoked>();
        int batches = 0;
        for (var each : lost) {
            batches += each.batches().size();
            if (first.size() == Statement.PUT_OUT_MAX || batches > Statement.LAST_BATCHES_MAX) {
                break;
            }
            first.add(each);
        }
        return first;
    }

    private Roster stated(Roster roster, Statement statement) {
        var heading = roster.heading(Optional.empty());
        return with(roster, SignedStatement.sign(heading, statement, words::signAsRoot));
    }

    private Roster with(Roster roster, SignedStatement signed) {
        var now = roster.with(List.of(signed), check);
        if (!now.isAccepted(signed.id())) {
            throw new IllegalStateException(signed + " does not count");
        }
        return now;
    }
}
