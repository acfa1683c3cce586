package dev.holdfast.engine.core.liveness;

/// How a device looks from here, from best to worst.
public enum Sight {
    /// It answers this device.
    REACHED,
    /// It does not answer this device; others hear it.
    ELSEWHERE,
    /// It answers nobody who was asked, and may still show that it lives.
    SUSPECT,
    /// It had its time to show that, and did not.
    GONE
}
