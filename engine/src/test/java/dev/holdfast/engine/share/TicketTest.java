package dev.holdfast.engine.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.text.Base32;
import dev.holdfast.engine.core.wire.JoinMessage.Refusal;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.share.TicketBook.Admit;
import dev.holdfast.engine.share.TicketBook.Refuse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class TicketTest {

    private static final Instant NOON = Instant.parse("2030-06-01T12:00:00Z");
    private static final Instant EXPIRES = NOON.plus(Duration.ofMinutes(10));
    private static final DeviceId GUEST = new DeviceId(Sha256.of(new byte[] {7}));
    private static final DeviceId OTHER = new DeviceId(Sha256.of(new byte[] {8}));

    private final Random random = new Random(1);
    private final Ticket ticket = ticket(Role.MEMBER, "192.168.1.20:7400", "[2001:db8::1]:7400");
    private final byte[] shown = ticket.bearer().toBytes();
    private final TicketBook book = TicketBook.EMPTY.with(ticket, NOON);

    @ParameterizedTest
    @EnumSource(Role.class)
    void reads_what_it_writes(Role role) throws Exception {
        var written = ticket(role, "h:1", "localhost:65535", "[::1]:9", "a.example:80");
        assertThat(Ticket.parse(written.text())).isEqualTo(written);
        assertThat(written.text()).matches("[a-z2-7-]+");
    }

    @Test
    void every_mistyped_letter_is_caught_before_anything_is_sent() {
        var text = ticket.text();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '-') {
                char wrong = text.charAt(i) == 'x' ? 'y' : 'x';
                var typed = text.substring(0, i) + wrong + text.substring(i + 1);
                assertThatThrownBy(() -> Ticket.parse(typed))
                        .isInstanceOfSatisfying(NodeException.class, TicketTest::isRefusal)
                        .hasMessageContaining("group " + (i / 9 + 1))
                        .hasMessageContaining("Compare");
            }
        }
    }

    @Test
    void a_ticket_cut_short_or_made_of_two_is_caught() {
        var text = ticket.text();
        for (int length = 0; length < text.length(); length++) {
            var cut = text.substring(0, length);
            assertThatThrownBy(() -> Ticket.parse(cut)).isInstanceOf(NodeException.class);
        }
        var other = ticket(Role.MEMBER, "192.168.1.20:7400", "[2001:db8::1]:7400").text();
        var mixed = text.substring(0, 153) + other.substring(153);
        assertThatThrownBy(() -> Ticket.parse(mixed)).hasMessageContaining("mixed");
    }

    @Test
    void hostile_bytes_with_sound_checksums_are_refused() throws Exception {
        var sound = Base32.decode(ticket.text(), 2000);
        for (int at = 0; at < sound.length - 4; at++) {
            var content = Arrays.copyOf(sound, sound.length - 4);
            content[at] ^= (byte) 0xff;
            try {
                assertThat(Ticket.parse(checked(content))).isNotEqualTo(ticket);
            } catch (NodeException e) {
                isRefusal(e);
            }
        }
        assertThatThrownBy(() -> Ticket.parse(checked(new byte[] {1})))
                .isInstanceOf(NodeException.class);
        assertThatThrownBy(() -> Ticket.parse(checked(new byte[] {2})))
                .hasMessageContaining("another version");
        assertThatThrownBy(() -> Ticket.parse("a".repeat(1 << 20)))
                .hasMessageContaining("too long");
    }

    @Test
    void the_text_form_for_logs_hides_the_secret() {
        assertThat(ticket.toString())
                .doesNotContain(Long.toHexString(ticket.bearer().secret0()))
                .contains("hidden");
    }

    @Test
    void admits_the_holder_once() {
        var first = book.shown(shown, GUEST, NOON);
        assertThat(first.verdict()).isEqualTo(new Admit(Role.MEMBER));
        assertThat(first.next().shown(shown, OTHER, NOON).verdict())
                .isEqualTo(new Refuse(Refusal.USED));
    }

    @Test
    void a_guest_that_missed_the_answer_may_ask_again_even_late() {
        var used = book.shown(shown, GUEST, NOON).next();
        var late = used.shown(shown, GUEST, EXPIRES.plusSeconds(60));
        assertThat(late.verdict()).isEqualTo(new Admit(Role.MEMBER));
    }

    @Test
    void ends_at_its_time_and_is_remembered_for_a_day() {
        assertThat(book.shown(shown, GUEST, EXPIRES.minusSeconds(1)).verdict())
                .isInstanceOf(Admit.class);
        assertThat(book.shown(shown, GUEST, EXPIRES).verdict())
                .isEqualTo(new Refuse(Refusal.EXPIRED));
        var another = ticket(Role.KEEPER, "h:1");
        assertThat(book.with(another, EXPIRES.plus(Duration.ofDays(1))).tickets()).hasSize(2);
        assertThat(book.with(another, EXPIRES.plus(Duration.ofDays(2))).tickets()).hasSize(1);
    }

    @Test
    void wrong_secrets_burn_the_ticket_they_were_tried_on() {
        var next = book.with(ticket(Role.READER, "h:1"), NOON);
        var wrong = shown.clone();
        for (int i = 0; i < TicketBook.WRONG_MAX; i++) {
            wrong[20]++;
            var answer = next.shown(wrong, OTHER, NOON);
            assertThat(answer.verdict()).isEqualTo(new Refuse(Refusal.UNKNOWN));
            next = answer.next();
        }
        assertThat(next.shown(shown, GUEST, NOON).verdict()).isEqualTo(new Refuse(Refusal.BURNT));
        assertThat(next.isBurnt(ticket.bearer().number())).isTrue();
        assertThat(next.isOpen(ticket.bearer().number(), NOON)).isFalse();
        assertThat(next.tickets()).hasSize(2);
    }

    @Test
    void who_is_in_is_let_in_again_however_much_others_guess() {
        var number = ticket.bearer().number();
        var next = book.claimed(number, GUEST, NOON).next();
        for (int i = 0; i < TicketBook.WRONG_MAX; i++) {
            next = next.wrong(number);
        }
        assertThat(next.claimed(number, GUEST, NOON).verdict()).isEqualTo(new Admit(Role.MEMBER));
        assertThat(next.claimed(number, OTHER, NOON).verdict()).isEqualTo(new Refuse(Refusal.USED));
    }

    @Test
    void what_nobody_gave_out_is_unknown_and_costs_nothing() {
        for (var bytes :
                List.of(new byte[0], new byte[24], new byte[64], Arrays.copyOf(shown, 23))) {
            var answer = book.shown(bytes, OTHER, NOON);
            assertThat(answer.verdict()).isEqualTo(new Refuse(Refusal.UNKNOWN));
            assertThat(answer.next()).isEqualTo(book);
        }
        assertThat(book.without(ticket.bearer(), NOON).shown(shown, GUEST, NOON).verdict())
                .isEqualTo(new Refuse(Refusal.UNKNOWN));
    }

    @Test
    void a_ticket_that_is_taken_back_after_its_use_or_end_is_remembered() {
        var used = book.shown(shown, GUEST, NOON).next().without(ticket.bearer(), NOON);
        assertThat(used.shown(shown, OTHER, NOON).verdict()).isEqualTo(new Refuse(Refusal.USED));
        var ended = book.without(ticket.bearer(), EXPIRES);
        assertThat(ended.shown(shown, GUEST, EXPIRES).verdict())
                .isEqualTo(new Refuse(Refusal.EXPIRED));
    }

    @Test
    void used_tickets_give_way_to_open_ones() {
        var next = TicketBook.EMPTY;
        for (int i = 0; i < 2 * TicketBook.TICKETS_MAX; i++) {
            var one = ticket(Role.MEMBER, "h:1");
            next = next.with(one, NOON).shown(one.bearer().toBytes(), GUEST, NOON).next();
            assertThat(next.isFull(NOON)).isFalse();
        }
        assertThat(next.tickets()).hasSizeLessThanOrEqualTo(TicketBook.TICKETS_MAX);
    }

    @Test
    void keeps_no_secret_and_not_too_many() {
        assertThat(book.tickets().values().toString())
                .doesNotContain(ticket.bearer().toString())
                .contains(ticket.bearer().hash().toString());
        var full = TicketBook.EMPTY;
        for (int i = 0; i < TicketBook.TICKETS_MAX; i++) {
            full = full.with(ticket(Role.MEMBER, "h:1"), NOON);
        }
        var last = full;
        assertThatThrownBy(() -> last.with(ticket, NOON)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void every_refusal_says_what_to_do(Refusal why) {
        assertThat(TicketBook.problem(why).remedy()).matches("(Invite|Compare) .*\\.");
    }

    private static void isRefusal(NodeException e) {
        assertThat(e.problem().code()).isEqualTo(Problem.Code.REFUSED);
        assertThat(e.problem().remedy()).isNotEmpty();
    }

    private static String checked(byte[] content) {
        var bytes = Arrays.copyOf(content, content.length + 4);
        System.arraycopy(Sha256.of(content).toBytes(), 0, bytes, content.length, 4);
        return Base32.encode(bytes);
    }

    private Ticket ticket(Role role, String... addresses) {
        return new Ticket(
                new PoolId(new Hash(1, 2, 3, 4)),
                new DeviceId(new Hash(5, 6, 7, 8)),
                Arrays.stream(addresses).map(Endpoint::parse).toList(),
                Bearer.draw(random::nextBytes),
                new Ticket.Terms(role, EXPIRES));
    }
}
