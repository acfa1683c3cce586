package dev.holdfast.engine.core.canonical;

import java.util.Arrays;

/// Bytes that are carried and compared but not understood where they are carried: a sealed name, a
/// public key in its own encoding, a box for somebody else. Immutable, equal by content, and never
/// shown as text.
public final class Opaque {

    public static final Opaque NONE = new Opaque(new byte[0]);

    private final byte[] bytes;

    private Opaque(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Opaque of(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Opaque(bytes.clone());
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Opaque that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Opaque(" + bytes.length + " bytes)";
    }
}
