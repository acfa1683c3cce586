package dev.holdfast.engine.crypto.bc;

import static java.util.Objects.requireNonNull;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.crypto.DeviceKeys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Arrays;
import java.util.Set;

/// Where a device keeps its keys: a file that only its owner can read, made once and never written
/// again. Whoever has this file is this device.
///
/// Form: "holdfast keys", `u8` version, the keys behind their length, SHA-256 of all before it.
public final class DeviceKeyFile {

    private static final byte[] MAGIC = "holdfast keys".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    /// Bytes of the whole file.
    private static final int LENGTH_MAX = 4096;

    private final Path path;
    private final Path directory;

    public DeviceKeyFile(Path path) {
        this.path = path.toAbsolutePath();
        directory = requireNonNull(this.path.getParent(), "a file lies in a directory");
    }

    /// Keeps `keys` in a file that was not there before. When this returns they survive a power
    /// cut.
    public void create(BcDeviceKeys keys) throws NodeException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new NodeException(
                    Problem.Code.EXISTS,
                    "There is already a device key at " + path + ".",
                    "Choose another home with --home.");
        }
        var part = directory.resolve(path.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            var wanted = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (var channel = FileChannel.open(part, wanted, OwnerOnly.attributes(directory))) {
                write(channel, ByteBuffer.wrap(encode(keys)));
                channel.force(true);
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory();
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    /// Reads the keys back, and refuses a file that others could have read.
    public DeviceKeys load() throws NodeException {
        try (var channel =
                FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (!OwnerOnly.holdsFor(path)) {
                throw new NodeException(
                        Problem.Code.REFUSED,
                        "Other users of this machine can read the device key at " + path + ".",
                        "Run \"chmod 600 "
                                + path
                                + "\", and if somebody else may have copied it,"
                                + " remove this device from the pool and join again.");
            }
            return decode(Channels.newInputStream(channel).readNBytes(LENGTH_MAX + 1));
        } catch (NoSuchFileException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.NO_SUCH,
                            "There is no device key at " + path + ".",
                            "Put it back from a backup, or join the pool again as a device with"
                                    + " another home."),
                    e);
        } catch (MalformedException e) {
            throw damaged(e);
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    /// Whether others than its owner can read the file.
    public boolean isExposed() throws IOException {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !OwnerOnly.holdsFor(path);
    }

    /// Lets nobody but its owner read the file from now on.
    public void makePrivate() throws IOException {
        OwnerOnly.apply(path);
    }

    private static byte[] encode(BcDeviceKeys keys) {
        var sealed = new CanonicalWriter().raw(MAGIC).u8(VERSION).bytes(keys.toBytes());
        return sealed.hash(Sha256.of(sealed.toBytes())).toBytes();
    }

    private DeviceKeys decode(byte[] bytes) throws MalformedException, NodeException {
        var in = new CanonicalReader(bytes);
        if (!Arrays.equals(in.raw(MAGIC.length), MAGIC)) {
            throw new MalformedException("no key file");
        }
        int version = in.u8();
        if (version > VERSION) {
            throw new NodeException(
                    Problem.Code.REFUSED,
                    "The device key at %s was written by a newer Holdfast (form %d)."
                            .formatted(path, version),
                    "Update Holdfast on this machine.");
        }
        if (version < VERSION) {
            throw new MalformedException("a key file of version " + version);
        }
        var keys = in.bytes(LENGTH_MAX);
        int checked = bytes.length - in.remaining();
        if (!in.hash().equals(Sha256.of(ByteBuffer.wrap(bytes, 0, checked)))) {
            throw new MalformedException("a key file whose checksum differs");
        }
        in.end();
        return BcDeviceKeys.read(keys);
    }

    private NodeException damaged(MalformedException cause) {
        return new NodeException(
                new Problem(
                        Problem.Code.DAMAGED,
                        "The device key at " + path + " is damaged.",
                        "Put it back from a backup, or join the pool again as a device with another"
                                + " home."),
                cause);
    }

    private NodeException failed(String verb, IOException cause) {
        return new NodeException(
                new Problem(
                        Problem.Code.FAILED,
                        "The device key at %s could not be %s.".formatted(path, verb),
                        "Check that the directory exists, is yours, and has room."),
                cause);
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Makes the name survive too. Where directories cannot be opened, the system does so itself.
    private void syncDirectory() throws IOException {
        if (Files.getFileAttributeView(directory, PosixFileAttributeView.class) == null) {
            return;
        }
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
