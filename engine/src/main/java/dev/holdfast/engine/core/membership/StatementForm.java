package dev.holdfast.engine.core.membership;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.Device.Drain;
import dev.holdfast.engine.core.membership.SignedStatement.Heading;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.membership.Statement.Box;
import dev.holdfast.engine.core.membership.Statement.Change;
import dev.holdfast.engine.core.membership.Statement.Changed;
import dev.holdfast.engine.core.membership.Statement.Claimed;
import dev.holdfast.engine.core.membership.Statement.Draining;
import dev.holdfast.engine.core.membership.Statement.Genesis;
import dev.holdfast.engine.core.membership.Statement.Granted;
import dev.holdfast.engine.core.membership.Statement.Keyed;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.membership.Statement.Named;
import dev.holdfast.engine.core.membership.Statement.Parked;
import dev.holdfast.engine.core.membership.Statement.Placed;
import dev.holdfast.engine.core.membership.Statement.Recovered;
import dev.holdfast.engine.core.membership.Statement.Released;
import dev.holdfast.engine.core.membership.Statement.Revoked;
import dev.holdfast.engine.core.membership.Statement.Root;
import dev.holdfast.engine.core.membership.Statement.Rotated;
import dev.holdfast.engine.core.membership.Statement.Settings;

import java.util.List;
import java.util.Optional;

/// The canonical form of a statement's body: `u8 form | u8 kind | heading | fields of the kind`.
final class StatementForm {

    private static final int FORM = 1;

    private static final int GENESIS = 1;
    private static final int ADMITTED = 2;
    private static final int CHANGED = 3;
    private static final int REVOKED = 4;
    private static final int ROTATED = 5;
    private static final int KEYED = 6;
    private static final int RECOVERED = 7;
    private static final int RELEASED = 8;

    private static final int NAMED = 1;
    private static final int PLACED = 2;
    private static final int CLAIMED = 3;
    private static final int GRANTED = 4;
    private static final int DRAINING = 5;
    private static final int PARKED = 6;

    private static final List<Role> ROLES =
            List.of(Role.OWNER, Role.MEMBER, Role.READER, Role.KEEPER);

    private static final List<Drain> DRAINS = List.of(Drain.NONE, Drain.UNDERWAY, Drain.DONE);

    record Parsed(Heading heading, Statement statement) {}

    private StatementForm() {}

    static byte[] write(Heading heading, Statement statement) {
        if (heading.pool().isEmpty() != statement instanceof Genesis) {
            throw new IllegalArgumentException("a genesis, and only that, is of no pool yet");
        }
        var out = new CanonicalWriter().u8(FORM).u8(kind(statement));
        optional(out, heading.pool().map(PoolId::hash));
        optional(out, heading.signer().map(DeviceId::hash));
        hashes(out, heading.seen());
        switch (statement) {
            case Genesis s -> genesis(out, s);
            case Admitted s -> {
                card(out, s.card());
                out.u8(ROLES.indexOf(s.role()));
                hashes(out, s.epochs());
                out.bytes(s.box().toBytes());
            }
            case Changed s -> change(out.hash(s.device().hash()), s.change());
            case Revoked s -> revoked(out, s);
            case Rotated s -> {
                hashes(out, s.wrapped());
                out.bytes(s.wraps().toBytes()).list(s.boxes(), StatementForm::box);
                out.bytes(s.recoveryBox().toBytes());
            }
            case Keyed s -> out.hash(s.epoch()).list(s.boxes(), StatementForm::box);
            case Recovered s -> {
                card(out, s.card());
                hashes(out, s.epochs());
                out.bytes(s.box().toBytes()).list(s.putOut(), StatementForm::revoked);
            }
            case Released s -> out.hash(s.recovery());
        }
        return out.toBytes();
    }

    static Parsed read(byte[] body) throws MalformedException {
        var in = new CanonicalReader(body);
        int form = in.u8();
        if (form != FORM) {
            throw new MalformedException("a statement of form " + form);
        }
        int kind = in.u8();
        try {
            var heading =
                    new Heading(
                            optional(in).map(PoolId::new),
                            optional(in).map(DeviceId::new),
                            in.list(Heading.SEEN_MAX, CanonicalReader::hash));
            if (heading.pool().isEmpty() != (kind == GENESIS)) {
                throw new MalformedException("a genesis, and only that, is of no pool yet");
            }
            var statement = statement(in, kind);
            in.end();
            return new Parsed(heading, statement);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a statement that says " + e.getMessage(), e);
        }
    }

    private static int kind(Statement statement) {
        return switch (statement) {
            case Genesis _ -> GENESIS;
            case Admitted _ -> ADMITTED;
            case Changed _ -> CHANGED;
            case Revoked _ -> REVOKED;
            case Rotated _ -> ROTATED;
            case Keyed _ -> KEYED;
            case Recovered _ -> RECOVERED;
            case Released _ -> RELEASED;
        };
    }

    private static Statement statement(CanonicalReader in, int kind) throws MalformedException {
        return switch (kind) {
            case GENESIS -> genesis(in);
            case ADMITTED -> new Admitted(card(in), role(in), epochs(in), box(in));
            case CHANGED -> new Changed(device(in), change(in));
            case REVOKED -> revoked(in);
            case ROTATED -> new Rotated(epochs(in), box(in), boxes(in), box(in));
            case KEYED -> new Keyed(in.hash(), boxes(in));
            case RECOVERED -> new Recovered(card(in), epochs(in), box(in), putOut(in));
            case RELEASED -> new Released(in.hash());
            default -> throw new MalformedException("a statement of kind " + kind);
        };
    }

