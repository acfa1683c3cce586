package dev.holdfast.engine.net.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Mutants;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.DirectoryMessage;
import dev.holdfast.engine.core.wire.JoinMessage;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.NamesMessage;
import dev.holdfast.engine.core.wire.PledgeMessage;
import dev.holdfast.engine.core.wire.RecoveryMessage;
import dev.holdfast.engine.core.wire.RosterMessage;
import dev.holdfast.engine.core.wire.SessionMessage;
import dev.holdfast.engine.core.wire.TransferMessage;
import dev.holdfast.engine.net.proto.generated.Wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Every seed is another set of messages. To replay a failure, put its seed alone in `seeds`.
class MessageCodecTest {

    private static final List<Class<? extends Message>> GROUPS =
            List.of(
                    SessionMessage.class,
                    RosterMessage.class,
                    NamesMessage.class,
                    TransferMessage.class,
                    DirectoryMessage.class,
                    PledgeMessage.class,
                    JoinMessage.class,
                    RecoveryMessage.class);

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_is_encoded_is_decoded_to_the_same(long seed) throws Exception {
        for (var message : Samples.small(seed)) {
            var again = MessageCodec.decode(MessageCodec.encode(message));
            assertThat(again).usingRecursiveComparison().isEqualTo(message);
        }
    }

    @Test
    void the_samples_leave_no_message_out() {
        var declared = new HashSet<Class<?>>();
        GROUPS.forEach(group -> addRecords(group, declared));
        assertThat(Samples.small(1)).extracting(Object::getClass).containsAll(declared);
    }

    @Test
    void the_greatest_of_each_kind_fits_a_frame_and_comes_back() throws Exception {
        for (var message : Samples.greatest()) {
            var body = MessageCodec.encode(message);
            assertThat(body.length).as("%s", message.getClass()).isLessThan(Message.ENCODED_MAX);
            assertThat(MessageCodec.decode(body)).hasSameClassAs(message);
        }
    }

    /// Nothing but the named exception, whatever arrives.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_damaged_message_is_refused_or_is_another_message(long seed) {
        var random = new Random(seed);
        for (var message : Samples.small(seed)) {
            var body = MessageCodec.encode(message);
            for (int i = 0; i < 40; i++) {
                decodeOrRefuse(damaged(body, random));
            }
        }
    }

    /// One of a later version may have fields that are not known here, so it is not written back.
    @Test
    void whatever_is_in_a_message_is_read_or_refused() throws Exception {
        Mutants.tell(
                new Mutants.Subject(
                        "message",
                        bytes -> {
                            assertThat(MessageCodec.decode(bytes)).isNotNull();
                            return bytes;
                        },
                        MalformedException.class),
                Samples.small(1).stream().map(MessageCodec::encode).toList(),
                10_000,
                15);
    }

    @Test
    void a_frame_of_nothing_but_empty_fields_is_refused_before_it_is_parsed() {
        var empty = Collections.nCopies(400_000, ByteString.EMPTY);
        var statements = Wire.Statements.newBuilder().addAllStatements(empty);
        var roster = Wire.Roster.newBuilder().setStatements(statements);
        var body = Wire.Envelope.newBuilder().setRoster(roster).build().toByteArray();
        assertThat(body.length).isLessThan(Message.ENCODED_MAX);
        assertThatThrownBy(() -> MessageCodec.decode(body))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("fields");
    }

    @Test
    void a_list_that_is_too_long_is_refused() {
        var ids = ByteString.copyFrom(new byte[32 * (TransferMessage.CHUNKS_MAX + 1)]);
        var transfer = Wire.Transfer.newBuilder().setGet(ids);
        var body = Wire.Envelope.newBuilder().setTransfer(transfer).build().toByteArray();
        assertThatThrownBy(() -> MessageCodec.decode(body))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("1025");
    }

    @Test
    void a_message_longer_than_a_frame_is_refused() {
        assertThatThrownBy(() -> MessageCodec.decode(new byte[Message.ENCODED_MAX + 1]))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void nothing_at_all_is_no_message() {
        assertThatThrownBy(() -> MessageCodec.decode(new byte[0]))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void numbers_on_the_wire_differ() {
        var codes = Arrays.stream(CloseCode.values()).map(CloseCode::number);
        assertThat(codes).doesNotHaveDuplicates();
    }

    private static void decodeOrRefuse(byte[] body) {
        try {
            MessageCodec.encode(MessageCodec.decode(body));
        } catch (MalformedException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    private static byte[] damaged(byte[] body, Random random) {
        var copy = body.clone();
        if (copy.length == 0) {
            return copy;
        }
        switch (random.nextInt(3)) {
            case 0 -> copy = Arrays.copyOf(copy, random.nextInt(copy.length));
            case 1 -> copy = Arrays.copyOf(copy, copy.length + 1 + random.nextInt(8));
            default -> {}
        }
        for (int i = random.nextInt(4); i > 0 && copy.length > 0; i--) {
            copy[random.nextInt(Math.min(copy.length, 64))] = (byte) random.nextInt();
        }
        return copy;
    }

    private static void addRecords(Class<?> type, Set<Class<?>> into) {
        if (type.isRecord()) {
            into.add(type);
        } else {
            Stream.of(type.getPermittedSubclasses()).forEach(each -> addRecords(each, into));
        }
    }
}
