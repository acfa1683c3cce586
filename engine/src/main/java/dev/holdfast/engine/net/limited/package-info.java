/// A transport that sends and receives no faster than it is let.
///
/// **Purpose.** Holds back runs of bytes, and never messages, so that whoever asks and answers does
/// not queue behind bulk.
///
/// **May use.** `net`.
///
/// **Used by.** `node`.
///
/// **Start reading at** `LimitedTransport`.
@NullMarked
package dev.holdfast.engine.net.limited;

import org.jspecify.annotations.NullMarked;
