package dev.holdfast.engine.pairing;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.wire.JoinMessage.JoinRefused;
import dev.holdfast.engine.core.wire.JoinMessage.PairAnswer;
import dev.holdfast.engine.core.wire.JoinMessage.PairOpen;
import dev.holdfast.engine.core.wire.JoinMessage.PairProof;
import dev.holdfast.engine.core.wire.JoinMessage.PairProved;
import dev.holdfast.engine.core.wire.JoinMessage.PairSealed;
import dev.holdfast.engine.core.wire.JoinMessage.Refusal;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.crypto.TamperedException;

/// The guest's side of a run. A value: what is heard gives what is to be done, and the run from
/// then on. The guest says nothing of itself, and believes nothing, before the other side has
/// proved that it knows the code.
public final class GuestRun {

    /// The key that the guest shows to prove that it knows the code, and the one that the inviter
    /// shows in return.
    static final String PROOF = "proof of the guest";

    static final String PROOF_BACK = "proof of the inviter";

    /// What both screens show is made from this one.
    static final String CHECK = "check";

    /// Seals what the guest says of itself.
    static final String LETTER = "letter of the guest";

    /// Seals one letter of the inviter.
    static String letterBack(int number) {
        return "letter of the inviter " + number;
    }

    /// What is to be done, and the run from then on.
    public record Step(GuestRun next, Effect effect) {}

    public sealed interface Effect {}

    /// Say this, then hear what comes.
    public record Say(Message message) implements Effect {}

    /// The other side knows the code. [GuestRun#ask] goes on.
    ///
    /// @param check the words that both screens show
    public record Proved(String check) implements Effect {}

    /// Keep this letter, then hear what comes.
    public record Read(Letter letter) implements Effect {}

    /// The other side does not let this one in.
    public record Refused(Refusal why) implements Effect {}

    /// What came is not of this run, or not of this step, or from somebody who does not know the
    /// code. Nothing was told that person.
    public record Broken(String what) implements Effect {}

    private sealed interface State {}

    private record Begun(Pake.Opening opening) implements State {}

    private record Showing(Pake.Keys keys) implements State {}

    private record Known(Pake.Keys keys) implements State {}

    private record Reading(Pake.Keys keys, int letters) implements State {}

    private record Over() implements State {}

    private final Parties parties;
    private final State state;

    private GuestRun(Parties parties, State state) {
        this.parties = parties;
        this.state = state;
    }

    public static Step begin(Pake pake, Parties parties, Code code) {
        var opening = pake.begin(parties.guestName(), code.text());
        var run = new GuestRun(parties, new Begun(opening));
        return new Step(run, new Say(new PairOpen(opening.bytes())));
    }

    /// Takes what the inviter said.
    public Step heard(Message message) {
        try {
            return switch (message) {
                case JoinRefused(var why) when !(state instanceof Over) ->
                        to(new Over(), new Refused(why));
                case PairAnswer answer when state instanceof Begun(var mine) -> show(mine, answer);
                case PairProved proved when state instanceof Showing(var keys) ->
                        judge(keys, proved);
                case PairSealed sealed when state instanceof Reading(var keys, int letters) ->
                        read(keys, letters, sealed);
                default -> broken(message.getClass().getSimpleName() + " may not come now");
            };
        } catch (TamperedException | MalformedException e) {
            return broken(String.valueOf(e.getMessage()));
        }
    }

    private Step show(Pake.Opening mine, PairAnswer answer)
            throws TamperedException, MalformedException {
        var half = mine.meet(parties.inviterName(role(answer.role())), answer.opening());
        var keys = half.agree(answer.half());
        var proof = new PairProof(half.bytes(), keys.named(PROOF).toBytes());
        return to(new Showing(keys), new Say(proof));
    }

    private static Role role(String name) throws MalformedException {
        for (var role : Role.values()) {
            if (role.name().equals(name)) {
                return role;
            }
        }
        throw new MalformedException("a role that there is not");
    }

    private Step judge(Pake.Keys keys, PairProved proved) {
        return keys.proves(PROOF_BACK, proved.proof())
                ? to(new Known(keys), new Proved(Code.check(keys.named(CHECK))))
                : broken("who answers does not know the code");
    }

    /// Says who this device is.
    ///
    /// @throws IllegalStateException unless the other side has just proved that it knows the code
    public Step ask(Letter.Ask ask) {
        if (state instanceof Known(var keys)) {
            var sealed = keys.seal(LETTER, ask.toBytes());
            return to(new Reading(keys, 0), new Say(new PairSealed(sealed)));
        }
        throw new IllegalStateException("the inviter has not proved anything");
    }

    private Step read(Pake.Keys keys, int letters, PairSealed sealed)
            throws TamperedException, MalformedException {
        var letter = Letter.parse(keys.open(letterBack(letters), sealed.letter()));
        return to(new Reading(keys, letters + 1), new Read(letter));
    }

    private Step broken(String what) {
        return to(new Over(), new Broken(what));
    }

    private Step to(State next, Effect effect) {
        return new Step(new GuestRun(parties, next), effect);
    }
}
