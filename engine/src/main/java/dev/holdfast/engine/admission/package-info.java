/// Who comes into the pool, who leaves it, and what they are called.
///
/// **Purpose.** What an owner does about devices: admits a guest that shows a ticket or proves to
/// know the code that stands for it, puts a device out and begins an epoch without it, names
/// devices; and the guest's side of joining. Statements are written by the links' loop, so that
/// each has seen those before it.
///
/// **May use.** `api` (problems), `cluster`, `core`, `crypto`, `net`, `pairing`, `share`.
///
/// **Used by.** `node`.
///
/// **Start reading at** `Governor`, then `Inviter` and `Joiner`.
@NullMarked
package dev.holdfast.engine.admission;

import org.jspecify.annotations.NullMarked;
