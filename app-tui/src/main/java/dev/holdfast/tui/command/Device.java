package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.recovery.Judge;
import dev.holdfast.engine.api.recovery.Recovered;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A home on this machine, as far as commands need it.
public interface Device {

    /// How a home comes to be one.
    Entry entry();

    /// What may be set here.
    Config config();

    /// The recovery words on their way to paper.
    Paper paper();

    /// The device, through its daemon when one runs.
    Node node() throws NodeException;

    /// The daemon that runs here, or may.
    Service service();

    /// How somebody comes back.
    ///
    /// @param words 24, as they were typed
    /// @param at `HOST:PORT` of any device of the pool; one is looked for on the local network when
    ///   this is empty
    /// @param isRehearsal whether nothing is to change anywhere
    record Return(String words, Optional<String> at, Beginning beginning, boolean isRehearsal) {

        @Override
        public String toString() {
            return "Return(hidden)";
        }
    }

    /// What a device starts with.
    ///
    /// @param capacity bytes it contributes; half of the free space when empty
    /// @param listen `HOST:PORT`; the default port when empty
    /// @param discovery whether the local network is told of it, and heard
    record Beginning(
            String name, OptionalLong capacity, Optional<String> listen, boolean discovery) {}

    /// What becomes of the recovery words outside of the device.
    interface Paper {

        /// Writes them into a file that must not exist yet, for its owner alone.
        void write(Path file, List<String> words) throws IOException;

        /// The same, as a page to print.
        ///
        /// @param device the first device of the pool, as people call it
        void print(Path file, String device, List<String> words) throws IOException;

        /// Notes that nobody has read them from the paper yet.
        void putOff(List<String> words) throws NodeException;

        /// Compares them with those that were drawn here, if that was put off.
        ///
        /// @param typed 24, as they were typed
        void check(String typed) throws NodeException;
    }

    /// The ways in which a device begins.
    interface Entry {

        /// Founds a pool; `words` gets the recovery phrase before anything is made.
        void init(Beginning beginning, Consumer<List<String>> words) throws NodeException;

        /// Joins the pool that `code` invites to.
        ///
        /// @return words that the inviter's screen shows as well; none with a long code
        Optional<String> join(String code, Optional<String> at, Beginning beginning)
                throws NodeException, InterruptedException;

        /// Brings back what is left of a pool.
        Recovered recover(Return how, Judge judge) throws NodeException, InterruptedException;
    }
}
