package dev.holdfast.engine.pairing;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.wire.JoinMessage.PairAnswer;
import dev.holdfast.engine.core.wire.JoinMessage.PairOpen;
import dev.holdfast.engine.core.wire.JoinMessage.PairProof;
import dev.holdfast.engine.core.wire.JoinMessage.PairProved;
import dev.holdfast.engine.core.wire.JoinMessage.PairSealed;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.crypto.TamperedException;

/// The inviter's side of a run. A value: what is heard gives what is to be done, and the run from
/// then on. Nothing is said that depends on the code before the guest has proved that it knows it,
/// but for points that tell nobody anything.
public final class InviterRun {

    /// What is to be done, and the run from then on.
    public record Step(InviterRun next, Effect effect) {}

    public sealed interface Effect {}

    /// Say this, then hear what comes.
    public record Say(Message message) implements Effect {}

    /// The guest knows the code. Whether it is still good is judged outside; [InviterRun#granted]
    /// goes on.
    ///
    /// @param check the words that both screens show
    public record Proved(String check) implements Effect {}

    /// The guest guessed wrong. That costs the code one guess.
    public record Wrong() implements Effect {}

    /// Admit the guest.
    public record Admit(Letter.Ask guest) implements Effect {}

    /// What came is not of this run, or not of this step: the run is over, and no guess was made.
    public record Broken(String what) implements Effect {}

    private sealed interface State {}

    private record Begun(Pake.Opening opening) implements State {}

    private record Answered(Pake.Half half) implements State {}

    private record Known(Pake.Keys keys) implements State {}

    private record Awaiting(Pake.Keys keys) implements State {}

    private record Writing(Pake.Keys keys, int letters) implements State {}

    private record Over() implements State {}

    private final Parties parties;
    private final Role role;
    private final State state;

    private InviterRun(Parties parties, Role role, State state) {
        this.parties = parties;
        this.role = role;
        this.state = state;
    }

    /// @param role what the guest will be
    public static InviterRun begin(Pake pake, Parties parties, Code code, Role role) {
        var opening = pake.begin(parties.inviterName(role), code.text());
        return new InviterRun(parties, role, new Begun(opening));
    }

    /// Takes what the guest said.
    public Step heard(Message message) {
        try {
            return switch (message) {
                case PairOpen open when state instanceof Begun(var mine) -> answer(mine, open);
                case PairProof proof when state instanceof Answered(var half) -> judge(half, proof);
                case PairSealed sealed when state instanceof Awaiting(var keys) ->
                        read(keys, sealed);
                default -> broken(message.getClass().getSimpleName() + " may not come now");
            };
        } catch (TamperedException | MalformedException e) {
            return broken(String.valueOf(e.getMessage()));
        }
    }

    private Step answer(Pake.Opening mine, PairOpen open) throws TamperedException {
        var half = mine.meet(parties.guestName(), open.opening());
        var answer = new PairAnswer(role.name(), mine.bytes(), half.bytes());
        return to(new Answered(half), new Say(answer));
    }

    private Step judge(Pake.Half half, PairProof proof) throws TamperedException {
        var keys = half.agree(proof.half());
        return keys.proves(GuestRun.PROOF, proof.proof())
                ? to(new Known(keys), new Proved(Code.check(keys.named(GuestRun.CHECK))))
                : to(new Over(), new Wrong());
    }

    /// The code is good: now the guest hears that this side knows it too.
    ///
    /// @throws IllegalStateException unless the guest has just proved that it knows the code
    public Step granted() {
        if (state instanceof Known(var keys)) {
            var proof = keys.named(GuestRun.PROOF_BACK).toBytes();
            return to(new Awaiting(keys), new Say(new PairProved(proof)));
        }
        throw new IllegalStateException("the guest has not proved anything");
    }

    private Step read(Pake.Keys keys, PairSealed sealed)
            throws TamperedException, MalformedException {
        return Letter.parse(keys.open(GuestRun.LETTER, sealed.letter())) instanceof Letter.Ask ask
                ? to(new Writing(keys, 0), new Admit(ask))
                : broken("the guest does not say who it is");
    }

    /// Seals the next letter to the guest.
    ///
    /// @throws IllegalStateException unless the guest has said who it is
    public Step write(Letter letter) {
        if (state instanceof Writing(var keys, int letters)) {
            var sealed = keys.seal(GuestRun.letterBack(letters), letter.toBytes());
            return to(new Writing(keys, letters + 1), new Say(new PairSealed(sealed)));
        }
        throw new IllegalStateException("nobody is written to");
    }

    private Step broken(String what) {
        return to(new Over(), new Broken(what));
    }

    private Step to(State next, Effect effect) {
        return new Step(new InviterRun(parties, role, next), effect);
    }
}
