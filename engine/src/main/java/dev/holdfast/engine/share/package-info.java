/// Lets somebody in: the one-use ticket that a device of the pool gives to one that is not.
///
/// **Purpose.** The ticket as a value and as the text that a person carries from one screen to
/// another, and the book in which its issuer notes which tickets are open. Pure values: time,
/// chance and the connection come from outside.
///
/// **May use.** `core`, `net` for addresses, `crypto` for chance, `api` for problems.
///
/// **Used by.** The joining of devices, and `node`.
///
/// **Start reading at** `Ticket`, then `TicketBook`.
@NullMarked
package dev.holdfast.engine.share;

import org.jspecify.annotations.NullMarked;
