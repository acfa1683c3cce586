package dev.holdfast.engine.api.recovery;

import java.util.List;

/// What came of a recovery.
///
/// @param name what this device is called now; empty when it was a rehearsal, and nothing was
///   changed anywhere
/// @param putOut names of the devices that were put out
/// @param told names of the devices that know of it; the others hear it from these
public record Recovered(Found found, String name, List<String> putOut, List<String> told) {

    public boolean isRehearsal() {
        return name.isEmpty();
    }
}
