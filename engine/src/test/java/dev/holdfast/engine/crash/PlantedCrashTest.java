package dev.holdfast.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.crash.Careless.Doing;
import dev.holdfast.engine.crash.Careless.Fault;
import dev.holdfast.engine.crash.Explorer.Plan;
import dev.holdfast.engine.crash.Explorer.Wrong;
import dev.holdfast.engine.disk.memory.Power.Kind;
import dev.holdfast.engine.disk.memory.Power.Operation;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/// Faults that a program could have are planted one at a time, and each is noticed.
@DisplayName("V5 J7 a fault that is planted is noticed")
@Execution(ExecutionMode.CONCURRENT)
class PlantedCrashTest {

    private static final int STEPS = 40;
    private static final int CARING_STEPS = 60;
    private static final int SEEDS_MAX = 30;

    /// A life in which a pack with removals is emptied soon after the one with what it removed.
    private static final long EMPTIES = 13;

    private static final Fault NO_FAULT = (_, _, done) -> done.run();

    /// Leaves out what this matches.
    private static Fault without(BiPredicate<Operation, Operation> left) {
        return (before, now, done) -> {
            if (!left.test(before, now)) {
                done.run();
            }
        };
    }

    private static Wrong in(Fault packs, Fault journal) {
        return Wrong.in(disk -> new Careless(disk, packs), disk -> new Careless(disk, journal));
    }

    private static String noticed(Wrong wrong) throws Exception {
        return noticed(0, wrong);
    }

    /// Lives until a promise is broken.
    ///
    /// @param first the seed to begin with
    private static String noticed(long first, Wrong wrong) throws Exception {
        for (long seed = first; seed < first + SEEDS_MAX; seed++) {
            var broken = broken(seed, wrong);
            if (broken.isPresent()) {
                return broken.get();
            }
        }
        throw new AssertionError("nobody noticed it in " + SEEDS_MAX + " lives");
    }

    /// The same in lives with damage and collecting.
    private static String noticedInCare(Wrong wrong) throws Exception {
        for (long seed = 0; seed < SEEDS_MAX; seed++) {
            var broken = broken(seed, new Plan(CARING_STEPS, 1, 1, Plan.ALL, true), wrong);
            if (broken.isPresent()) {
                return broken.get();
            }
        }
        throw new AssertionError("nobody noticed it in " + SEEDS_MAX + " lives");
    }

    private static Optional<String> broken(long seed, Wrong wrong) throws Exception {
        return broken(seed, new Plan(STEPS, 1, 1, Plan.ALL), wrong);
    }

