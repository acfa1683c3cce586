package dev.holdfast.tui.command;

import dev.holdfast.tui.render.Terminal;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// What commands find around them; tests give other surroundings.
///
/// @param devices the device whose home is at an absolute path
/// @param homes the absolute path of the home that is meant, from the one that was named
/// @param environment the environment variables
/// @param nanos a clock that only counts forward, in nanoseconds
public record Surroundings(
        Terminal terminal,
        Function<Path, Device> devices,
        Function<Optional<Path>, Path> homes,
        Map<String, String> environment,
        LongSupplier nanos) {}
