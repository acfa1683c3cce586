package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A home on this machine, as far as commands need it.
public interface Device {

    /// Founds a pool; `words` gets the recovery phrase before anything is made.
    void init(Beginning beginning, Consumer<List<String>> words) throws NodeException;

    /// Joins the pool that `code` invites to.
    void join(String code, Optional<String> at, Beginning beginning)
            throws NodeException, InterruptedException;

    /// What may be set here.
    Config config();

    /// The device, through its daemon when one runs.
    Node node() throws NodeException;

    /// The daemon that runs here, or may.
    Service service();

    /// What a device starts with.
    ///
    /// @param capacity bytes it contributes; half of the free space when empty
    /// @param listen `HOST:PORT`; the default port when empty
    record Beginning(String name, OptionalLong capacity, Optional<String> listen) {}
}
