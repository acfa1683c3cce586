package dev.holdfast.engine.net.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.WireFormat;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.net.proto.generated.Wire.Envelope;

import java.io.IOException;

/// Counts the fields of an encoded message before anything is made of them: an empty field takes
/// two bytes on the wire and an object in memory, so a frame of them would fill a small heap.
final class FieldCount {

    /// The greatest message that keeps its limits, 4,096 heads of chains, has 28,675.
    private static final int FIELDS_MAX = 32_768;

    private final CodedInputStream in;
    private int count;

    private FieldCount(CodedInputStream in) {
        this.in = in;
    }

    static void check(byte[] body) throws MalformedException, IOException {
        new FieldCount(CodedInputStream.newInstance(body)).fieldsOf(Envelope.getDescriptor());
    }

    private void fieldsOf(Descriptor message) throws MalformedException, IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (++count > FIELDS_MAX) {
                throw new MalformedException("a message of more than " + FIELDS_MAX + " fields");
            }
            var field = message.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_START_GROUP, WireFormat.WIRETYPE_END_GROUP ->
                        throw new MalformedException("a group, which no message has");
                case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    if (field != null && field.getJavaType() == JavaType.MESSAGE) {
                        int outer = in.pushLimit(in.readRawVarint32());
                        fieldsOf(field.getMessageType());
                        in.popLimit(outer);
                    } else {
                        in.skipField(tag);
                    }
                }
                default -> in.skipField(tag);
            }
        }
    }
}