    private static void genesis(CanonicalWriter out, Genesis genesis) {
        out.bytes(genesis.root().signing().toBytes()).hash(genesis.root().recovery());
        var settings = genesis.settings();
        out.u8(settings.algorithm()).u8(settings.partitionBits()).u8(settings.factor());
        card(out, genesis.first());
        out.bytes(genesis.box().toBytes()).bytes(genesis.recoveryBox().toBytes());
    }

    private static Genesis genesis(CanonicalReader in) throws MalformedException {
        var root = new Root(Opaque.of(in.bytes(DeviceCard.SPKI_MAX)), in.hash());
        var settings = new Settings(in.u8(), in.u8(), in.u8());
        return new Genesis(root, settings, card(in), box(in), box(in));
    }

    private static void card(CanonicalWriter out, DeviceCard card) {
        out.bytes(card.keys().signing().toBytes()).hash(card.keys().box());
        out.bytes(card.sealedName().toBytes()).bits64(card.site()).u64(card.grant());
    }

    private static DeviceCard card(CanonicalReader in) throws MalformedException {
        var keys = new DeviceCard.Keys(Opaque.of(in.bytes(DeviceCard.SPKI_MAX)), in.hash());
        return new DeviceCard(keys, sealedName(in), in.bits64(), in.u64());
    }

    private static void change(CanonicalWriter out, Change change) {
        switch (change) {
            case Named c -> out.u8(NAMED).bytes(c.sealedName().toBytes());
            case Placed c -> out.u8(PLACED).u8(ROLES.indexOf(c.role()));
            case Claimed c -> out.u8(CLAIMED).u64(c.bytes());
            case Granted c -> out.u8(GRANTED).u64(c.bytes());
            case Draining c -> out.u8(DRAINING).u8(DRAINS.indexOf(c.drain()));
            case Parked c -> out.u8(PARKED).flag(c.isParked());
        }
    }

    private static Change change(CanonicalReader in) throws MalformedException {
        int kind = in.u8();
        return switch (kind) {
            case NAMED -> new Named(sealedName(in));
            case PLACED -> new Placed(role(in));
            case CLAIMED -> new Claimed(in.u64());
            case GRANTED -> new Granted(in.u64());
            case DRAINING -> new Draining(drain(in));
            case PARKED -> new Parked(in.flag());
            default -> throw new MalformedException("a change of kind " + kind);
        };
    }

    private static void revoked(CanonicalWriter out, Revoked revoked) {
        optional(out.hash(revoked.device().hash()), revoked.last());
        out.list(revoked.batches(), StatementForm::lastBatch);
    }

    private static Revoked revoked(CanonicalReader in) throws MalformedException {
        return new Revoked(
                device(in),
                optional(in),
                in.list(Statement.LAST_BATCHES_MAX, StatementForm::lastBatch));
    }

    private static List<Revoked> putOut(CanonicalReader in) throws MalformedException {
        return in.list(Statement.PUT_OUT_MAX, StatementForm::revoked);
    }

    private static void lastBatch(CanonicalWriter out, LastBatch last) {
        out.hash(last.volume()).bits64(last.incarnation()).u64(last.n()).hash(last.hash());
    }

    private static LastBatch lastBatch(CanonicalReader in) throws MalformedException {
        return new LastBatch(in.hash(), in.bits64(), in.u64(), in.hash());
    }

    private static void box(CanonicalWriter out, Box box) {
        out.hash(box.to().hash()).bytes(box.sealed().toBytes());
    }

    private static List<Box> boxes(CanonicalReader in) throws MalformedException {
        return in.list(Statement.BOXES_MAX, each -> new Box(device(each), box(each)));
    }

    private static Opaque box(CanonicalReader in) throws MalformedException {
        return Opaque.of(in.bytes(Statement.BOX_MAX));
    }

    private static Opaque sealedName(CanonicalReader in) throws MalformedException {
        return Opaque.of(in.bytes(DeviceCard.SEALED_NAME_MAX));
    }

    private static DeviceId device(CanonicalReader in) throws MalformedException {
        return new DeviceId(in.hash());
    }

    private static Role role(CanonicalReader in) throws MalformedException {
        int code = in.u8();
        if (code >= ROLES.size()) {
            throw new MalformedException("a role of " + code);
        }
        return ROLES.get(code);
    }

    private static Drain drain(CanonicalReader in) throws MalformedException {
        int code = in.u8();
        if (code >= DRAINS.size()) {
            throw new MalformedException("a drain of " + code);
        }
        return DRAINS.get(code);
    }

    private static void hashes(CanonicalWriter out, List<Hash> hashes) {
        out.list(hashes, CanonicalWriter::hash);
    }

    private static List<Hash> epochs(CanonicalReader in) throws MalformedException {
        return in.list(Statement.EPOCHS_MAX, CanonicalReader::hash);
    }

    private static void optional(CanonicalWriter out, Optional<Hash> value) {
        out.flag(value.isPresent());
        value.ifPresent(out::hash);
    }

    private static Optional<Hash> optional(CanonicalReader in) throws MalformedException {
        return in.flag() ? Optional.of(in.hash()) : Optional.empty();
    }
}
