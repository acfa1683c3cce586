package dev.holdfast.engine.api;

/// One setting of a device, as its person reads and writes it.
///
/// @param value what holds now: what was set, or else the usual value
/// @param usual the value when nothing was set
/// @param unit the form of a value, such as `duration`
/// @param meaning what it decides, in one sentence
public record Setting(String key, String value, String usual, String unit, String meaning) {}
