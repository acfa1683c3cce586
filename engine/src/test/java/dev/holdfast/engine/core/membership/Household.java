package dev.holdfast.engine.core.membership;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.SignedStatement.Heading;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.membership.Statement.Box;
import dev.holdfast.engine.core.membership.Statement.Changed;
import dev.holdfast.engine.core.membership.Statement.Genesis;
import dev.holdfast.engine.core.membership.Statement.Recovered;
import dev.holdfast.engine.core.membership.Statement.Revoked;
import dev.holdfast.engine.core.membership.Statement.Rotated;
import dev.holdfast.engine.core.membership.Statement.Settings;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// People for devices, and signatures that anyone can check: the key of ann is the text "key of
/// ann", and only this class knows how ann signs.
final class Household {

    static final SignatureCheck CHECK =
            (key, message, signature) ->
                    Arrays.equals(signature, signature(new String(key, UTF_8), message));

    static final long GRANT = 1L << 30;

    private Household() {}

    static DeviceId id(String who) {
        return card(who).id();
    }

    static DeviceCard card(String who) {
        var keys = new DeviceCard.Keys(opaque("key of " + who), Sha256.of(who.getBytes(UTF_8)));
        return new DeviceCard(keys, opaque("name of " + who), who.hashCode(), GRANT);
    }

    static Opaque opaque(String text) {
        return Opaque.of(text.getBytes(UTF_8));
    }

    /// A pool that `who` has started.
    static Roster pool(String who) {
        return pool(who, Settings.DEFAULT);
    }

    static Roster pool(String who, Settings settings) {
        var root = new Statement.Root(opaque("key of root"), Sha256.of());
        var genesis =
                new Genesis(root, settings, card(who), opaque("box of " + who), opaque("box"));
        var signed =
                SignedStatement.sign(Heading.GENESIS, genesis, m -> signature("key of root", m));
        return fold(signed.pool(), List.of(signed));
    }

    static Roster fold(PoolId pool, Collection<SignedStatement> statements) {
        try {
            return Roster.fold(pool, statements, CHECK);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /// `who` states it, having seen what `view` holds.
    static SignedStatement by(String who, Roster view, Statement statement) {
        return signed(who, view, statement, "key of " + who);
    }

    /// Somebody else states it in the name of `who`.
    static SignedStatement forged(String who, Roster view, Statement statement) {
        return signed(who, view, statement, "key of somebody else");
    }

    private static SignedStatement signed(
            String who, Roster view, Statement statement, String key) {
        var signer = who.equals("root") ? Optional.<DeviceId>empty() : Optional.of(id(who));
        return SignedStatement.sign(view.heading(signer), statement, m -> signature(key, m));
    }

    /// The view after `who` has stated it.
    static Roster after(Roster view, String who, Statement statement) {
        return view.with(List.of(by(who, view, statement)), CHECK);
    }

    /// What two views make together.
    static Roster merge(Roster one, Roster other) {
        return one.with(other.statements(), CHECK);
    }

    static Admitted admits(Roster view, String who, Role role) {
        var epochs = view.leaves().stream().map(Roster.Epoch::id).toList();
        return role.holdsSecrets()
                ? new Admitted(card(who), role, epochs, opaque("box of " + who))
                : new Admitted(card(who), role, List.of(), Opaque.NONE);
    }

    /// Puts `who` out, with all of its word that `view` holds.
    static Revoked revokes(Roster view, String who) {
        return new Revoked(id(who), view.lastOf(id(who)).map(SignedStatement::id), List.of());
    }

    /// Lets `who` in as after a loss, and puts these out.
    static Recovered recovers(Roster view, String who, String... putOut) {
        var epochs = view.leaves().stream().map(Roster.Epoch::id).toList();
        var out = Arrays.stream(putOut).map(lost -> revokes(view, lost)).toList();
        return new Recovered(card(who), epochs, opaque("box of " + who), out);
    }

    static Changed changes(String who, Statement.Change change) {
        return new Changed(id(who), change);
    }

    /// A new epoch for all who may hold it in `view`.
    static Rotated rotates(Roster view) {
        var wrapped = view.leaves().stream().map(Roster.Epoch::id).toList();
        var boxes =
                view.admitted().stream()
                        .filter(Device::mayHoldSecrets)
                        .map(device -> new Box(device.id(), opaque("box")))
                        .toList();
        return new Rotated(wrapped, opaque("wraps"), boxes, opaque("box"));
    }

    private static byte[] signature(String key, byte[] message) {
        return Sha256.of(("only " + key + " knows this").getBytes(UTF_8), message).toBytes();
    }
}
