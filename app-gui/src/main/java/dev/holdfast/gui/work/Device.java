package dev.holdfast.gui.work;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The home of this machine's device, as far as the window needs it. Every call may wait.
public interface Device {

    /// What people might call this device: the machine's name.
    String suggestedName();

    /// The device through its daemon; empty when none runs. Waits for nobody.
    ///
    /// @throws NodeException with `NO_SUCH` when there is no home yet
    Optional<Node> attached() throws NodeException;

    /// Starts the daemon, and returns when it answers. It goes on when the window is closed.
    Node start() throws NodeException, InterruptedException;

    /// Founds a pool; `words` gets the recovery phrase before anything is made, and nothing is made
    /// when it throws.
    void init(Beginning beginning, Consumer<List<String>> words) throws NodeException;

    /// Joins the pool that `code` invites to.
    ///
    /// @param at `HOST:PORT` of the inviter, when the addresses in the code do not lead there
    /// @return words that the inviter's screen shows as well; none with the long form of a code
    Optional<String> join(String code, Optional<String> at, Beginning beginning)
            throws NodeException, InterruptedException;

    /// What a device starts with.
    ///
    /// @param capacity bytes it gives to the pool; half of what is free when empty
    record Beginning(String name, OptionalLong capacity) {}
}
