package dev.holdfast.engine.net.mux;

/// What carries frames to the other side, in order. Its own thread brings the other side's frames
/// to [Mux#accept].
public interface FrameLink {

    /// Takes a frame to send; never waits. Safe for many threads.
    void send(Frame frame);

    /// What the frames weigh that it was handed and has not written, bulk aside.
    long waiting();

    /// The mux is admitted: the link may live for as long as it is used.
    default void admitted() {}

    /// Ends the link once everything taken so far is sent and the other side has had time to read
    /// it. Ending twice is harmless.
    void close();

    /// Ends the link at once, whatever is still to be sent. Every frame of bytes it holds is
    /// released.
    void abort();
}
