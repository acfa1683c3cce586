package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Status;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.node.Exposition.Series;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// What can be measured of a running device. Costs nothing until it is asked for.
record Figures(RunningDevice device, OpenHome home, Network network) {

    /// Where Linux tells how much memory this process has; elsewhere that is not told.
    private static final Path MEMORY = Path.of("/proc/self/status");

    Outcome.Metrics read() throws NodeException {
        var page = new Exposition();
        var status = device.status();
        stand(page, status);
        copies(page, status);
        devices(page);
        commands(page);
        disks(page);
        process(page);
        return new Outcome.Metrics(page.text());
    }

    private void stand(Exposition page, Status status) {
        var self = status.device();
        var storage = status.storage();
        page.gauge(
                        "this_device",
                        "This device; always 1.",
                        new Series().at(1, "id", self.id(), "name", self.name()))
                .gauge("pool_devices", "Devices of the pool.", status.pool().devices())
                .gauge("pool_devices_online", "Those that are here.", status.pool().online())
                .gauge("usable_bytes", "What the pool can hold.", storage.usableBytes())
                .gauge("used_bytes", "Sealed bytes held here.", storage.usedBytes())
                .gauge("protected_bytes", "Those with all copies.", storage.protectedBytes())
                .gauge("disk_free_bytes", "What the disk has left.", storage.freeBytes())
                .gauge("chunks", "Chunks held here.", home.store().index().size())
                .gauge("problems", "What a person should know.", status.problems().size())
                .counter("journal_records", "Records in the journal so far.", home.records());
    }

    private static void copies(Exposition page, Status status) {
        var copies = status.copies();
        page.gauge("copies_owed", "Copies still to be made.", copies.owed())
                .gauge("copies_min", "The fewest live copies of a chunk.", copies.minLive())
                .gauge(
                        "chunks_under_replicated",
                        "Chunks here that lack copies.",
                        copies.underReplicatedChunks())
                .gauge(
                        "chunks_lone",
                        "Chunks of which no other device within reach has a copy.",
                        status.closing().chunks());
    }

    private void devices(Exposition page) {
        var states =
                network.cluster().health().sightings().values().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Health.Sighting::state, Collectors.counting()));
        var series = new Series();
        for (var state : Health.State.values()) {
            series.at(
                    states.getOrDefault(state, 0L), "state", state.name().toLowerCase(Locale.ROOT));
        }
        page.gauge("peers", "Other devices, by how they stand.", series)
                .gauge("sessions", "Open to others.", network.cluster().connected().size());
        var sent = new Series();
        var received = new Series();
        network.news()
                .meter()
                .traffic()
                .forEach(
                        (peer, bytes) -> {
                            String[] whose = {
                                "device", home.live().name(peer), "id", peer.toString()
                            };
                            sent.at(bytes.sent(), whose);
                            received.at(bytes.received(), whose);
                        });
        page.counter("peer_sent_bytes", "Bytes that went to a device.", sent)
                .counter("peer_received_bytes", "Bytes that came from a device.", received);
    }

    private void commands(Exposition page) {
        var ended = new Series();
        var took = new Series();
        network.news()
                .meter()
                .commands()
                .forEach(
                        (kind, work) -> {
                            String[] labels = {"command", kind.command(), "result", kind.result()};
                            ended.at(work.ended(), labels);
                            took.at(work.took(), labels);
                        });
        var events = new Series();
        network.news()
                .chronicle()
                .counts()
                .forEach(
                        (kind, count) ->
                                events.at(count, "kind", kind.name().toLowerCase(Locale.ROOT)));
        page.counter("commands", "Commands that ended, by how.", ended)
                .counter("command_seconds", "How long they took.", took)
                .counter("events", "What happened, by kind.", events);
    }

    private void disks(Exposition page) {
        page.counter("disk_syncs", "Calls that made bytes durable.", each(RealDisk.Work::syncs))
                .counter("disk_sync_seconds", "How long they took.", spans(RealDisk.Work::syncing))
                .counter("disk_written_bytes", "Bytes written.", each(RealDisk.Work::writtenBytes))
                .counter("disk_read_bytes", "Bytes read.", each(RealDisk.Work::readBytes));
    }

    private Series each(ToLongFunction<RealDisk.Work> figure) {
        var series = new Series();
        home.disks()
                .forEach((name, disk) -> series.at(figure.applyAsLong(disk.work()), "of", name));
        return series;
    }

    private Series spans(Function<RealDisk.Work, Duration> figure) {
        var series = new Series();
        home.disks().forEach((name, disk) -> series.at(figure.apply(disk.work()), "of", name));
        return series;
    }

    private static void process(Exposition page) {
        var info = ProcessHandle.current().info();
        var runtime = Runtime.getRuntime();
        page.gauge(
                        "process_start_time_seconds",
                        "When the process began, in seconds since 1970.",
                        info.startInstant().map(Instant::getEpochSecond).orElse(0L))
                .counter(
                        "process_cpu_seconds",
                        "Processor time.",
                        new Series().at(info.totalCpuDuration().orElse(Duration.ZERO)))
                .gauge("process_resident_memory_bytes", "Memory of the process.", resident())
                .gauge(
                        "heap_used_bytes",
                        "Memory of objects.",
                        runtime.totalMemory() - runtime.freeMemory());
    }

    private static long resident() {
        try (var lines = Files.lines(MEMORY)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .flatMap(line -> Arrays.stream(line.split("\\s+")))
                    .filter(word -> word.matches("[0-9]{1,15}"))
                    .mapToLong(Long::parseLong)
                    .map(kib -> kib << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
