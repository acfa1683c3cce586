package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.catalog.Scribe;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchBody;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Mutants;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkKey;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.content.ManifestBuilder;
import dev.holdfast.engine.core.content.ManifestCursor;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.core.sync.IgnoreRules;
import dev.holdfast.engine.crypto.Phrase;
import dev.holdfast.engine.exchange.Bodies;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.pairing.Code;
import dev.holdfast.engine.share.Bearer;
import dev.holdfast.engine.share.Ticket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Every decoder of what others send, and nothing checks before it, against mutants of what a real
/// device has written. Those of messages, frames, datagrams and journal records have tests beside
/// them.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecodersTest {

    private static final int COUNT = 3_000;

    private Household pool;
    private OpenHome ann;

    @BeforeAll
    void what_a_real_device_has_written(@TempDir Path folder) throws Exception {
        pool = new Household(folder, Map.of());
        pool.found("ann");
        pool.put("ann", "/small", SpoiltHome.bytes(1, 100), 1);
        pool.put("ann", "/a/large/file", SpoiltHome.bytes(2, 9_000_000), 1);
        pool.put("ann", "/small", SpoiltHome.bytes(3, 300), 1);
        pool.run("ann", new Command.Move(Household.at("/small"), Household.at("/b")));
        pool.stop("ann");
        ann = OpenHome.open(pool.files("ann"));
    }

    @AfterAll
    void all_stop() {
        ann.close();
        pool.close();
    }

    private List<Batch> batches() {
        return ann.ledger().views().batches().after(0, 100).stream()
                .map(held -> held.batch())
                .toList();
    }

    @Test
    void a_batch_is_read_or_refused() throws Exception {
        var samples = batches().stream().map(Batch::bytes).toList();
        Mutants.tell(
                new Mutants.Subject(
                        "batch", bytes -> Batch.read(bytes).bytes(), MalformedException.class),
                samples,
                COUNT,
                1);
    }

    private List<BatchBody> bodies() throws MalformedException {
        var opener = new Bodies(ann.batchSealer(), ann.live()::ring);
        var bodies = new ArrayList<BatchBody>();
        for (var batch : batches()) {
            bodies.add(opener.open(batch));
        }
        return bodies;
    }

    @Test
    void what_a_batch_seals_is_read_or_refused() throws Exception {
        var samples = bodies().stream().map(BatchBody::toBytes).toList();
        Mutants.tell(
                new Mutants.Subject(
                        "batch-body",
                        bytes -> BatchBody.read(bytes).toBytes(),
                        MalformedException.class),
                samples,
                COUNT,
                2);
    }

    @Test
    void a_statement_is_read_or_refused() throws Exception {
        var samples =
                ann.live().roster().statements().stream().map(SignedStatement::toBytes).toList();
        Mutants.tell(
                new Mutants.Subject(
                        "statement",
                        bytes -> SignedStatement.parse(bytes).toBytes(),
                        MalformedException.class),
                samples,
                COUNT,
                3);
    }

    @Test
    void a_record_of_addresses_is_read_or_refused() throws Exception {
        var stated =
                new AddressRecord.Stated(
                        ann.live().roster().pool(),
                        ann.live().self(),
                        7,
                        List.of("10.0.0.7:4653", "[fe80::1]:4653"));
        var samples = List.of(AddressRecord.sign(stated, ann.keys()::sign).toBytes());
        Mutants.tell(
                new Mutants.Subject(
                        "addresses",
                        bytes -> AddressRecord.parse(bytes).toBytes(),
                        MalformedException.class),
                samples,
                COUNT,
                4);
    }

    @Test
    void a_list_of_chunks_is_read_or_refused() throws Exception {
        var nodes = new ArrayList<byte[]>();
        var list =
                new ManifestBuilder<RuntimeException>(
                        0,
                        node -> {
                            nodes.add(node);
                            return ref("list", node.length);
                        });
        for (int i = 0; i < 9; i++) {
            list.add(ref("chunk " + i, 1_000_000), Scribe.hash("leaf " + i));
        }
        var tree = (Content.Tree) list.finish();
        Mutants.tell(
                new Mutants.Subject(
                        "chunk-list",
                        bytes -> {
                            var cursor = new ManifestCursor<RuntimeException>(tree, _ -> bytes);
                            for (var item = cursor.next(); item != null; item = cursor.next()) {
                                assertThat(item.ref().length()).isPositive();
                            }
                            return bytes;
                        },
                        MalformedException.class),
                nodes,
                COUNT,
                5);
    }

    private static ChunkRef ref(String chunk, int length) {
        var id = new ChunkId(Scribe.hash(chunk));
        return new ChunkRef(id, new ChunkKey(Scribe.hash("key of " + chunk)), length);
    }

    @Test
    void a_ticket_is_read_or_refused() throws Exception {
        var chance = ann.live().tools().chance();
        var terms = new Ticket.Terms(Role.KEEPER, Instant.ofEpochSecond(2_000_000_000));
        var at = List.of(new Endpoint("192.168.7.7", 4653), new Endpoint("fe80::1", 4653));
        var ticket =
                new Ticket(
                        ann.live().roster().pool(),
                        ann.live().self(),
                        at,
                        Bearer.draw(chance),
                        terms);
        text("ticket", text -> Ticket.parse(text), NodeException.class, ticket.text());
    }

    @Test
    void recovery_words_and_device_ids_are_read_or_refused() throws Exception {
        var chance = ann.live().tools().chance();
        var words = String.join(" ", new Phrase(chance.bits256()).words());
        text("words", text -> Phrase.parse(text), MalformedException.class, words);
        var id = ann.live().self().text();
        text("device-id", text -> DeviceId.parse(text), MalformedException.class, id);
    }

    @Test
    void a_code_and_an_address_are_read_or_refused() throws Exception {
        text("code", text -> Code.parse(text), NodeException.class, "tree-lamp-owner-cabin");
        for (var at : List.of("192.168.7.7:4653", "[fe80::1%eth0]:4653")) {
            text("endpoint", Endpoint::parse, IllegalArgumentException.class, at);
        }
    }

    @Test
    void what_a_folder_leaves_alone_is_read_or_refused() throws Exception {
        var rules = "*.tmp\n/build/\n!keep[a-z].tmp\n**/a\\ b/**\n# no\n\u00e4?\n";
        Mutants.tell(
                new Mutants.Subject(
                        "ignore-rules",
                        bytes -> {
                            assertThat(IgnoreRules.read(ByteBuffer.wrap(bytes))).isNotNull();
                            return bytes;
                        },
                        IgnoreRules.UnfitException.class),
                List.of(rules.getBytes(UTF_8)),
                COUNT,
                6);
    }

    private interface Reading {
        Object read(String text) throws Exception;
    }

    /// What people type may be written in several ways.
    private static void text(
            String name, Reading reading, Class<? extends Exception> refusal, String sample)
            throws Exception {
        Mutants.tell(
                new Mutants.Subject(
                        name,
                        bytes -> {
                            assertThat(reading.read(new String(bytes, UTF_8))).isNotNull();
                            return bytes;
                        },
                        refusal),
                List.of(sample.getBytes(UTF_8)),
                COUNT,
                6);
    }
}
