package dev.holdfast.tui.demo;

import java.nio.file.Path;
import java.time.Duration;

/// What to play.
///
/// @param source the file or directory to store
/// @param keep whether homes and logs stay when all went well
/// @param repairAfter how long a device is gone before its copies are made again
record Plan(Path source, int devices, boolean keep, Duration repairAfter) {

    /// Three copies must find room on those that are left.
    static final int DEVICES_MIN = 4;

    static final int DEVICES_MAX = 12;

    static final int COPIES = 3;
}
