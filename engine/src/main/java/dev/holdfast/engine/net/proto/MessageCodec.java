package dev.holdfast.engine.net.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.wire.DirectoryMessage;
import dev.holdfast.engine.core.wire.JoinMessage;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.NamesMessage;
import dev.holdfast.engine.core.wire.PledgeMessage;
import dev.holdfast.engine.core.wire.RecoveryMessage;
import dev.holdfast.engine.core.wire.RosterMessage;
import dev.holdfast.engine.core.wire.SessionMessage;
import dev.holdfast.engine.core.wire.TransferMessage;
import dev.holdfast.engine.net.proto.generated.Wire.Envelope;

import java.io.IOException;

/// Turns a message into the body of a control frame, and a body from a peer, who may be hostile,
/// into a message that keeps its limits.
public final class MessageCodec {

    private MessageCodec() {}

    public static byte[] encode(Message message) {
        var envelope = Envelope.newBuilder();
        switch (message) {
            case SessionMessage m -> envelope.setSession(SessionForm.write(m));
            case RosterMessage m -> envelope.setRoster(RosterForm.write(m));
            case NamesMessage m -> envelope.setNames(NamesForm.write(m));
            case TransferMessage m -> envelope.setTransfer(TransferForm.write(m));
            case DirectoryMessage m -> envelope.setDirectory(DirectoryForm.write(m));
            case PledgeMessage m -> envelope.setPledge(PledgeForm.write(m));
            case JoinMessage m -> envelope.setJoin(JoinForm.write(m));
            case RecoveryMessage m -> envelope.setRecovery(RecoveryForm.write(m));
        }
        return envelope.build().toByteArray();
    }

    /// What it allocates is in proportion to the length of `body`, whatever the body says.
    public static Message decode(byte[] body) throws MalformedException {
        if (body.length > Message.ENCODED_MAX) {
            throw new MalformedException(
                    "a message of %d bytes, at most %d may be"
                            .formatted(body.length, Message.ENCODED_MAX));
        }
        try {
            FieldCount.check(body);
            return read(Envelope.parseFrom(CodedInputStream.newInstance(body)));
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedException("not a message: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new AssertionError("bytes in memory can be read", e);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a message past its limits: " + e.getMessage(), e);
        }
    }

    private static Message read(Envelope envelope) throws MalformedException {
        return switch (envelope.getGroupCase()) {
            case SESSION -> SessionForm.read(envelope.getSession());
            case ROSTER -> RosterForm.read(envelope.getRoster());
            case NAMES -> NamesForm.read(envelope.getNames());
            case TRANSFER -> TransferForm.read(envelope.getTransfer());
            case DIRECTORY -> DirectoryForm.read(envelope.getDirectory());
            case PLEDGE -> PledgeForm.read(envelope.getPledge());
            case JOIN -> JoinForm.read(envelope.getJoin());
            case RECOVERY -> RecoveryForm.read(envelope.getRecovery());
            case GROUP_NOT_SET -> throw Fields.unknown("group of messages");
        };
    }
}