    private static Optional<String> broken(long seed, Plan plan, Wrong wrong) throws Exception {
        try {
            new Explorer(seed, plan, wrong).explore();
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private static boolean isPack(Operation operation) {
        return operation.file().endsWith(".pack");
    }

    @Test
    void a_pack_is_not_forced() throws Exception {
        var fault = without((_, now) -> now.kind() == Kind.FORCE && isPack(now));
        assertThat(noticed(in(fault, NO_FAULT))).contains("BROKEN");
    }

    @Test
    void the_journal_is_not_forced() throws Exception {
        var fault = without((_, now) -> now.kind() == Kind.FORCE);
        assertThat(noticed(in(NO_FAULT, fault))).contains("BROKEN");
    }

    @Test
    void the_directory_is_not_synced_when_a_pack_is_begun() throws Exception {
        var fault =
                without(
                        (before, now) ->
                                now.kind() == Kind.SYNC
                                        && before.kind() == Kind.CREATE
                                        && isPack(before));
        assertThat(noticed(in(fault, NO_FAULT))).contains("BROKEN");
    }

    @Test
    void the_directory_is_not_synced_when_a_segment_is_begun() throws Exception {
        var fault = without((_, now) -> now.kind() == Kind.SYNC);
        assertThat(noticed(in(NO_FAULT, fault))).contains("BROKEN");
    }

    @Test
    void the_directory_is_not_synced_when_an_emptied_pack_is_deleted() throws Exception {
        var fault =
                without(
                        (before, now) ->
                                now.kind() == Kind.SYNC
                                        && before.kind() == Kind.DELETE
                                        && isPack(before));
        assertThat(noticed(EMPTIES, in(fault, NO_FAULT))).contains("BROKEN");
    }

    @Test
    void the_journal_is_forced_before_the_pack() throws Exception {
        var late = new ArrayList<Doing>();
        Fault packs =
                (_, now, done) -> {
                    if (now.kind() == Kind.FORCE && isPack(now)) {
                        late.add(done);
                    } else {
                        done.run();
                    }
                };
        Fault journal =
                (_, now, done) -> {
                    done.run();
                    if (now.kind() == Kind.FORCE) {
                        run(late);
                    }
                };
        assertThat(noticed(in(packs, journal))).contains("BROKEN");
    }

    @Test
    void the_old_pack_is_deleted_before_the_one_its_chunks_went_to_is_forced() throws Exception {
        var late = new ArrayList<Doing>();
        Fault packs =
                (_, now, done) -> {
                    if (now.kind() == Kind.FORCE && isPack(now)) {
                        late.add(done);
                        return;
                    }
                    if (now.kind() == Kind.CREATE || now.kind() == Kind.WRITE) {
                        run(late);
                    }
                    done.run();
                    if (now.kind() == Kind.SYNC) {
                        run(late);
                    }
                };
        Fault journal =
                (_, _, done) -> {
                    run(late);
                    done.run();
                };
        assertThat(noticed(in(packs, journal))).contains("BROKEN");
    }

    @Test
    void a_block_of_a_pack_is_written_again() throws Exception {
        var wrong = Wrong.in(disk -> new Careless(disk, NO_FAULT, true), UnaryOperator.identity());
        assertThat(noticed(wrong)).contains("rewrites a forced block");
    }

    @Test
    void a_block_of_the_journal_is_written_again() throws Exception {
        var wrong = Wrong.in(UnaryOperator.identity(), disk -> new Careless(disk, NO_FAULT, true));
        assertThat(noticed(wrong)).contains("rewrites a forced block");
    }

    private static boolean isSnapshot(Operation operation) {
        return operation.file().endsWith(".snapshot");
    }

    @Test
    void segments_are_deleted_for_a_snapshot_that_is_not_forced() throws Exception {
        var fault = without((_, now) -> now.kind() == Kind.FORCE && isSnapshot(now));
        assertThat(noticed(in(NO_FAULT, fault))).contains("BROKEN");
    }

    @Test
    void segments_are_deleted_for_a_snapshot_whose_name_is_not_synced() throws Exception {
        var fault = without((before, now) -> now.kind() == Kind.SYNC && isSnapshot(before));
        assertThat(noticed(in(NO_FAULT, fault))).contains("BROKEN");
    }

    @Test
    void segments_are_deleted_for_a_catalog_that_is_not_durable() throws Exception {
        var wrong =
                new Wrong(
                        UnaryOperator.identity(),
                        UnaryOperator.identity(),
                        CarelessCatalog::new,
                        Set.of());
        assertThat(noticed(wrong)).contains("the catalog needs records that were deleted");
    }

    @Test
    void segments_are_deleted_in_any_order() throws Exception {
        var fault =
                without(
                        (before, now) ->
                                now.kind() == Kind.SYNC
                                        && before.kind() == Kind.DELETE
                                        && before.file().endsWith(".wal"));
        assertThat(noticed(in(NO_FAULT, fault))).contains("BROKEN");
    }

    @Test
    void the_others_hear_of_copies_after_they_are_gone() throws Exception {
        assertThat(noticedInCare(Wrong.slip(Slip.WORD_COMES_LATE)))
                .contains("is gone and nobody was told");
    }

    @Test
    void what_is_put_aside_is_not_written_down() throws Exception {
        assertThat(noticedInCare(Wrong.slip(Slip.NOTES_ARE_LOST))).contains("was damaged, and");
    }

    @Test
    void where_it_lies_is_not_written_down() throws Exception {
        assertThat(noticedInCare(Wrong.slip(Slip.PLACES_ARE_LOST))).contains("was damaged, and");
    }

    @Test
    void damaged_bytes_go_because_somebody_says_that_he_holds_the_chunk() throws Exception {
        assertThat(noticedInCare(Wrong.slip(Slip.BELIEVES_ANYBODY)))
                .contains("is damaged and has left the books");
    }

    @Test
    void a_damaged_record_is_forgotten_before_the_sound_one_is_there() throws Exception {
        assertThat(noticedInCare(Wrong.slip(Slip.FORGETS_BEFORE_MENDING))).contains("BROKEN");
    }

    @Test
    void a_pack_is_not_forced_while_damage_is_mended() throws Exception {
        var fault = without((_, now) -> now.kind() == Kind.FORCE && isPack(now));
        assertThat(noticedInCare(in(fault, NO_FAULT))).contains("BROKEN");
    }

    @Test
    void the_journal_is_not_forced_while_chunks_are_deleted() throws Exception {
        var fault = without((_, now) -> now.kind() == Kind.FORCE);
        assertThat(noticedInCare(in(NO_FAULT, fault))).contains("BROKEN");
    }

    private static void run(List<Doing> late) throws IOException {
        for (var each : late) {
            each.run();
        }
        late.clear();
    }
}
