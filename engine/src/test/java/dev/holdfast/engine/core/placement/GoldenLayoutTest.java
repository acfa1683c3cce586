package dev.holdfast.engine.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.toMap;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// P9: layouts agree with those of an independent program, so no later version can place otherwise.
class GoldenLayoutTest {

    record Golden(
            String name,
            int factor,
            int[] capacities,
            int[] quotas,
            Hash table,
            Map<Integer, int[]> rows) {

        static Golden parse(String block) {
            var lines = block.lines().toList();
            var rows =
                    lines.stream()
                            .filter(line -> line.startsWith("row "))
                            .map(Golden::numbers)
                            .collect(
                                    toMap(
                                            row -> row[0],
                                            row -> Arrays.copyOfRange(row, 1, row.length)));
            return new Golden(
                    rest(lines.get(0)),
                    numbers(lines.get(1))[0],
                    numbers(lines.get(2)),
                    numbers(lines.get(3)),
                    Hash.parse(rest(lines.get(4))),
                    rows);
        }

        private static String rest(String line) {
            return line.substring(line.indexOf(' ') + 1);
        }

        private static int[] numbers(String line) {
            return Arrays.stream(rest(line).split(" ")).mapToInt(Integer::parseInt).toArray();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Golden> pools() {
        try (var in = GoldenLayoutTest.class.getResourceAsStream("layouts.golden")) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n\n"))
                    .filter(block -> block.startsWith("pool "))
                    .map(Golden::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "P9 {0}")
    @MethodSource("pools")
    void the_layout_is_the_golden_one(Golden golden) {
        var layout =
                new CalibratedRendezvous()
                        .layout(
                                Pools.of(golden.capacities()),
                                golden.factor(),
                                Layout.PARTITION_BITS);

        var owned = Pools.owned(layout);
        assertThat(layout.devices().stream().mapToInt(owned::get))
                .containsExactly(boxed(golden.quotas()));
        golden.rows()
                .forEach(
                        (partition, row) ->
                                assertThat(indices(layout, partition)).containsExactly(boxed(row)));
        assertThat(table(layout)).isEqualTo(golden.table());
    }

    private static Hash table(Layout layout) {
        var table = ByteBuffer.allocate(layout.partitions() * layout.devices().size() * 2);
        for (int p = 0; p < layout.partitions(); p++) {
            indices(layout, p).forEach(index -> table.putShort(index.shortValue()));
        }
        return Sha256.of(table.flip());
    }

    private static List<Integer> indices(Layout layout, int partition) {
        return layout.preferences(layout.partition(partition)).stream()
                .map(layout.devices()::indexOf)
                .toList();
    }

    private static Integer[] boxed(int[] numbers) {
        return Arrays.stream(numbers).boxed().toArray(Integer[]::new);
    }
}
