package dev.holdfast.engine.pairing;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.crypto.TamperedException;

/// EC J-PAKE over P-256 (RFC 8236): two sides that know the same few words come to the same key,
/// and two that do not, to two keys that have nothing to do with each other. Each step gives the
/// next one, and nothing changes, so that no step can be taken twice or too early.
@FunctionalInterface
public interface Pake {

    /// Draws the numbers of one run.
    ///
    /// @param self what names this side; no other run has the same two names
    /// @param secret what both sides should know
    Opening begin(String self, String secret);

    /// The first thing to be said.
    interface Opening {

        byte[] bytes();

        /// Takes the opening of the other side, and finds what is to be said next.
        ///
        /// @param peer what names the other side; its proofs hold under that name only
        /// @throws TamperedException if it is not one of that side
        Half meet(String peer, byte[] theirs) throws TamperedException;
    }

    /// The second and last thing to be said.
    interface Half {

        byte[] bytes();

        /// Takes the half of the other side. That this succeeds does not mean that the other side
        /// knows the secret; only proofs under the keys do.
        ///
        /// @throws TamperedException if it is not one of that side
        Keys agree(byte[] theirs) throws TamperedException;
    }

    /// The keys of one run. Every name gives another; all depend on all that either side said.
    interface Keys {

        Hash named(String name);

        /// True when `shown` is the key of that name.
        boolean proves(String name, byte[] shown);

        /// Seals bytes under the key of a name, which seals nothing else.
        byte[] seal(String name, byte[] plain);

        byte[] open(String name, byte[] sealed) throws TamperedException;
    }
}
