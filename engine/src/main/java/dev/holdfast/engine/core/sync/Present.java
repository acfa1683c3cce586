package dev.holdfast.engine.core.sync;

/// What stands at a place of a folder.
///
/// @param item what it is, read while it looked like `sight`
public record Present(Item item, Sight sight) {}
