package dev.holdfast.engine.core.membership;

import static dev.holdfast.engine.core.membership.Household.CHECK;
import static dev.holdfast.engine.core.membership.Household.admits;
import static dev.holdfast.engine.core.membership.Household.after;
import static dev.holdfast.engine.core.membership.Household.by;
import static dev.holdfast.engine.core.membership.Household.changes;
import static dev.holdfast.engine.core.membership.Household.id;
import static dev.holdfast.engine.core.membership.Household.opaque;
import static dev.holdfast.engine.core.membership.Household.pool;
import static dev.holdfast.engine.core.membership.Household.recovers;
import static dev.holdfast.engine.core.membership.Household.revokes;
import static dev.holdfast.engine.core.membership.Household.rotates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.Device.Drain;
import dev.holdfast.engine.core.membership.SignedStatement.Heading;
import dev.holdfast.engine.core.membership.Statement.Box;
import dev.holdfast.engine.core.membership.Statement.Change;
import dev.holdfast.engine.core.membership.Statement.Claimed;
import dev.holdfast.engine.core.membership.Statement.Draining;
import dev.holdfast.engine.core.membership.Statement.Granted;
import dev.holdfast.engine.core.membership.Statement.Keyed;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.membership.Statement.Named;
import dev.holdfast.engine.core.membership.Statement.Parked;
import dev.holdfast.engine.core.membership.Statement.Placed;
import dev.holdfast.engine.core.membership.Statement.Released;
import dev.holdfast.engine.core.membership.Statement.Revoked;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The canonical form of statements, and bytes that only look like one.
class SignedStatementTest {

    private static final Roster POOL =
            after(pool("ann"), "ann", admits(pool("ann"), "bob", Role.OWNER));
    private static final Hash SOME = Sha256.of(new byte[] {1});

    static Stream<SignedStatement> statements() {
        var box = new Box(id("bob"), opaque("box"));
        var last = new LastBatch(SOME, -1, 9, SOME);
        return Stream.concat(
                POOL.statements().stream(),
                Stream.of(
                                admits(POOL, "cat", Role.KEEPER),
                                changes("bob", new Named(opaque("robert"))),
                                changes("bob", new Placed(Role.READER)),
                                changes("bob", new Claimed(0)),
                                changes("bob", new Granted(Long.MAX_VALUE)),
                                changes("bob", new Draining(Drain.UNDERWAY)),
                                changes("bob", new Draining(Drain.DONE)),
                                changes("bob", new Draining(Drain.NONE)),
                                changes("bob", new Parked(true)),
                                changes("bob", new Parked(false)),
                                new Revoked(id("bob"), Optional.empty(), List.of(last)),
                                revokes(after(POOL, "bob", rotates(POOL)), "bob"),
                                rotates(POOL),
                                new Keyed(POOL.pool().hash(), List.of(box)),
                                recovers(POOL, "dan", "ann", "bob"),
                                recovers(POOL, "dan"),
                                new Released(SOME))
                        .map(statement -> by("ann", POOL, statement)));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void reads_what_was_written(SignedStatement signed) throws Exception {
        var read = SignedStatement.parse(signed.toBytes());
        assertThat(read.statement()).isEqualTo(signed.statement());
        assertThat(read.heading()).isEqualTo(signed.heading());
        assertThat(read.id()).isEqualTo(signed.id());
        assertThat(read.toBytes()).isEqualTo(signed.toBytes());
    }

    /// What a change is written as, behind the heading and the id of the device.
    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of(new Named(opaque("bo")), "01" + "00000002" + "626f"),
                Arguments.of(new Placed(Role.KEEPER), "02" + "03"),
                Arguments.of(new Claimed(513), "03" + "0000000000000201"),
                Arguments.of(new Granted(1), "04" + "0000000000000001"),
                Arguments.of(new Draining(Drain.NONE), "05" + "00"),
                Arguments.of(new Draining(Drain.UNDERWAY), "05" + "01"),
                Arguments.of(new Draining(Drain.DONE), "05" + "02"),
                Arguments.of(new Parked(false), "06" + "00"),
                Arguments.of(new Parked(true), "06" + "01"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void a_change_has_one_form_for_ever(Change change, String golden) {
        assertThat(HexFormat.of().formatHex(body(change)))
                .endsWith(id("bob").hash().toString() + golden);
    }

    @ParameterizedTest
    @CsvSource({
        "0700, a change of kind 7",
        "0000, a change of kind 0",
        "0503, a drain of 3",
        "0602, a flag of 2"
    })
    void a_change_that_a_later_version_knows_is_refused_by_name(String bytes, String why) {
        var body = body(new Parked(true));
        var change = HexFormat.of().parseHex(bytes);
        System.arraycopy(change, 0, body, body.length - change.length, change.length);
        assertThatThrownBy(() -> StatementForm.read(body))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why);
    }

    private static byte[] body(Change change) {
        return StatementForm.write(POOL.heading(Optional.of(id("ann"))), changes("bob", change));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void no_bit_can_be_flipped_and_nothing_cut_or_added(SignedStatement signed) {
        var bytes = signed.toBytes();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            var flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(isTaken(flipped)).as("bit %d", bit).isFalse();
        }
        assertThat(isTaken(bytes)).isTrue();
        assertThat(isTaken(Arrays.copyOf(bytes, bytes.length - 1))).isFalse();
        assertThat(isTaken(Arrays.copyOf(bytes, bytes.length + 1))).isFalse();
    }

    @Test
    void noise_is_malformed_and_nothing_worse() {
        var chance = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var noise = new byte[chance.nextInt(200)];
            chance.nextBytes(noise);
            if (noise.length > 6) {
                Arrays.fill(noise, 0, 3, (byte) 0);
                noise[4] = 1;
            }
            assertThat(isTaken(noise)).isFalse();
        }
    }

