package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Stream.concat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.ManifestCursor;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.membership.Statement.Box;
import dev.holdfast.engine.core.membership.Statement.Keyed;
import dev.holdfast.engine.core.membership.Statement.Rotated;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.crypto.BatchSealer;
import dev.holdfast.engine.crypto.Boxes;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.crypto.Secret;
import dev.holdfast.engine.crypto.TamperedException;
import dev.holdfast.engine.exchange.Bodies;
import dev.holdfast.engine.store.StoreException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Bob's laptop was stolen. The thief has all that was ever on it, and later gets a keeper's whole
/// disk besides. What was sealed before bob was put out opens, as it always will; what was written
/// or rotated afterwards does not, whatever secret he tries on it.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EpochProofTest {

    private Household pool;
    private OpenHome thief;
    private OpenHome keeper;
    private final Set<Hash> old = new HashSet<>();
    private final Set<ChunkId> oldChunks = new TreeSet<>();
    private final Set<Hash> oldStatements = new HashSet<>();
    private final Set<DeviceId> oldDevices = new HashSet<>();

    @BeforeAll
    void bob_is_put_out_and_ann_goes_on(@TempDir Path folder) throws Exception {
        pool = new Household(folder, Map.of());
        pool.found("ann");
        pool.admit("ann", "bob", Role.MEMBER);
        pool.admit("ann", "kim", Role.KEEPER);
        pool.meet();
        pool.put("ann", "/before", SpoiltHome.bytes(1, 2_500_000), 3);
        pool.put("bob", "/bobs", SpoiltHome.bytes(2, 300_000), 3);
        pool.stop("bob");
        noteWhatBobHas();
        pool.run("ann", new Command.RemoveDevice("bob", true));
        // More than the longest chunk, so that there are two and a list of them.
        pool.put("ann", "/after", SpoiltHome.bytes(3, 5_000_000), 2);
        pool.put("ann", "/before", SpoiltHome.bytes(4, 300_000), 2);
        pool.admit("ann", "cat", Role.MEMBER);
        pool.meet();
        pool.put("cat", "/cats", SpoiltHome.bytes(5, 1_000_000), 2);
        pool.run("ann", new Command.RemoveDevice("cat", true));
        pool.run(
                "ann",
                new Command.CreateVolume(
                        "later",
                        2,
                        OptionalInt.empty(),
                        new WaitPolicy.Local(),
                        Duration.ofDays(1),
                        Duration.ZERO));
        pool.put("ann", "/last", SpoiltHome.bytes(6, 300_000), 2);
        for (var name : List.of("ann", "cat", "kim")) {
            pool.stop(name);
        }
        thief = OpenHome.open(pool.files("bob"));
        keeper = OpenHome.open(pool.files("kim"));
    }

    private void noteWhatBobHas() throws Exception {
        try (var bob = OpenHome.open(pool.files("bob"))) {
            batches(bob).forEach(batch -> old.add(batch.id()));
            bob.ledger().views().chunks().all().forEach(facts -> oldChunks.add(facts.id()));
            bob.live().roster().statements().forEach(each -> oldStatements.add(each.id()));
            bob.live().roster().devices().forEach(device -> oldDevices.add(device.id()));
        }
    }

    private static List<Batch> batches(OpenHome home) {
        return home.ledger().views().batches().after(0, 1024).stream()
                .map(held -> held.batch())
                .toList();
    }

    @AfterAll
    void all_stop() {
        thief.close();
        keeper.close();
        pool.close();
    }

    /// The secrets that bob's keys open in these statements.
    private static Set<Secret> secrets(OpenHome whose, OpenHome statements) {
        var roster = statements.live().roster();
        var ring = KeyRing.of(roster, whose.live().tools());
        var secrets = new HashSet<Secret>();
        ring.dedup().ifPresent(secrets::add);
        roster.statements().forEach(each -> ring.epoch(each.id()).ifPresent(secrets::add));
        return secrets;
    }

    private Set<Secret> stolen() {
        var stolen = secrets(thief, thief);
        stolen.addAll(secrets(thief, keeper));
        return stolen;
    }

    @Test
    void no_batch_written_later_opens_to_any_secret_of_his() throws Exception {
        var split = batches(keeper).stream().collect(partitioningBy(b -> old.contains(b.id())));
        var later = split.getOrDefault(false, List.of());
        var earlier = split.getOrDefault(true, List.of());
        assertThat(later).hasSizeGreaterThanOrEqualTo(5);
        assertThat(later).noneMatch(batch -> opens(batch, stolen()));
        assertThat(earlier).as("what he could read he can read for ever").isNotEmpty();
        assertThat(earlier).allMatch(batch -> opens(batch, stolen()));
        try (var ann = OpenHome.open(pool.files("ann"))) {
            assertThat(later).allMatch(batch -> opens(batch, secrets(ann, ann)));
        }
    }

    private boolean opens(Batch batch, Set<Secret> secrets) {
        var volume = batch.header().volume().hash();
        return secrets.stream()
                .map(secret -> new BatchSealer.Under(secret, volume, BatchSealer.Purpose.BATCH))
                .anyMatch(under -> opens(under, batch));
    }

    private boolean opens(BatchSealer.Under under, Batch batch) {
        try {
            return thief.batchSealer().open(under, batch.clear(), batch.sealed()).length > 0;
        } catch (TamperedException e) {
            return false;
        }
    }

    @Test
    void nothing_rotated_later_opens_to_him() {
        var roster = keeper.live().roster();
        var known = KeyRing.of(roster, thief.live().tools());
        var later =
                roster.statements().stream()
                        .filter(each -> each.statement() instanceof Rotated)
                        .map(SignedStatement::id)
                        .filter(id -> !oldStatements.contains(id))
                        .toList();
        assertThat(later).hasSize(2);
        assertThat(later).noneMatch(id -> known.epoch(id).isPresent());
        assertThat(secrets(thief, keeper)).isEqualTo(secrets(thief, thief));
        var boxes = boxes(roster.statements());
        assertThat(boxes).hasSizeGreaterThanOrEqualTo(4);
        var recipients = roster.devices().stream().map(device -> device.id().hash()).toList();
        assertThat(boxes).noneMatch(box -> opens(box, roster.pool().hash(), recipients));
        var cat = roster.devices().stream().filter(d -> !oldDevices.contains(d.id())).toList();
        assertThat(cat).singleElement().matches(device -> known.name(device).isEmpty());
    }

    /// All boxes in statements that bob's device has not heard.
    private List<Opaque> boxes(List<SignedStatement> statements) {
        return statements.stream()
                .filter(each -> !oldStatements.contains(each.id()))
                .flatMap(
                        each ->
                                switch (each.statement()) {
                                    case Rotated(_, _, var boxes, var words) ->
                                            concat(
                                                    boxes.stream().map(Box::sealed),
                                                    Stream.of(words));
                                    case Admitted(_, _, _, var box) -> Stream.of(box);
                                    case Keyed(_, var boxes) -> boxes.stream().map(Box::sealed);
                                    default -> Stream.<Opaque>empty();
                                })
                .toList();
    }

    private boolean opens(Opaque box, Hash pool, List<Hash> recipients) {
        return recipients.stream()
                .flatMap(
                        recipient ->
                                Stream.of("secrets", "epoch")
                                        .map(p -> new Boxes.Label(pool, recipient, p)))
                .anyMatch(label -> opens(box, label));
    }

    private boolean opens(Opaque box, Boxes.Label label) {
        try {
            return thief.keys().boxes().open(label, box.toBytes()).length > 0;
        } catch (TamperedException e) {
            return false;
        }
    }

    @Test
    void no_chunk_stored_later_opens_to_any_key_that_he_has() throws Exception {
        var keys = keys(thief);
        stolen().forEach(secret -> keys.add(secret.bits()));
        var held = new ArrayList<ChunkId>();
        keeper.ledger().views().chunks().all().forEach(facts -> held.add(facts.id()));
        var split = held.stream().collect(partitioningBy(oldChunks::contains));
        assertThat(split.get(false)).hasSizeGreaterThanOrEqualTo(6);
        assertThat(split.get(false)).noneMatch(id -> opens(id, keys));
        assertThat(split.get(true)).isNotEmpty().allMatch(id -> opens(id, keys));
        try (var ann = OpenHome.open(pool.files("ann"))) {
            var anns = keys(ann);
            assertThat(held).allMatch(id -> opens(id, anns));
        }
    }

    /// The keys of all chunks that the names on a device ever listed.
    private static Set<Hash> keys(OpenHome home) throws Exception {
        var keys = new HashSet<Hash>();
        var bodies = new Bodies(home.batchSealer(), home.live()::ring);
        for (var batch : batches(home)) {
            for (var entry : bodies.open(batch).entries()) {
                if (entry.kind() instanceof Entry.File(var content, _, _)) {
                    var cursor = new ManifestCursor<Exception>(content, ref -> node(home, ref));
                    for (var item = cursor.next(); item != null; item = cursor.next()) {
                        keys.add(item.ref().key().bits());
                    }
                }
            }
        }
        return keys;
    }

    private static byte[] node(OpenHome home, ChunkRef ref) throws Exception {
        var sealed = ByteBuffer.allocate(ChunkRef.SEALED_MAX);
        var plain = ByteBuffer.allocate(Sealer.roomFor(ref.length()));
        assertThat(home.store().read(ref.id(), sealed)).isTrue();
        home.sealer().open(ref, sealed.flip(), plain);
        var bytes = new byte[plain.remaining()];
        plain.get(bytes);
        return bytes;
    }

    private boolean opens(ChunkId id, Set<Hash> keys) {
        return keys.stream().anyMatch(key -> opens(id, key));
    }

    /// As sealing says: AES-256-GCM, its first byte for associated data, a nonce of zeros.
    private boolean opens(ChunkId id, Hash key) {
        try {
            var sealed = ByteBuffer.allocate(ChunkRef.SEALED_MAX);
            assertThat(keeper.store().read(id, sealed)).isTrue();
            var gcm = Cipher.getInstance("AES/GCM/NoPadding");
            gcm.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key.toBytes(), "AES"),
                    new GCMParameterSpec(128, new byte[12]));
            gcm.updateAAD(sealed.array(), 0, 1);
            return gcm.doFinal(sealed.array(), 1, sealed.position() - 1).length > 0;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException | StoreException e) {
            throw new AssertionError(e);
        }
    }
}
