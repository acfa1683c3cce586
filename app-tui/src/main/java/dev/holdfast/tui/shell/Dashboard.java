package dev.holdfast.tui.shell;

import dev.holdfast.engine.api.Outcome.Device;
import dev.holdfast.engine.api.Status;
import dev.holdfast.tui.render.Paint;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Table;
import dev.holdfast.tui.words.Words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The lines of the full screen.
///
/// @param devices the pool's devices, this one first
record Dashboard(Status status, List<Device> devices) {

    private static final int BAR = 20;

    /// In which order devices stand.
    enum Order {
        NAME,
        FILL,
        PRESENCE;

        Order next() {
            return switch (this) {
                case NAME -> FILL;
                case FILL -> PRESENCE;
                case PRESENCE -> NAME;
            };
        }

        Comparator<Device> comparator() {
            var byName = Comparator.comparing(Device::name);
            return switch (this) {
                case NAME -> byName;
                case FILL ->
                        Comparator.comparingDouble(Dashboard::fill)
                                .reversed()
                                .thenComparing(byName);
                case PRESENCE ->
                        Comparator.comparing((Device d) -> !d.online()).thenComparing(byName);
            };
        }
    }

    /// As many lines as there are to show; the screen cuts what it has no room for.
    List<String> lines(Order order) {
        var lines = new ArrayList<String>();
        lines.add(StatusLine.text(status));
        var storage = status.storage();
        lines.add(
                Words.say(
                        "top.room",
                        Sizes.text(storage.usableBytes()),
                        Sizes.text(storage.usedBytes()),
                        Sizes.text(storage.protectedBytes()),
                        Sizes.text(storage.freeBytes())));
        lines.add("");
        lines.addAll(table(order));
        lines.add("");
        for (var problem : status.problems()) {
            lines.add("! " + Plain.text(problem.what()));
            lines.add("  " + Plain.text(problem.remedy()));
        }
        return lines;
    }

    private List<String> table(Order order) {
        var table = new Table(Words.titles("top.titles"));
        devices.stream()
                .sorted(order.comparator())
                .forEach(
                        device ->
                                table.row(
                                        Plain.text(device.name()),
                                        Words.say(
                                                device.online() ? "devices.here" : "devices.away"),
                                        bar(fill(device)),
                                        Sizes.text(device.usedBytes()),
                                        Sizes.text(device.capacityBytes())));
        return table.lines(new Paint(false));
    }

    private static double fill(Device device) {
        return device.capacityBytes() == 0
                ? 0
                : Math.clamp((double) device.usedBytes() / device.capacityBytes(), 0, 1);
    }

    private static String bar(double share) {
        int full = (int) Math.round(share * BAR);
        return "["
                + "#".repeat(full)
                + ".".repeat(BAR - full)
                + "] %3.0f %%".formatted(100 * share);
    }
}