    @Test
    void a_signature_is_good_for_its_own_statement_only() throws Exception {
        var one = by("ann", POOL, changes("bob", new Claimed(1))).toBytes();
        var other = by("ann", POOL, changes("bob", new Claimed(2))).toBytes();
        int signatureAt = one.length - Hash.BYTES;
        System.arraycopy(other, signatureAt, one, signatureAt, Hash.BYTES);
        assertThat(POOL.with(List.of(SignedStatement.parse(one)), CHECK)).isSameAs(POOL);
    }

    @Test
    void nobody_signs_for_another() throws Exception {
        var heading = POOL.heading(Optional.of(id("ann")));
        var forged =
                SignedStatement.sign(heading, admits(POOL, "eve", Role.OWNER), _ -> SOME.toBytes());
        assertThat(POOL.with(List.of(forged), CHECK).device(id("eve"))).isEmpty();
    }

    @Test
    void what_is_too_long_is_neither_written_nor_read() {
        var boxes =
                IntStream.range(0, 20)
                        .mapToObj(i -> new Box(id("p" + i), Opaque.of(new byte[8 << 10])))
                        .toList();
        assertThatThrownBy(() -> by("ann", POOL, new Keyed(SOME, boxes)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignedStatement.parse(new byte[SignedStatement.LENGTH_MAX + 1]))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("65537 bytes");
    }

    @Test
    void heads_are_named_in_one_order_and_once() {
        var other = Sha256.of(new byte[] {2});
        var descending = Stream.of(SOME, other).sorted().toList().reversed();
        var pool = Optional.of(POOL.pool());
        assertThatThrownBy(() -> new Heading(pool, Optional.empty(), descending))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Heading(pool, Optional.empty(), List.of(SOME, SOME)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Heading(pool, Optional.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean isTaken(byte[] bytes) {
        try {
            var signed = SignedStatement.parse(bytes);
            var without = POOL.statements().stream().filter(s -> !s.equals(signed)).toList();
            var genesis = POOL.statements().getFirst();
            return signed.equals(genesis)
                    ? signed.isSignedBy(POOL.root().signing(), CHECK)
                    : Household.fold(POOL.pool(), without)
                            .with(List.of(signed), CHECK)
                            .statement(signed.id())
                            .isPresent();
        } catch (MalformedException e) {
            return false;
        }
    }
}
