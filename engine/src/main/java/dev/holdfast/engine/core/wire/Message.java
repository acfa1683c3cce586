package dev.holdfast.engine.core.wire;

/// Whatever one device says to another. Each group has its `Request`s, which open or continue a
/// conversation on a stream, and its `Reply`s; a stream is one conversation, so nothing carries a
/// number to match.
///
/// A message is immutable; whoever makes one gives the arrays in it away.
public sealed interface Message
        permits SessionMessage,
                RosterMessage,
                NamesMessage,
                TransferMessage,
                DirectoryMessage,
                PledgeMessage,
                JoinMessage,
                RecoveryMessage {

    /// The encoded form of any message is at most this long. Bytes.
    int ENCODED_MAX = 1 << 20;
}
