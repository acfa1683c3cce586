package dev.holdfast.engine.net.proto;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.wire.RecoveryMessage;
import dev.holdfast.engine.core.wire.RecoveryMessage.Ask;
import dev.holdfast.engine.core.wire.RecoveryMessage.Challenge;
import dev.holdfast.engine.core.wire.RecoveryMessage.Proof;
import dev.holdfast.engine.core.wire.RecoveryMessage.Refusal;
import dev.holdfast.engine.core.wire.RecoveryMessage.Refused;
import dev.holdfast.engine.net.proto.generated.Wire.Nothing;
import dev.holdfast.engine.net.proto.generated.Wire.Recovery;

/// [RecoveryMessage] in the schema.
final class RecoveryForm {

    private RecoveryForm() {}

    static Recovery write(RecoveryMessage message) {
        var form = Recovery.newBuilder();
        switch (message) {
            case Ask() -> form.setAsk(Nothing.getDefaultInstance());
            case Challenge(var nonce) -> form.setChallengeNonce(Fields.bytes(nonce));
            case Proof(var signature) -> form.setProofSignature(Fields.wrap(signature));
            case Refused(var why) -> form.setRefusedWhy(why.number());
        }
        return form.build();
    }

    static RecoveryMessage read(Recovery form) throws MalformedException {
        return switch (form.getMessageCase()) {
            case ASK -> new Ask();
            case CHALLENGE_NONCE -> new Challenge(Fields.hash(form.getChallengeNonce()));
            case PROOF_SIGNATURE -> new Proof(form.getProofSignature().toByteArray());
            case REFUSED_WHY -> {
                int why = form.getRefusedWhy();
                yield new Refused(Fields.constant(Refusal.values(), Refusal::number, why));
            }
            case MESSAGE_NOT_SET -> throw Fields.unknown("recovery message");
        };
    }
}
