package dev.holdfast.engine.cluster;

import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.net.Endpoint;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Where each device can be dialled: what it signed, and what else was heard. Safe for many
/// threads.
final class AddressBook {

    /// Unsigned addresses that are remembered for one device; the latest are kept.
    static final int HINTS_MAX = 8;

    private static final Logger LOG = LoggerFactory.getLogger(AddressBook.class);

    private final Map<DeviceId, AddressRecord> records = new ConcurrentHashMap<>();
    private final Map<DeviceId, List<Endpoint>> hints = new ConcurrentHashMap<>();

    Collection<AddressRecord> records() {
        return records.values();
    }

    Optional<AddressRecord> record(DeviceId device) {
        return Optional.ofNullable(records.get(device));
    }

    void put(AddressRecord record) {
        records.put(record.device(), record);
    }

    void hint(DeviceId device, List<Endpoint> endpoints) {
        hints.merge(
                device,
                List.copyOf(endpoints),
                (old, latest) ->
                        Stream.concat(latest.stream(), old.stream())
                                .distinct()
                                .limit(HINTS_MAX)
                                .toList());
    }

    Set<DeviceId> dialable() {
        var dialable = new LinkedHashSet<>(hints.keySet());
        records.values().stream()
                .filter(record -> !record.stated().addresses().isEmpty())
                .forEach(record -> dialable.add(record.device()));
        return dialable;
    }

    /// The likeliest first.
    List<Endpoint> endpoints(DeviceId device) {
        var endpoints = new LinkedHashSet<Endpoint>();
        record(device).ifPresent(r -> endpoints.addAll(parse(r.stated().addresses())));
        endpoints.addAll(hints.getOrDefault(device, List.of()));
        return List.copyOf(endpoints);
    }

    /// The addresses that are some; a peer may write what it likes.
    static List<Endpoint> parse(List<String> addresses) {
        var endpoints = new ArrayList<Endpoint>();
        for (var address : addresses) {
            try {
                endpoints.add(Endpoint.parse(address));
            } catch (IllegalArgumentException e) {
                LOG.debug("'{}' is no address.", address);
            }
        }
        return endpoints;
    }
}
