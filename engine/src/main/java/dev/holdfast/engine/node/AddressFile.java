package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.net.Endpoint;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Where the other devices were last said to be, kept from one start to the next. Losing it costs
/// time and nothing else, so a line that cannot be read is passed over.
final class AddressFile implements AutoCloseable {

    private static final String NAME = "addresses";

    /// Lines `DEVICE HOST:PORT`: where the device was met that let this one in, and where that one
    /// knew others.
    static final String HINTS = "inviter";

    private static final Logger LOG = LoggerFactory.getLogger(AddressFile.class);

    private final HomeFiles files;
    private final Map<DeviceId, AddressRecord> records = new TreeMap<>();
    private boolean isClosed;

    private AddressFile(HomeFiles files) {
        this.files = files;
    }

    static AddressFile read(HomeFiles files) throws NodeException {
        var file = new AddressFile(files);
        for (var line : files.read(NAME).orElse("").lines().toList()) {
            try {
                var record = AddressRecord.parse(HexFormat.of().parseHex(line));
                file.records.put(record.device(), record);
            } catch (MalformedException | IllegalArgumentException e) {
                LOG.warn("A line of the file of addresses cannot be read.", e);
            }
        }
        return file;
    }

    /// Where devices were met that may not have told their addresses yet.
    Map<DeviceId, List<Endpoint>> hints() throws NodeException {
        var hints = new TreeMap<DeviceId, List<Endpoint>>();
        for (var line : files.read(HINTS).orElse("").lines().toList()) {
            try {
                var parts = line.split(" ", 2);
                var at = Endpoint.parse(parts[parts.length - 1]);
                hints.computeIfAbsent(new DeviceId(Hash.parse(parts[0])), _ -> new ArrayList<>())
                        .add(at);
            } catch (IllegalArgumentException e) {
                LOG.warn("A line of where devices were met cannot be read.", e);
            }
        }
        return hints;
    }

    static String hint(DeviceId device, Endpoint at) {
        return device.hash() + " " + at + "\n";
    }

    synchronized List<AddressRecord> records() {
        return new ArrayList<>(records.values());
    }

    synchronized void put(AddressRecord record) throws NodeException {
        if (isClosed) {
            return;
        }
        records.put(record.device(), record);
        var text = new StringBuilder();
        records.values()
                .forEach(r -> text.append(HexFormat.of().formatHex(r.toBytes())).append('\n'));
        try {
            files.write(NAME, text.toString());
        } catch (IOException e) {
            throw HomeFiles.failed("write", files.directory().resolve(NAME), e);
        }
    }

    /// Nothing is written from here on: the home may be another process's by then.
    @Override
    public synchronized void close() {
        isClosed = true;
    }
}
