package dev.holdfast.engine.core.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.membership.SignatureCheck;

import java.util.List;
import java.util.function.UnaryOperator;

/// Where a device says that it can be dialled. Kept and sent on as received, so that devices which
/// never met find each other through a third.
///
/// Form: `u32 length | body | u32 length | signature`, the body `u8 form | pool | device | u64
/// revision | addresses`.
public final class AddressRecord {

    /// Addresses in one record, and bytes of each.
    public static final int ADDRESSES_MAX = 16;

    public static final int ADDRESS_BYTES_MAX = 255;

    /// Longest record, in bytes.
    public static final int LENGTH_MAX = 8 << 10;

    private static final int FORM = 1;
    private static final int SIGNATURE_MAX = 128;
    private static final byte[] DOMAIN = "holdfast address 1\n".getBytes(US_ASCII);

    private final byte[] bytes;
    private final byte[] body;
    private final byte[] signature;
    private final Stated stated;

    private AddressRecord(byte[] bytes) throws MalformedException {
        this.bytes = bytes;
        var in = new CanonicalReader(bytes);
        body = in.bytes(LENGTH_MAX);
        signature = in.bytes(SIGNATURE_MAX);
        in.end();
        stated = read(body);
    }

    /// Parses what a peer or a disk gave. The signature is not checked here.
    public static AddressRecord parse(byte[] bytes) throws MalformedException {
        if (bytes.length > LENGTH_MAX) {
            throw new MalformedException("an address record of " + bytes.length + " bytes");
        }
        return new AddressRecord(bytes.clone());
    }

    /// Writes and signs. `signer` is given the message and returns the signature over it.
    public static AddressRecord sign(Stated stated, UnaryOperator<byte[]> signer) {
        var body =
                new CanonicalWriter()
                        .u8(FORM)
                        .hash(stated.pool().hash())
                        .hash(stated.device().hash())
                        .u64(stated.revision())
                        .list(stated.addresses(), CanonicalWriter::text)
                        .toBytes();
        var signed = new CanonicalWriter().bytes(body).bytes(signer.apply(message(body)));
        try {
            return parse(signed.toBytes());
        } catch (MalformedException e) {
            throw new IllegalArgumentException("this cannot be stated: " + e.getMessage(), e);
        }
    }

    public Stated stated() {
        return stated;
    }

    public DeviceId device() {
        return stated.device();
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    /// True when the signature was made with the key `spki`.
    public boolean isSignedBy(Opaque spki, SignatureCheck check) {
        return check.holds(spki.toBytes(), message(body), signature);
    }

    /// True when this is of the same device and says something later.
    public boolean supersedes(AddressRecord other) {
        return device().equals(other.device()) && stated.revision() > other.stated.revision();
    }

    @Override
    public String toString() {
        return stated.toString();
    }

    private static byte[] message(byte[] body) {
        return new CanonicalWriter().raw(DOMAIN).raw(body).toBytes();
    }

    private static Stated read(byte[] body) throws MalformedException {
        var in = new CanonicalReader(body);
        int form = in.u8();
        if (form != FORM) {
            throw new MalformedException("an address record of form " + form);
        }
        try {
            var stated =
                    new Stated(
                            new PoolId(in.hash()),
                            new DeviceId(in.hash()),
                            in.u64(),
                            in.list(ADDRESSES_MAX, each -> each.text(ADDRESS_BYTES_MAX)));
            in.end();
            return stated;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("an address record with " + e.getMessage(), e);
        }
    }

    /// What a record says.
    ///
    /// @param revision grows with each record of the device; the greatest counts
    /// @param addresses `host:port`, the likeliest first
    public record Stated(PoolId pool, DeviceId device, long revision, List<String> addresses) {

        public Stated {
            addresses = List.copyOf(addresses);
            if (addresses.size() > ADDRESSES_MAX) {
                throw new IllegalArgumentException(addresses.size() + " addresses");
            }
            for (var address : addresses) {
                if (address.getBytes(UTF_8).length > ADDRESS_BYTES_MAX) {
                    throw new IllegalArgumentException("an address that is too long");
                }
            }
        }
    }
}
