package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Setting;

import java.util.List;

/// The settings of a device. They are in a file of its home, so that they can be read and changed
/// whether it runs or not.
public interface Config {

    List<Setting> list() throws NodeException;

    /// Sets one; the usual value holds again when `value` is empty.
    void set(String key, String value) throws NodeException;
}
