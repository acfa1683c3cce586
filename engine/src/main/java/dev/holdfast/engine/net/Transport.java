package dev.holdfast.engine.net;

/// Opens connections to other devices and takes theirs. Speaks for one device, whose key it was
/// made with. Safe for many threads.
public interface Transport extends AutoCloseable {

    /// Takes connections until the listener is closed; port 0 lets the system choose.
    Listener listen(Endpoint at, Acceptor acceptor) throws NetException;

    /// A connection to exactly the expected device, when one is expected, within the patience of
    /// `dial`. Fails with [NetException.Kind#UNREACHABLE], [NetException.Kind#WRONG_PEER] or
    /// [NetException.Kind#TIMEOUT].
    Connection connect(Dial dial, Acceptor acceptor) throws NetException, InterruptedException;

    /// Ends every listener and connection with
    /// [dev.holdfast.engine.core.wire.CloseCode#SHUTTING_DOWN].
    @Override
    void close();
}
