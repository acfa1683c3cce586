package dev.holdfast.engine.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Figures of one moment, written as Prometheus reads them. Each name begins with `holdfast_`, but
/// for those of any process.
final class Exposition {

    private static final String PREFIX = "holdfast_";

    private static final double NANOS = 1e9;

    private final MetricSnapshots.Builder all = MetricSnapshots.builder();

    /// Values of one figure by their labels.
    static final class Series {

        private final Map<Labels, Double> points = new LinkedHashMap<>();

        /// @param labels names and values in turn
        Series at(long value, String... labels) {
            points.put(Labels.of(labels), (double) value);
            return this;
        }

        Series at(Duration value, String... labels) {
            points.put(Labels.of(labels), value.toNanos() / NANOS);
            return this;
        }
    }

    /// What may rise and fall.
    Exposition gauge(String name, String help, long value) {
        return gauge(name, help, new Series().at(value));
    }

    Exposition gauge(String name, String help, Series series) {
        var gauge = GaugeSnapshot.builder().name(named(name)).help(help);
        series.points.forEach(
                (labels, value) ->
                        gauge.dataPoint(
                                GaugeDataPointSnapshot.builder()
                                        .labels(labels)
                                        .value(value)
                                        .build()));
        all.metricSnapshot(gauge.build());
        return this;
    }

    /// What only rises, until the device is started anew. `_total` is added to its name.
    Exposition counter(String name, String help, long value) {
        return counter(name, help, new Series().at(value));
    }

    Exposition counter(String name, String help, Series series) {
        var counter = CounterSnapshot.builder().name(named(name)).help(help);
        series.points.forEach(
                (labels, value) ->
                        counter.dataPoint(
                                CounterDataPointSnapshot.builder()
                                        .labels(labels)
                                        .value(value)
                                        .build()));
        all.metricSnapshot(counter.build());
        return this;
    }

    private static String named(String name) {
        return name.startsWith("process_") ? name : PREFIX + name;
    }

    String text() {
        var out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create()
                    .write(out, all.build(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return out.toString(UTF_8);
    }
}
