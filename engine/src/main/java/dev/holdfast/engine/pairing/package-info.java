/// Two devices that have never met recognize each other by four words.
///
/// **Purpose.** The code that a person carries from one screen to another, and the run by which its
/// holder and its maker show each other that they know it, over a connection to a stranger: EC
/// J-PAKE (RFC 8236), by which nobody else learns anything of the code, and who guesses has one
/// guess a run. Each side of a run is a value that takes what was heard and gives what is to be
/// done; connections, time and who is let in stay outside.
///
/// **May use.** `api` for problems, `core`, `crypto` for chance and the word list.
///
/// **Used by.** `admission`, `node`, and `crypto.bc`, which does the arithmetic.
///
/// **Start reading at** `Code`, then `InviterRun` and `GuestRun`.
@NullMarked
package dev.holdfast.engine.pairing;

import org.jspecify.annotations.NullMarked;
